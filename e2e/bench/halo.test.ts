import { join, resolve } from 'node:path';
import { prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCase, readGrey } from './engineCases.ts';
import { createNodeHost, type NodeHost } from './engineHost.ts';
import { inputOf } from './engineRun.ts';

const samples = resolve(import.meta.dirname, '../../samples');
let engine: NodeHost;

beforeAll(async () => {
  engine = await createNodeHost(1);
});
afterAll(() => engine.close());

/** By how many pixels the engine would grow a mask of a sample; 0 when it says nothing. */
async function growthOf(name: string, file: string): Promise<number> {
  const bench = await readCase(samples, name);
  const mask = await readGrey(join(samples, name, file));
  const { input } = inputOf({ ...bench, mask }, { protect: true, seed: 1 });
  const { notices } = prepareRemoval(input, {}, engine.host);
  return notices.reduce((px, notice) => (notice.code === 'HALO' ? notice.growPx : px), 0);
}

describe('the halo notice', () => {
  it.each(['mug_sweep', 'perfume_marble', 'flatlay_wood', 'armchair_room', 'watch_knit'])(
    'on %s speaks of a mask that hugs the thing, and is silent on a good one',
    async (name) => {
      const growPx = await growthOf(name, 'mask-tight.png');
      expect(growPx).toBeGreaterThanOrEqual(2);
      expect(growPx).toBeLessThanOrEqual(16);
      expect(await growthOf(name, 'mask.png')).toBe(0);
    },
    60_000,
  );
});
