import type { Display } from './facts.ts';

/** Below this a sampled byte counts as outside, for the outline; thin lines are sampled as 96 (see planeLevels). */
const inside = 96;
// Signed words: a number above 2³¹ is no machine integer to the engine, and this is the innermost loop.
const black = 0xff000000 | 0;
const white = 0xffffffff | 0;

const pack = (r: number, g: number, b: number, alpha: number): number =>
  (Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r;

/** Whether any of the four neighbours lies on the other side of the mask's edge. */
function onEdge(mask: Uint8Array, at: number, width: number, isIn: boolean): boolean {
  return (
    mask[at - 1] >= inside !== isIn ||
    mask[at + 1] >= inside !== isIn ||
    mask[at - width] >= inside !== isIn ||
    mask[at + width] >= inside !== isIn
  );
}

/** Marks every pixel within `radius` of the mask (255): each row grows along itself, its edges above and below as well. */
function growInto(mask: Uint8Array, width: number, height: number, radius: number, out: Uint8Array): void {
  out.fill(0);
  const r = Math.ceil(radius);
  // Half the chord of the disc at each row distance: a row's reach.
  const chord = Int32Array.from({ length: r + 1 }, (_, dy) =>
    dy > radius ? -1 : Math.floor(Math.sqrt(radius * radius - dy * dy)),
  );
  const fill = (y: number, x: number, end: number, reach: number): void => {
    out.fill(255, y * width + Math.max(0, x - reach), y * width + Math.min(width, end + reach));
  };
  /** Grows up or down what has nothing masked on that side; where it has, the neighbour reaches farther by itself. */
  const growBeyond = (y: number, x: number, end: number, side: 1 | -1): void => {
    const next = (y + side) * width;
    if (y + side < 0 || y + side >= height) return;
    for (let start = x; start < end;) {
      if (mask[next + start] >= inside) {
        start++;
        continue;
      }
      let stop = start + 1;
      while (stop < end && mask[next + stop] < inside) stop++;
      for (let dy = 1; dy <= r && chord[dy] >= 0; dy++) {
        const row = y + side * dy;
        if (row < 0 || row >= height) break;
        fill(row, start, stop, chord[dy]);
      }
      start = stop;
    }
  };
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width;) {
      if (mask[row + x] < inside) {
        x++;
        continue;
      }
      let end = x + 1;
      while (end < width && mask[row + end] >= inside) end++;
      fill(y, x, end, chord[0]);
      growBeyond(y, x, end, -1);
      growBeyond(y, x, end, 1);
      x = end;
    }
  }
}

/**
 * Colours a sampled mask for the screen.
 * @param mask sampled bytes of an area with one pixel more on every side than is painted
 * @param protect sampled protected area of the same size, or null
 * @param radius dilation in screen pixels, previewed as a lighter margin
 * @param out RGBA words of the inner area, `(width − 2·pad) × (height − 2·pad)`
 */
export function colourOverlay(
  mask: Uint8Array,
  protect: Uint8Array | null,
  width: number,
  height: number,
  pad: number,
  radius: number,
  origin: { readonly x: number; readonly y: number },
  display: Display,
  scratch: Uint8Array,
  out: Uint32Array,
): void {
  const [r, g, b] = display.colour;
  const tint = Int32Array.from({ length: 256 }, (_, value) => pack(r, g, b, (display.opacity * value) / 255));
  const margin = pack(r, g, b, display.opacity * 0.4);
  const mode = display.overlay;
  const grown = radius >= 0.5 && (mode === 'tint' || mode === 'outline') ? scratch : null;
  if (grown) growInto(mask, width, height, radius, grown);
  // Where a pixel and its four neighbours are alike there is no edge: most of a mask is a look into this table.
  const plain = Int32Array.from({ length: 256 }, (_, value) =>
    mode === 'blackWhite'
      ? value >= inside
        ? white
        : black
      : mode === 'tint' && value > 0
        ? tint[value]
        : 0,
  );
  const words = new Int32Array(out.buffer, out.byteOffset, out.length);
  let to = 0;
  for (let y = pad; y < height - pad; y++) {
    let at = y * width + pad;
    for (let x = pad; x < width - pad; x++, at++, to++) {
      const value = mask[at];
      const isIn = value >= inside;
      let colour = 0;
      if (
        value === mask[at - 1] &&
        value === mask[at + 1] &&
        value === mask[at - width] &&
        value === mask[at + width] &&
        (isIn || grown === null || grown[at] === 0)
      ) {
        colour = plain[value];
      } else if (mode === 'blackWhite') {
        colour = isIn ? white : black;
      } else if (mode !== 'hidden') {
        const far = grown !== null && grown[at] === 255;
        if (onEdge(mask, at, width, isIn)) colour = isIn ? white : black;
        else if (grown !== null && far && !isIn && onEdge(grown, at, width, true))
          colour = pack(r, g, b, 0.9);
        else if (mode === 'tint') colour = value > 0 ? tint[value] : far ? margin : 0;
      }
      if (colour === 0 && protect !== null && protect[at] >= inside) {
        // A quiet hatch fixed to the screen: one line in eight, light on dark and dark on light.
        const stripe = (origin.x + x + origin.y + y) & 7;
        colour = onEdge(protect, at, width, true)
          ? pack(90, 200, 250, 0.8)
          : stripe === 0
            ? pack(255, 255, 255, 0.4)
            : stripe === 1
              ? pack(0, 0, 0, 0.35)
              : 0;
      }
      words[to] = colour;
    }
  }
}
