import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { removalCrop } from '@cleanplate/shared/inpaint/removalCrop.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { Candidate, Rect } from '@cleanplate/shared/inpaint/types.ts';
import { type BenchCase, caseNames, readCase, writeRgb } from './engineCases.ts';
import { createNodeHost } from './engineHost.ts';
import { outsideDifference, type RgbPicture, scoreResult } from './score.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    case: { type: 'string' },
    candidates: { type: 'string', default: '1' },
    out: { type: 'string' },
    protect: { type: 'boolean', default: false },
    strategy: { type: 'string' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
  },
});
const from = process.env.INIT_CWD ?? process.cwd();
const directory =
  values.cases === undefined ? resolve(import.meta.dirname, '../../samples') : resolve(from, values.cases);
const out = values.out === undefined ? undefined : resolve(from, values.out);
if (out !== undefined) mkdirSync(out, { recursive: true });

const { host, close } = await createNodeHost(Number(values.threads));
for (const name of caseNames(directory, values.case)) {
  await runCase(await readCase(directory, name));
}
await close();

async function runCase(bench: BenchCase): Promise<void> {
  const { photo, mask } = bench;
  const rect = removalCrop(maskBounds(mask, photo.width), photo.width, photo.height);
  const started = performance.now();
  const prepared = prepareRemoval(
    {
      pixels: rgbaOf(photo, rect),
      width: rect.width,
      height: rect.height,
      mask: cropOf(mask, photo.width, rect),
      protectedArea:
        values.protect && bench.foreground ? cropOf(bench.foreground, photo.width, rect) : undefined,
      seed: Number(values.seed),
    },
    {},
    host,
  );
  const chosen = STRATEGIES.filter(
    (strategy) => values.strategy === undefined || strategy === values.strategy,
  );
  let before = started;
  for (const [k, strategy] of chosen.slice(0, Number(values.candidates)).entries()) {
    const candidate = fillCandidate(prepared, strategy);
    const ms = performance.now() - before;
    const result = paste(photo, rect, candidate);
    if (out !== undefined) await writeRgb(join(out, `${bench.name}-${k + 1}.png`), result);
    const inside = mask.map((value) => (value > 127 ? 1 : 0));
    const score = bench.clean
      ? scoreResult(photo, bench.clean, mask, result)
      : {
          psnr: null,
          ssim: null,
          texture: null,
          sharpness: null,
          seam: null,
          outside: outsideDifference(photo, result, inside),
        };
    const line = {
      case: bench.name,
      candidate: k + 1,
      strategy,
      width: photo.width,
      height: photo.height,
      maskPercent: (100 * inside.reduce((sum, v) => sum + v, 0)) / inside.length,
      ms: Math.round(ms),
      peakMb: Math.round(host.arena.peakBytes / 1e6),
      ...score,
      ownScore: candidate.score,
    };
    console.log(JSON.stringify(line, (_, v: unknown) => (typeof v === 'number' ? Number(v.toFixed(3)) : v)));
    before = performance.now();
  }
}

function maskBounds(mask: Uint8Array, width: number): Rect {
  let [left, top, right, bottom] = [width, Infinity, -1, -1];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] < 128) continue;
    const y = Math.floor(i / width);
    left = Math.min(left, i - y * width);
    right = Math.max(right, i - y * width);
    top = Math.min(top, y);
    bottom = y;
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cropOf(plane: Uint8Array, width: number, rect: Rect): Uint8Array {
  const crop = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    const at = (rect.y + y) * width + rect.x;
    crop.set(plane.subarray(at, at + rect.width), y * rect.width);
  }
  return crop;
}

function rgbaOf(photo: RgbPicture, rect: Rect): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      const from = 3 * ((rect.y + y) * photo.width + rect.x + x);
      rgba.set(photo.data.subarray(from, from + 3), 4 * (y * rect.width + x));
      rgba[4 * (y * rect.width + x) + 3] = 255;
    }
  }
  return rgba;
}

function paste(photo: RgbPicture, rect: Rect, { area, pixels }: Candidate): RgbPicture {
  const data = photo.data.slice();
  for (let y = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++) {
      const to = 3 * ((rect.y + area.y + y) * photo.width + rect.x + area.x + x);
      data.set(pixels.subarray(4 * (y * area.width + x), 4 * (y * area.width + x) + 3), to);
    }
  }
  return { ...photo, data };
}
