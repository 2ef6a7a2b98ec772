import type { Blob } from './blobs.ts';
import { findLines } from './findLines.ts';
import { linesInRegion, MOST_GUIDES, tieGuides } from './guides.ts';
import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import { createLevel, type Level } from './level.ts';
import { labelContinuation } from './protect.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';
import type { GuideLine, Rect, RemovalInput } from './types.ts';

/** A blob of the hole with its surroundings, in the arena: the full-size level and the pyramid over it. */
export type Region = {
  readonly rect: Rect;
  readonly finest: Level;
  readonly pyramid: Pyramid;
  /** Lines that go on behind the blob, drawn by the user or found, in pixels of the region. */
  readonly lines: readonly GuideLine[];
};

/** With fewer sources at full size there is nothing to search: the hole is filled smoothly from its edge instead. */
const LEAST_SOURCES = 200;
const THRESHOLD = 128;

/**
 * Copies a rectangle of the input into the arena and builds the pyramid for one blob in it. The other blobs are blocked: nothing is copied from them, and they show roughly what is round them. Returns undefined, and leaves the arena as it was, when
 * there are too few whole patches to copy from.
 */
export function prepareRegion(
  host: EngineHost,
  input: RemovalInput,
  rect: Rect,
  blob: Blob,
  others: readonly Blob[],
): Region | undefined {
  const { arena } = host;
  const { width, height } = rect;
  const mark = arena.mark();
  const image = arena.reserve(4 * width * height);
  const flags = arena.alloc(width * height);
  const { u8 } = arena;
  const hasProduct = copyRows(u8, image, flags, input, rect);
  for (const other of others) if (other !== blob) blockRuns(u8, image, flags, other, rect);
  for (let k = 0; k < blob.runs.length; k += 3) {
    const row = flags + (blob.runs[k] - rect.y) * width - rect.x;
    u8.fill(slot.HOLE, row + blob.runs[k + 1], row + blob.runs[k + 2]);
  }
  host.runBands('convertColours', [image], cutBands(width * height, 65536));
  const within = moved(blob.bounds, rect);
  if (hasProduct) labelContinuation(u8, flags, rect, within, Math.max(input.width, input.height));
  const productReach = slot.RADIUS;
  const finest = createLevel(host, { width, height, image, flags, productReach, hasProduct, within });
  if (!finest || finest.sourceCount < LEAST_SOURCES) {
    arena.release(mark);
    return undefined;
  }
  const pyramid = buildPyramid(host, finest, input.protectedArea === undefined);
  const drawn = linesInRegion(input.guideLines ?? [], rect);
  const found = findLines(host, pyramid, MOST_GUIDES - Math.min(MOST_GUIDES, drawn.length));
  const lines = [...drawn, ...found];
  tieGuides(host, pyramid, lines);
  return { rect, finest, pyramid, lines };
}

/** Photo into image, product into flags; returns whether there is any. */
function copyRows(u8: Uint8Array, image: number, flags: number, input: RemovalInput, rect: Rect): boolean {
  const { width, height } = rect;
  const { pixels, protectedArea } = input;
  let hasProduct = false;
  for (let y = 0; y < height; y++) {
    const from = (rect.y + y) * input.width + rect.x;
    const row = y * width;
    u8.set(pixels.subarray(4 * from, 4 * (from + width)), image + 4 * row);
    if (!protectedArea) continue;
    for (let x = 0; x < width; x++) {
      if (protectedArea[from + x] < THRESHOLD) continue;
      u8[flags + row + x] = slot.PRODUCT;
      hasProduct = true;
    }
  }
  return hasProduct;
}

/** Marks what of another blob lies in the region. */
function blockRuns(u8: Uint8Array, image: number, flags: number, { runs }: Blob, rect: Rect): void {
  for (let k = 0; k < runs.length; k += 3) {
    const y = runs[k] - rect.y;
    const start = Math.max(0, runs[k + 1] - rect.x);
    const end = Math.min(rect.width, runs[k + 2] - rect.x);
    if (y < 0 || y >= rect.height || start >= end) continue;
    bridge(u8, image + 4 * y * rect.width, start, end, rect.width);
    u8.fill(slot.BLOCKED, flags + y * rect.width + start, flags + y * rect.width + end);
  }
}

function moved({ x, y, width, height }: Rect, origin: Rect): Rect {
  return { x: x - origin.x, y: y - origin.y, width, height };
}

/** Blends the pixels of a row from the one before `start` to the one at `end`, so that a blocked thing leaves no edge. */
function bridge(u8: Uint8Array, row: number, start: number, end: number, width: number): void {
  if (start === 0 && end === width) return;
  const left = row + 4 * (start > 0 ? start - 1 : end);
  const right = row + 4 * (end < width ? end : start - 1);
  for (let x = start; x < end; x++) {
    const share = (x - start + 1) / (end - start + 1);
    for (let c = 0; c < 3; c++)
      u8[row + 4 * x + c] = u8[left + c] + share * (u8[right + c] - u8[left + c]) + 0.5;
  }
}
