/** How the mask is shown: view settings, remembered between sessions, never part of the mask. */
import type { StoreApi } from 'zustand/vanilla';
import type { Display } from '../document/facts.ts';
import type { Settings } from './settings.ts';
import type { Views } from './viewStore.ts';

/** Six hues, far apart: on a photo of any colour at least three stand out. sRGB. */
export const overlayColours = {
  rose: [255, 64, 96],
  orange: [255, 122, 0],
  yellow: [255, 214, 0],
  green: [0, 200, 83],
  cyan: [0, 176, 255],
  violet: [170, 60, 255],
} as const satisfies Readonly<Record<string, Display['colour']>>;
export type OverlayColour = keyof typeof overlayColours;
export const overlayColourNames = Object.keys(overlayColours) as readonly OverlayColour[];

export const leastOpacity = 0.15;
export const mostOpacity = 0.85;
/** Fainter is invisible, stronger hides what is masked. */
export const isOpacity = (value: unknown): value is number =>
  typeof value === 'number' && value >= leastOpacity && value <= mostOpacity;

/** Shows the mask as it was last shown, and remembers every change. */
export function rememberOverlay(
  views: Pick<Views, 'store' | 'setDisplay'>,
  settings: StoreApi<Pick<Settings, 'overlay' | 'overlayColour' | 'overlayOpacity'>>,
): void {
  const look = (): Partial<Display> => {
    const { overlay, overlayColour, overlayOpacity } = settings.getState();
    return { overlay, colour: overlayColours[overlayColour], opacity: overlayOpacity };
  };
  // Nobody should find a mask by what it removes: a hidden one is shown again in the next session.
  if (settings.getState().overlay === 'hidden') settings.setState({ overlay: 'tint' });
  views.setDisplay(look());
  settings.subscribe((now, before) => {
    if (
      now.overlay !== before.overlay ||
      now.overlayColour !== before.overlayColour ||
      now.overlayOpacity !== before.overlayOpacity
    )
      views.setDisplay(look());
  });
  views.store.subscribe(({ display }) => {
    if (display.overlay !== settings.getState().overlay) settings.setState({ overlay: display.overlay });
  });
}
