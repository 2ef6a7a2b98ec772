import { dilate } from '@cleanplate/shared/raster/morphology.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCase } from './engineCases.ts';
import { createNodeHost, type NodeHost } from './engineHost.ts';
import { SAMPLES } from './engineOptions.ts';
import { runEngine } from './engineRun.ts';

let engine: NodeHost;

beforeAll(async () => {
  engine = await createNodeHost(1);
});
afterAll(() => engine.close());

/** The dial's green and the strap's brown; the blanket is navy and cream. */
const isOfWatch = (r: number, g: number, b: number): boolean => r - b > 60 || (g - r > 25 && g > b);

it('nobody says where the watch is, and next to nothing of it is copied into the blanket', async () => {
  const bench = await readCase(SAMPLES, 'watch_knit');
  const { width, height } = bench.photo;
  // Wide, so that the hole reaches the watch: that invites copies.
  const mask = dilate({ data: bench.mask, width, height }, 16).data;
  const strategies = ['balanced', 'smoothLight'] as const;
  const runs = runEngine(engine.host, { ...bench, mask }, { strategies, protect: false, runs: 1, seed: 1 });
  for (const { result } of runs) {
    let copied = 0;
    for (let i = 0; i < mask.length; i++) {
      const [r, g, b] = result.data.subarray(3 * i, 3 * i + 3);
      if (mask[i] >= 128 && isOfWatch(r, g, b)) copied++;
    }
    // 17 and 0 of 304,000 pixels; 130 and 110 where rare colours cost no more than beside a protected product.
    expect(copied).toBeLessThan(60);
  }
}, 60_000);
