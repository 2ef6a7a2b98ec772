import { useCallback, useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Whether the page is laid out for an upright phone: rail under the photo, panel as a sheet. As in the style sheets. */
export const useNarrow = (): boolean =>
  useMedia('(max-width: 860px) and (orientation: portrait), (max-width: 600px)');

/** Whether the top bar has no room for the view's controls and the recent work. As in TopBar.module.css. */
export const useTightBar = (): boolean => useMedia('(max-width: 860px)');

/** Whether the top bar holds eight buttons at most: an upright phone. */
export const useSlimBar = (): boolean => useMedia('(max-width: 480px)');
