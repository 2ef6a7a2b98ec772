import type { canvas as english } from '../en/canvas.ts';

/** What the canvas shows and says, and the names of the shortcuts, in Traditional Chinese. */
export const canvas: { [K in keyof typeof english]: (typeof english)[K] } = {};
