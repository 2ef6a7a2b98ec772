const clamp = (fraction: number): number => Math.min(1, Math.max(0, fraction));

/** Where the before/after bar (a fraction of the width, 0–1) goes for a key; undefined for keys that are not its own. */
export function splitAfterKey(key: string, isShift: boolean, split: number): number | undefined {
  const step = isShift ? 0.1 : 0.01;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(split - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(split + step);
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
