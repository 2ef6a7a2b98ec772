import { applyColourMatch, matchColour } from '@cleanplate/shared/raster/colourMatch.ts';
import { compositeThroughMatte } from '@cleanplate/shared/raster/composite.ts';
import { maskBounds } from '@cleanplate/shared/raster/mask.ts';
import { dilate, matteFromMask, ringAround } from '@cleanplate/shared/raster/morphology.ts';
import { cropPicture, cropPlane, type Picture, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { estimateGrain, matchGrain } from '@cleanplate/shared/seam/grain.ts';
import { measureSeam } from '@cleanplate/shared/seam/measure.ts';
import { matchLight } from '@cleanplate/shared/seam/membrane.ts';
import type { EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import type { BenchCase } from './engineCases.ts';
import type { BenchOptions } from './engineOptions.ts';
import { runEngine } from './engineRun.ts';
import type { RgbPicture } from './score.ts';
import { answerLikeCloud } from './seamCloud.ts';
import { matchByPoisson } from './seamPoisson.ts';

// As the page sets them: margin and soft edge of a mask, and the ring on which a cloud answer is matched.
const dilation = 0.01;
const [ringInner, ringOuter] = [4, 96];
/** How far round the mask pictures are cut: the measures look this far at the most. */
const context = 128;

interface Cut {
  readonly photo: Picture;
  readonly clean: Picture;
  readonly mask: Plane;
  readonly margin: number;
  readonly rect: Rect;
}

/**
 * Finishes one candidate of a case in each way that is compared and measures what it gains, one line for each. The
 * candidates: the local engine's own, and the truth as a cloud model would send it back (scaled, denoised, another light).
 * Needs the truth: `clean.png`.
 */
export async function compareFinishes(
  host: EngineHost,
  bench: BenchCase,
  options: BenchOptions,
): Promise<object[]> {
  if (!bench.clean) return [];
  const cut = cutOut(bench, bench.clean);
  const [run] = runEngine(host, bench, { ...options, strategies: options.strategies.slice(0, 1), runs: 1 });
  const local = cropPicture(rgba(run.result), cut.rect);
  const cloud = await answerLikeCloud(cut.clean);
  const ring = ringAround(cut.mask, ringInner, ringOuter);
  const fitted = applyColourMatch(cloud, matchColour(cut.photo, cloud, ring));
  const lines: object[] = [];
  const add = (fill: string, finish: string, candidate: Picture) =>
    lines.push({ case: bench.name, fill, finish, ...measure(cut, candidate) });
  if (options.compare.includes('seam')) {
    add('local', 'none', local);
    add('local', 'membrane', matchLight(cut.photo, local, cut.mask));
    add('cloud', 'none', cloud);
    add('cloud', 'membrane', matchLight(cut.photo, cloud, cut.mask));
    add('cloud', 'ring fit', fitted);
    add('cloud', 'ring fit + membrane', matchLight(cut.photo, fitted, cut.mask));
    add('cloud', 'ring fit + Poisson', matchByPoisson(cut.photo, fitted, cut.mask));
  }
  if (options.compare.includes('grain')) {
    for (const [fill, candidate] of [
      ['local', local],
      ['cloud', matchLight(cut.photo, fitted, cut.mask)],
    ] as const) {
      add(fill, 'grain off', candidate);
      add(fill, 'grain on', withGrain(cut, candidate));
    }
  }
  return lines;
}

function cutOut(bench: BenchCase, clean: RgbPicture): Cut {
  const { width, height } = bench.photo;
  const margin = dilation * width;
  const mask = dilate({ data: bench.mask, width, height }, margin);
  const rect = clipRect(expandRect(maskBounds(mask), context), width, height);
  return {
    photo: cropPicture(rgba(bench.photo), rect),
    clean: cropPicture(rgba(clean), rect),
    mask: cropPlane(mask, rect),
    margin,
    rect,
  };
}

function withGrain({ photo, mask, rect }: Cut, candidate: Picture): Picture {
  const outside = { ...mask, data: ringAround(mask, 0, 24).data };
  const around = estimateGrain(photo, outside);
  return around ? matchGrain(candidate, mask, around, rect) : candidate;
}

function measure({ photo, clean, mask, margin }: Cut, candidate: Picture): object {
  const matteWidth = Math.max(1, margin / 2);
  const after = compositeThroughMatte(photo, candidate, matteFromMask(mask, matteWidth));
  let squares = 0;
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] < 128) continue;
    for (let c = 4 * i; c < 4 * i + 3; c++) squares += (after.data[c] - clean.data[c]) ** 2;
    count += 3;
  }
  const seam = measureSeam(after, mask, matteWidth);
  const grainOf = (plane: Plane) => estimateGrain(after, plane)?.levels[0][1];
  const inside = grainOf(mask);
  const around = grainOf(ringAround(mask, 0, 24));
  return {
    psnr: 10 * Math.log10(65025 / Math.max(1e-6, squares / count)),
    contrast: seam?.contrast,
    distance: seam?.distance,
    isVisible: seam?.isVisible,
    grain: inside !== undefined && around ? inside / around : null,
  };
}

function rgba({ data, width, height }: RgbPicture): Picture {
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) out.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
  return { data: out, width, height };
}
