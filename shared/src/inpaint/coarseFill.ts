import { scaledLines } from './guides.ts';
import type { EngineHost } from './host.ts';
import { prepareRemoval } from './prepareRemoval.ts';
import { fillCandidate } from './removal.ts';
import { type Preview, RemovalProblem, type RemovalInput, type Strategy } from './types.ts';

/** Longer side of the sampled copy, pixels: enough to show what comes where. */
const LONGER_SIDE = 128;
/** Crops of fewer pixels are prepared almost as soon as their copy would be filled … */
const LEAST_PIXELS = 3_000_000;
/** … but where the strategies are tried first, a look is long before that. */
const LEAST_BEFORE_TRIAL = 250_000;

/**
 * A first look at a fill: a sampled copy of the crop, filled like the crop itself. To be called before `prepareRemoval`, which
 * takes 0.3 s at 12 megapixels and 0.8 s at 50.
 *
 * @param isBeforeTrial the strategies are tried before the fill itself
 * @returns undefined when the crop is small, or its copy has nothing to fill or to copy from
 */
export function coarseFill(
  input: RemovalInput,
  strategy: Strategy,
  host: EngineHost,
  isBeforeTrial = false,
): Preview | undefined {
  const least = isBeforeTrial ? LEAST_BEFORE_TRIAL : LEAST_PIXELS;
  if (input.width * input.height < least) return undefined;
  const step = Math.ceil(Math.max(input.width, input.height) / LONGER_SIDE);
  try {
    const { area, pixels } = fillCandidate(prepareRemoval(sampled(input, step), {}, host), strategy);
    // The last cells may reach beyond the crop: cut off, the rest would be stretched over their place.
    const whole = {
      x: area.x * step,
      y: area.y * step,
      width: area.width * step,
      height: area.height * step,
    };
    return { area: whole, pixels, width: area.width, height: area.height };
  } catch (error) {
    if (error instanceof RemovalProblem) return undefined;
    throw error;
  }
}

/** Each block of `step × step` pixels becomes one: masked or protected where any of them is, the mean of four of them in colour. */
function sampled(input: RemovalInput, step: number): RemovalInput {
  const width = Math.ceil(input.width / step);
  const height = Math.ceil(input.height / step);
  const pixels = new Uint8ClampedArray(4 * width * height);
  const mask = new Uint8Array(width * height);
  const protectedArea = input.protectedArea && new Uint8Array(width * height);
  const column = Uint16Array.from({ length: input.width }, (_, x) => Math.floor(x / step));
  for (let y = 0; y < input.height; y++) {
    const from = y * input.width;
    const to = Math.floor(y / step) * width;
    for (let x = 0; x < input.width; x++) if (input.mask[from + x] >= 128) mask[to + column[x]] = 255;
    if (!input.protectedArea || !protectedArea) continue;
    for (let x = 0; x < input.width; x++)
      if (input.protectedArea[from + x] >= 128) protectedArea[to + column[x]] = 255;
  }
  const inset = step >> 2;
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      const near = v * step + inset;
      const left = u * step + inset;
      const rows = [near, near + (step >> 1)].map((y) => Math.min(input.height - 1, y) * input.width);
      const columns = [left, left + (step >> 1)].map((x) => Math.min(input.width - 1, x));
      const at = rows.flatMap((row) => columns.map((x) => row + x));
      const to = v * width + u;
      for (let c = 0; c < 4; c++)
        pixels[4 * to + c] = at.reduce((sum, i) => sum + input.pixels[4 * i + c], 0) / at.length;
    }
  return {
    pixels,
    width,
    height,
    mask,
    seed: input.seed,
    ...(protectedArea && { protectedArea }),
    ...(input.guideLines && { guideLines: scaledLines(input.guideLines, step) }),
  };
}
