import type { Display } from '../facts.ts';
import { BLACK_WHITE, OUTLINE, TINT } from './layout.ts';

/** A display's colours as RGBA words, signed: a number above 2³¹ is no machine integer to a script engine. */
export interface Paints {
  /** `TINT`, `OUTLINE`, `BLACK_WHITE`; anything else shows nothing of the mask. */
  readonly mode: number;
  /** The tint's alpha is (mask byte × strength + 128) / 256, whole. */
  readonly strength: number;
  /** The tint without its alpha. */
  readonly rgb: number;
  /** Where the mask will grow to. */
  readonly margin: number;
  readonly marginRim: number;
  readonly protectRim: number;
  /** The hatch on what is protected: light on dark, dark on light. */
  readonly hatchLight: number;
  readonly hatchDark: number;
}

export const black = 0xff000000 | 0;
export const white = 0xffffffff | 0;

const pack = (r: number, g: number, b: number, alpha: number): number =>
  (Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r;

const modes: Partial<Record<Display['overlay'], number>> = {
  tint: TINT,
  outline: OUTLINE,
  blackWhite: BLACK_WHITE,
};

/** The words that a display is painted with. */
export function paintsOf({ overlay, colour: [r, g, b], opacity }: Display): Paints {
  return {
    mode: modes[overlay] ?? -1,
    strength: Math.round(256 * opacity),
    rgb: pack(r, g, b, 0),
    margin: overlay === 'tint' ? pack(r, g, b, opacity * 0.4) : 0,
    marginRim: pack(r, g, b, 0.9),
    protectRim: pack(90, 200, 250, 0.8),
    hatchLight: pack(255, 255, 255, 0.4),
    hatchDark: pack(0, 0, 0, 0.35),
  };
}
