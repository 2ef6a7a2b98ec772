import type { Rect } from '../raster/rect.ts';
import { forwardDct, inverseDct, ZIGZAG } from './dct.ts';
import type { Component, Frame, JpegColour } from './structure.ts';

/** Coefficients by block index, in zigzag order. */
export type Blocks = Map<number, Int16Array>;

/** A part of the photo before and after, as the file stores it (not turned upright). RGBA each, `rect`-sized. */
export interface Change {
  /** Begins and ends where MCUs do, or at the right and lower edge of the photo. */
  readonly rect: Rect;
  readonly before: Uint8ClampedArray;
  readonly after: Uint8ClampedArray;
}

/** Weights of red, green and blue in the components (ITU-R BT.601 in full range, as JFIF has it). */
const WEIGHTS: Readonly<Record<JpegColour, readonly (readonly [number, number, number])[]>> = {
  ycc: [
    [0.299, 0.587, 0.114],
    [-0.168736, -0.331264, 0.5],
    [0.5, -0.418688, -0.081312],
  ],
  rgb: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  grey: [[0.299, 0.587, 0.114]],
};

/** Blocks of a component that lie under a rectangle of the photo: first and last column and row. */
export function blocksUnder(component: Component, rect: Rect) {
  const { pixelsAcross, pixelsDown, blocksAcross, blocksDown } = component;
  return {
    left: Math.floor(rect.x / (8 * pixelsAcross)),
    top: Math.floor(rect.y / (8 * pixelsDown)),
    right: Math.min(blocksAcross, Math.ceil((rect.x + rect.width) / (8 * pixelsAcross))) - 1,
    bottom: Math.min(blocksDown, Math.ceil((rect.y + rect.height) / (8 * pixelsDown))) - 1,
  };
}

/** The changed part, one number per sample of a component: what it must become, or NaN where nothing under it changed. */
function targets(
  change: Change,
  component: Component,
  weights: readonly [number, number, number],
  bias: number,
) {
  const { rect, before, after } = change;
  const { pixelsAcross, pixelsDown } = component;
  const width = Math.ceil(rect.width / pixelsAcross);
  const height = Math.ceil(rect.height / pixelsDown);
  const out = new Float32Array(width * height).fill(NaN);
  const [red, green, blue] = weights;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const right = Math.min(rect.width, (x + 1) * pixelsAcross);
      const bottom = Math.min(rect.height, (y + 1) * pixelsDown);
      let sum = 0;
      let count = 0;
      let isChanged = false;
      for (let v = y * pixelsDown; v < bottom; v++)
        for (let u = x * pixelsAcross; u < right; u++) {
          const at = 4 * (v * rect.width + u);
          isChanged ||=
            after[at] !== before[at] || after[at + 1] !== before[at + 1] || after[at + 2] !== before[at + 2];
          sum += red * after[at] + green * after[at + 1] + blue * after[at + 2];
          count++;
        }
      if (isChanged) out[y * width + x] = sum / count - bias;
    }
  return { out, width, height };
}

/**
 * New coefficients for the blocks that a change touches, written into `blocks[component]`, which holds the present ones
 * of every block under the change. Blocks in which no sample changes are taken out: they need not be written.
 *
 * Not the pixels are encoded anew but their *difference* to what the coefficients say is added to them, and only
 * where a pixel changed. What did not change keeps its exact values up to the quantisation of the difference, whatever
 * the decoder's rounding and chroma interpolation made of it on the way to the screen; and where all is replaced, nothing
 * of the old chroma shines through.
 */
export function changeBlocks(frame: Frame, change: Change, blocks: readonly Blocks[]): void {
  const samples = new Float64Array(64);
  for (const [at, component] of frame.components.entries()) {
    const bias = frame.colour === 'ycc' && at > 0 ? 0 : 128;
    const { out, width, height } = targets(change, component, WEIGHTS[frame.colour][at], bias);
    const { left, top, right, bottom } = blocksUnder(component, change.rect);
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) {
        const index = row * component.columns + column;
        const old = blocks[at].get(index);
        if (!old) throw new RangeError(`block ${column}, ${row} of component ${at} was not read`);
        const { quantisation } = component;
        for (let k = 0; k < 64; k++) samples[ZIGZAG[k]] = old[k] * quantisation[k];
        inverseDct(samples);
        let isChanged = false;
        for (let y = 0; y < 8; y++)
          for (let x = 0; x < 8; x++) {
            // Samples beyond the photo's edge follow the last one within, so that no edge rings into the photo.
            const u = Math.min(width - 1, 8 * (column - left) + x);
            const v = Math.min(height - 1, 8 * (row - top) + y);
            const target = out[v * width + u];
            const isKept = Number.isNaN(target);
            isChanged ||= !isKept;
            samples[8 * y + x] = isKept ? 0 : target - samples[8 * y + x];
          }
        if (!isChanged) {
          blocks[at].delete(index);
          continue;
        }
        forwardDct(samples);
        blocks[at].set(index, requantised(old, samples, quantisation));
      }
  }
}

/** Old coefficients plus a difference, in steps of the file's own quantisation. */
function requantised(old: Int16Array, difference: Float64Array, quantisation: Uint16Array): Int16Array {
  // Baseline allows 10 bits to a coefficient; DC differences then need 11.
  return old.map((value, k) =>
    Math.max(-1023, Math.min(1023, Math.round(value + difference[ZIGZAG[k]] / quantisation[k]))),
  );
}
