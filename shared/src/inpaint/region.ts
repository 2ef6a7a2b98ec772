import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import { createLevel, type Level } from './level.ts';
import { labelContinuation } from './protect.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';
import type { Rect, RemovalInput } from './types.ts';

/** A part of the picture with a hole that is filled on its own; the finest level, and the pyramid when there is enough to copy. */
export type Region = { readonly rect: Rect; readonly finest: Level; readonly pyramid: Pyramid };

/** With fewer sources at full size there is nothing to search: the hole is filled smoothly from its edge instead. */
const LEAST_SOURCES = 200;
const THRESHOLD = 128;

/**
 * Copies a rectangle of the input into the arena and builds its pyramid. Hole pixels are those of the mask for which `isMine` says
 * so; the mask's other pixels are blocked. Returns undefined when the region has too few whole patches to copy from.
 */
export function prepareRegion(host: EngineHost, input: RemovalInput, rect: Rect): Region | undefined {
  const { arena } = host;
  const { width, height } = rect;
  const image = arena.alloc(4 * width * height);
  const flags = arena.alloc(width * height);
  const { u8 } = arena;
  const { pixels, mask, protectedArea } = input;
  let hasProduct = false;
  for (let y = 0; y < height; y++) {
    const from = (rect.y + y) * input.width + rect.x;
    const to = y * width;
    u8.set(pixels.subarray(4 * from, 4 * (from + width)), image + 4 * to);
    for (let x = 0; x < width; x++) {
      if (mask[from + x] >= THRESHOLD) {
        u8[flags + to + x] = slot.HOLE;
      } else if (protectedArea && protectedArea[from + x] >= THRESHOLD) {
        u8[flags + to + x] = slot.PRODUCT;
        hasProduct = true;
      }
    }
  }
  host.runBands('convertColours', [image], cutBands(width * height, 65536));
  if (hasProduct) labelContinuation(u8, flags, width, height, Math.max(input.width, input.height));
  const finest = createLevel(host, image, flags, width, height);
  if (!finest || finest.sourceCount < LEAST_SOURCES) return undefined;
  return { rect, finest, pyramid: buildPyramid(host, finest) };
}
