/*
 * npm run bench:extract -- [--cases DIR]
 * IoU of the extracts on DIR/<case>/clean.png against foreground.png (threshold 128), one JSON line a
 * case: `automatic` from nothing, with `known` and `doubt`; `box` from the truth's bounds grown by 2 %
 * of the longer side. The last line is the mean.
 */
import { access, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { maskBounds, thresholdMask } from '@cleanplate/shared/raster/mask.ts';
import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';
import { clipRect, expandRect } from '@cleanplate/shared/raster/rect.ts';
import { extractForeground } from '@cleanplate/shared/segment/extract.ts';
import { createObjectSession, type ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import { readerOf } from '@cleanplate/shared/segment/photoReader.ts';
import sharp from 'sharp';

const SAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), '../../samples');
const BOX_GROWTH = 0.02;

const { values } = parseArgs({ options: { cases: { type: 'string' } } });
const cases = values.cases ? resolve(process.env.INIT_CWD ?? process.cwd(), values.cases) : SAMPLES;

const scores: { automatic: number; box: number }[] = [];
for (const name of (await readdir(cases)).toSorted()) {
  const [photoFile, truthFile] = [join(cases, name, 'clean.png'), join(cases, name, 'foreground.png')];
  if (!(await exists(photoFile)) || !(await exists(truthFile))) continue;
  const photo = await readPicture(photoFile);
  const truth = thresholdMask(await readPlane(truthFile));
  if (truth.width !== photo.width || truth.height !== photo.height) {
    throw new RangeError(
      `${name}: foreground.png is ${truth.width}×${truth.height}; clean.png is ${photo.width}×${photo.height}`,
    );
  }
  const reader = readerOf(photo);
  const automatic = await timed(() => extractForeground(reader));
  const growth = Math.round(BOX_GROWTH * Math.max(photo.width, photo.height));
  const drawn = clipRect(expandRect(maskBounds(truth), growth), photo.width, photo.height);
  const box = await timed(() => createObjectSession(reader).box(drawn));
  const score = {
    automatic: round(overlap(automatic.value, truth)),
    box: round(overlap(box.value, truth)),
  };
  scores.push(score);
  const { known, doubt } = automatic.value;
  const confident = box.value.confident;
  print({
    case: name,
    width: photo.width,
    height: photo.height,
    automatic: score.automatic,
    known,
    ...(doubt && { doubt }),
    automaticMs: automatic.ms,
    box: score.box,
    confident,
    boxMs: box.ms,
  });
}
if (scores.length === 0) throw new Error(`no case with clean.png and foreground.png in ${cases}`);
const mean = (pick: (score: { automatic: number; box: number }) => number) =>
  round(scores.reduce((sum, score) => sum + pick(score), 0) / scores.length);
print({
  case: 'mean',
  cases: scores.length,
  automatic: mean((s) => s.automatic),
  box: mean((s) => s.box),
});

function overlap({ rect, mask }: ObjectSelection, truth: Plane): number {
  let both = 0;
  let found = 0;
  let wanted = 0;
  for (const value of truth.data) if (value >= 128) wanted++;
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      if (mask.data[y * rect.width + x] < 128) continue;
      found++;
      if (truth.data[(rect.y + y) * truth.width + rect.x + x] >= 128) both++;
    }
  }
  const either = found + wanted - both;
  return either === 0 ? 1 : both / either;
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now();
  const value = await run();
  return { value, ms: Math.round(performance.now() - start) };
}

async function readPicture(file: string): Promise<Picture> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

async function readPlane(file: string): Promise<Plane> {
  const { data, info } = await sharp(file).grayscale().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
