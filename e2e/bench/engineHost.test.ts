import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { RemovalInput, Strategy } from '@cleanplate/shared/inpaint/types.ts';
import { describe, expect, it } from 'vitest';
import { createNodeHost } from './engineHost.ts';

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
async function fill(threads: number, strategy: Strategy): Promise<Buffer> {
  const { host, close } = await createNodeHost(threads);
  try {
    return Buffer.from(fillCandidate(prepareRemoval(picture(150, 120), {}, host), strategy).pixels);
  } finally {
    await close();
  }
}

describe('the same input and seed give the same bytes', () => {
  it.each(STRATEGIES)('from the TypeScript twins, WebAssembly and two threads: %s', async (strategy) => {
    const byTwins = await fill(0, strategy);
    for (const threads of [1, 2]) expect(Buffer.compare(await fill(threads, strategy), byTwins)).toBe(0);
  });
});
