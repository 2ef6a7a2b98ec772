import { BLACK_WHITE, INSIDE, OUTLINE, TINT } from './layout.ts';
import { black, white, type Paints } from './paints.ts';

/** Planes sampled for an area of the screen that goes beyond what is painted. */
export interface SampledArea {
  /** One byte for each pixel; rows begin on whole words. */
  readonly mask: Uint8Array;
  /** The protected area, or null where it is not shown. */
  readonly protect: Uint8Array | null;
  /** 255 wherever the mask grown by its dilation reaches, or null where that is not shown. */
  readonly grown: Uint8Array | null;
  /** A multiple of 4. */
  readonly width: number;
  readonly height: number;
  /** Pixels round what is painted: a multiple of 4, at least the radius and one more. */
  readonly pad: number;
}

/** Where the colours go: RGBA words of a picture. */
export interface Painted {
  readonly words: Int32Array;
  /** Words per row. */
  readonly stride: number;
  /** Index of the first word. */
  readonly start: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Colours a sampled mask for the screen. Where four pixels and all round them are alike there is no edge: most of a
 * screen is done a word at a time.
 * @param phase of the hatch at the painted area's first pixel: it lies still on the photo
 */
export function colourOverlay(
  { mask, protect, grown, width, height, pad }: SampledArea,
  phase: number,
  { mode, ...paints }: Paints,
  out: Painted,
): void {
  const tint = Int32Array.from(
    { length: 256 },
    (_, value) => (((value * paints.strength + 128) >> 8) << 24) | paints.rgb,
  );
  const plain = Int32Array.from({ length: 256 }, (_, value) =>
    mode === BLACK_WHITE ? (value >= INSIDE ? white : black) : mode === TINT && value > 0 ? tint[value] : 0,
  );
  /** Whether any of the four neighbours lies on the other side of an edge. */
  const onEdge = (plane: Uint8Array, at: number, isIn: boolean): boolean =>
    plane[at - 1] >= INSIDE !== isIn ||
    plane[at + 1] >= INSIDE !== isIn ||
    plane[at - width] >= INSIDE !== isIn ||
    plane[at + width] >= INSIDE !== isIn;
  /** A quiet hatch: one line in eight, light on dark and dark on light. */
  const hatch = (plane: Uint8Array, at: number, x: number, y: number): number => {
    if (onEdge(plane, at, true)) return paints.protectRim;
    const stripe = (phase + x + y) & 7;
    return stripe === 0 ? paints.hatchLight : stripe === 1 ? paints.hatchDark : 0;
  };
  const colourAt = (at: number, x: number, y: number): number => {
    const value = mask[at];
    const isIn = value >= INSIDE;
    const isFar = grown !== null && grown[at] === 255;
    let colour = 0;
    if (mode === BLACK_WHITE) return isIn ? white : black;
    if (mode === TINT || mode === OUTLINE) {
      if (onEdge(mask, at, isIn)) colour = isIn ? white : black;
      else if (isFar && !isIn && onEdge(grown, at, true)) colour = paints.marginRim;
      else if (mode === TINT) colour = value > 0 ? tint[value] : isFar ? paints.margin : 0;
    }
    return colour === 0 && protect !== null && protect[at] >= INSIDE ? hatch(protect, at, x, y) : colour;
  };
  const rowWords = width >> 2;
  const wordsOf = (plane: Uint8Array): Int32Array =>
    new Int32Array(plane.buffer, plane.byteOffset, rowWords * height);
  const maskWords = wordsOf(mask);
  const grownWords = grown && wordsOf(grown);
  const protectWords = protect && wordsOf(protect);
  const { words } = out;
  for (let y = 0; y < out.height; y++) {
    const row = (y + pad) * width + pad;
    let to = out.start + y * out.stride;
    for (let x = 0; x < out.width; x += 4, to += 4) {
      const at = row + x;
      const word = at >> 2;
      const four = maskWords[word];
      const value = four & 255;
      if (
        x + 4 <= out.width &&
        four === Math.imul(value, 0x01010101) &&
        four === maskWords[word - rowWords] &&
        four === maskWords[word + rowWords] &&
        mask[at - 1] === value &&
        mask[at + 4] === value
      ) {
        const near = grownWords !== null && value < INSIDE ? grownWords[word] : 0;
        // The margin's inside: its rim is where one of its neighbours is not in it.
        const isPlain =
          near === 0 ||
          (grown !== null &&
            grownWords !== null &&
            near === -1 &&
            grownWords[word - rowWords] === -1 &&
            grownWords[word + rowWords] === -1 &&
            grown[at - 1] === 255 &&
            grown[at + 4] === 255);
        const colour = near === 0 || value > 0 ? plain[value] : paints.margin;
        if (isPlain && (colour !== 0 || protectWords === null || protectWords[word] === 0)) {
          words[to] = colour;
          words[to + 1] = colour;
          words[to + 2] = colour;
          words[to + 3] = colour;
          continue;
        }
      }
      const count = Math.min(4, out.width - x);
      for (let i = 0; i < count; i++) words[to + i] = colourAt(at + i, x + i, y);
    }
  }
}
