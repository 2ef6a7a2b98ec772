import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { RemovalInput, Strategy } from '@cleanplate/shared/inpaint/types.ts';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCase } from './engineCases.ts';
import { createNodeHost } from './engineHost.ts';
import { inputOf } from './engineRun.ts';

/** Stripes, a gradient and seeded grain, with a hole in the middle. */
function picture(width: number, height: number): RemovalInput {
  const pixels = new Uint8ClampedArray(4 * width * height);
  const mask = new Uint8Array(width * height);
  let state = 7;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const grey = 60 + (x / width) * 90 + ((x + y) % 12 < 6 ? 30 : 0) + (state >>> 28);
      pixels.set([grey, grey * 0.9, grey * 0.7, 255], 4 * (y * width + x));
      if (x > width * 0.4 && x < width * 0.6 && y > height * 0.35 && y < height * 0.65)
        mask[y * width + x] = 255;
    }
  return { pixels, width, height, mask, seed: 3 };
}

/** 0 threads are the TypeScript twins, 1 is WebAssembly, more are helpers over shared memory. */
async function fill(input: RemovalInput, threads: number, strategy: Strategy) {
  const { host, close } = await createNodeHost(threads);
  try {
    const { pixels, score } = fillCandidate(prepareRemoval(input, {}, host), strategy);
    return { bytes: Buffer.from(pixels), score };
  } finally {
    await close();
  }
}

/** Where the pen's end meets the strap: product, blanket and a hole that touches both. */
async function cropOfPhoto(): Promise<RemovalInput> {
  const bench = await readCase(resolve(import.meta.dirname, '../../samples'), 'watch_knit');
  const { width } = bench.photo;
  const window = { x: 910, y: 180, width: 170, height: 140 };
  const cut = (plane: Uint8Array, channels: number) => {
    const rows = Array.from({ length: window.height }, (_, v) => {
      const at = channels * ((window.y + v) * width + window.x);
      return plane.subarray(at, at + channels * window.width);
    });
    return new Uint8Array(Buffer.concat(rows));
  };
  const small = {
    name: bench.name,
    photo: { data: cut(bench.photo.data, 3), width: window.width, height: window.height },
    mask: cut(bench.mask, 1),
    foreground: bench.foreground && cut(bench.foreground, 1),
  };
  return inputOf(small, { protect: true, seed: 5 }).input;
}

describe('the same input and seed give the same bytes', () => {
  it.each(STRATEGIES)('from the TypeScript twins, WebAssembly and two threads: %s', async (strategy) => {
    const input = picture(150, 120);
    const byTwins = await fill(input, 0, strategy);
    for (const threads of [1, 2]) {
      expect(Buffer.compare((await fill(input, threads, strategy)).bytes, byTwins.bytes)).toBe(0);
    }
  });

  it('on a photo with a product too; the score, which is in floats, within 1e-4', async () => {
    const input = await cropOfPhoto();
    const byTwins = await fill(input, 0, 'smoothLight');
    const { bytes, score } = await fill(input, 3, 'smoothLight');
    expect(Buffer.compare(bytes, byTwins.bytes)).toBe(0);
    expect(Math.abs(score / byTwins.score - 1)).toBeLessThan(1e-4);
  }, 60_000);
});
