import type { SplitDirection } from '../document/facts.ts';

const clamp = (fraction: number): number => Math.min(1, Math.max(0, fraction));

/**
 * Where the before/after bar (a fraction of the width or, where it lies across, of the height, 0–1) goes for a key;
 * undefined for keys that are not its own. Arrows move it the way they point.
 */
export function splitAfterKey(
  key: string,
  isShift: boolean,
  split: number,
  direction: SplitDirection = 'vertical',
): number | undefined {
  const step = isShift ? 0.1 : 0.01;
  // Down is further along the photo's height, and less on a slider.
  const down = direction === 'horizontal' ? step : -step;
  switch (key) {
    case 'ArrowLeft':
      return clamp(split - step);
    case 'ArrowRight':
      return clamp(split + step);
    case 'ArrowDown':
      return clamp(split + down);
    case 'ArrowUp':
      return clamp(split - down);
    case 'PageDown':
      return clamp(split - 0.1);
    case 'PageUp':
      return clamp(split + 0.1);
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return undefined;
  }
}
