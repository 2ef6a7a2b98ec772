import { useDeferredValue, type ReactNode } from 'react';

/**
 * Children that come in a turn of their own, in slices between which the page answers: a photo that opens shows itself
 * first. All at once, the page stood still for 120–130 ms (two cores, 2026).
 */
export function Later({ children }: { readonly children: ReactNode }) {
  return useDeferredValue(true, false) ? children : null;
}
