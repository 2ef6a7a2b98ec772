import { useSyncExternalStore } from 'react';

// The same width as in the style sheets: below it the rail lies under the photo and the panel is a sheet.
const query = '(max-width: 860px)';

/** Whether the page is laid out for a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}
