import { existsSync } from 'node:fs';
import type { EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';
import { createNodeHost } from '../bench/engineHost.ts';
import type { Filler } from './pictures.ts';

/** The product's own local engine; a 512 px square takes it about a second a candidate. */
export async function createEngineFiller(): Promise<Filler> {
  const kernels = new URL('../../shared/src/inpaint/kernels/kernels.wasm', import.meta.url);
  const { host } = await createNodeHost(existsSync(kernels) ? 1 : 0);
  return { fill: (photo, mask, count, seed) => fillWith(host, photo, mask, count, seed) };
}

function fillWith(host: EngineHost, photo: Picture, mask: Plane, count: number, seed: number): Picture[] {
  const { width, height } = photo;
  const prepared = prepareRemoval({ pixels: photo.data, width, height, mask: mask.data, seed }, {}, host);
  return STRATEGIES.slice(0, count).map((strategy) => {
    const { area, pixels } = fillCandidate(prepared, strategy);
    const data = new Uint8ClampedArray(photo.data);
    for (let y = 0; y < area.height; y += 1)
      data.set(
        pixels.subarray(y * area.width * 4, (y + 1) * area.width * 4),
        ((area.y + y) * width + area.x) * 4,
      );
    return { data, width, height };
  });
}
