import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../raster/rect.ts';
import { JpegDamagedError } from './bits.ts';
import { readBlocks, rewriteJpeg, type Rewriting } from './rewrite.ts';
import { JpegUnsupportedError, readStructure, type Component } from './structure.ts';
import { encodeTestJpeg, joined, paintOver, testPixels } from './testJpegs.ts';

const width = 203;
const height = 117;
const pixels = testPixels(width, height);
const whole: Rect = { x: 0, y: 0, width, height };
// One in the middle, one over the corner where the last blocks are only partly photo.
const patches: readonly Rect[] = [
  { x: 35, y: 21, width: 50, height: 30 },
  { x: 190, y: 100, width: 13, height: 17 },
];
const fill = [120, 130, 90] as const;

/** Runs a generator to its end and gives what it returns. */
function finish<T>(steps: Generator<number, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function rewrite(file: Uint8Array, rewriting: Rewriting): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  finish(rewriteJpeg(file, readStructure(file), rewriting, (piece) => pieces.push(piece)));
  return joined(pieces);
}

/** What sharp makes of a file: a decoder that is not ours. RGBA, as stored. */
async function decoded(file: Uint8Array) {
  const picture = sharp(file, { failOn: 'warning' }).toColourspace('srgb').ensureAlpha();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([width, height]);
  return { data: new Uint8ClampedArray(data), width: info.width };
}

const isNear = (x: number, y: number, w: number, h: number, margin: number): boolean =>
  patches.some(
    (p) =>
      x < p.x + p.width + margin &&
      y < p.y + p.height + margin &&
      x + w > p.x - margin &&
      y + h > p.y - margin,
  );

function isUnderPatch(component: Component, index: number): boolean {
  const across = 8 * component.pixelsAcross;
  const down = 8 * component.pixelsDown;
  const x = (index % component.columns) * across;
  const y = Math.floor(index / component.columns) * down;
  return isNear(x, y, across, down, 0);
}

async function expectLossless(file: Uint8Array): Promise<void> {
  const photo = await decoded(file);
  const saved = rewrite(file, { touched: patches, pixels: paintOver(photo, patches, fill) });

  const before = readStructure(file);
  const after = readStructure(saved);
  expect(after.frame).toEqual(before.frame);
  const old = finish(readBlocks(file, before, [whole]));
  const now = finish(readBlocks(saved, after, [whole]));
  for (const [at, component] of before.frame.components.entries()) {
    const changed = [...old[at]].filter(([index, block]) =>
      block.some((v, k) => v !== now[at].get(index)?.[k]),
    );
    expect(changed.filter(([index]) => !isUnderPatch(component, index))).toEqual([]);
    expect(changed.length).toBeGreaterThan(0);
  }

  const { frame } = before;
  const picture = await decoded(saved);
  let farDiffers = 0;
  let worstInside = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        const i = 4 * (y * width + x) + c;
        const isInside = x > patches[0].x + 16 && x < 69 && y > patches[0].y + 8 && y < 43;
        if (isInside) worstInside = Math.max(worstInside, Math.abs(picture.data[i] - fill[c]));
        // A touched MCU reaches at most one MCU beyond the patch; 2 px more for the chroma between them.
        const margin = Math.max(frame.mcuWidth, frame.mcuHeight) + 2;
        if (!isNear(x, y, 1, 1, margin) && picture.data[i] !== photo.data[i]) farDiffers++;
      }
  expect(farDiffers).toBe(0);
  if (frame.colour === 'grey') return;
  // Nothing of the old picture shines through where all was replaced; coarse quantisation leaves a few levels.
  expect(worstInside).toBeLessThanOrEqual(10);
}

describe('a JPEG with two patches keeps the coefficients of every block that no patch touches, and its pixels', () => {
  test.each(
    [false, true].flatMap((progressive) =>
      (['4:4:4', '4:2:0'] as const).flatMap((chroma) =>
        [40, 92].map((quality) => ({ progressive, chroma, quality })),
      ),
    ),
  )('written by sharp: $chroma, quality $quality, progressive $progressive', async (kind) => {
    const { progressive, quality, chroma: chromaSubsampling } = kind;
    const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, progressive, chromaSubsampling })
      .toBuffer();
    await expectLossless(file);
  });

  test.each(
    [false, true].flatMap((progressive) =>
      [[1, 1] as const, [2, 1] as const, [1, 2] as const, [2, 2] as const, [4, 1] as const, null].flatMap(
        (sampling) => [0, 5].map((restartInterval) => ({ progressive, sampling, restartInterval })),
      ),
    ),
  )('luma $sampling to chroma, restarts $restartInterval, progressive $progressive', async (kind) => {
    await expectLossless(encodeTestJpeg({ ...kind, width, height }, pixels));
  });

  test('stored as RGB under Adobe’s marker', async () => {
    const file = encodeTestJpeg(
      { width, height, sampling: [1, 1], progressive: false, restartInterval: 0 },
      pixels,
    );
    const adobe = Uint8Array.of(0xff, 0xee, 0, 14, 65, 100, 111, 98, 101, 0, 100, 0, 0, 0, 0, 0);
    await expectLossless(joined([file.subarray(0, 2), adobe, file.subarray(2)]));
  });
});

test('a photo without patches is written byte for byte, with all its segments', async () => {
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ progressive: true })
    .withMetadata({ icc: 'p3', density: 300 })
    .toBuffer();
  const same = rewrite(file, {
    touched: [],
    pixels: paintOver({ data: new Uint8ClampedArray(0), width }, [], fill),
  });
  expect(Buffer.compare(same, file)).toBe(0);
});

test('a pixel that a patch leaves as it is changes no coefficient', async () => {
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
  const same = rewrite(file, { touched: patches, pixels: paintOver(await decoded(file), [], fill) });
  expect(Buffer.compare(same, file)).toBe(0);
});

test('what cannot be kept is refused before anything is written, damage as it is met (I-21)', async () => {
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
  expect(() => readStructure(file.subarray(0, 3000))).toThrow(JpegUnsupportedError);
  const cmyk = await sharp(file).toColourspace('cmyk').jpeg().toBuffer();
  expect(() => readStructure(cmyk)).toThrow(/4 components/);
  const { parts } = readStructure(file);
  const scan = parts.find((part) => part.kind === 'scan');
  if (scan?.kind !== 'scan') throw new Error('no scan');
  const { at, length } = scan.scan.data;
  const short = joined([file.subarray(0, at + (length >> 1)), Uint8Array.of(0xff, 0xd9)]);
  expect(() =>
    rewrite(short, {
      touched: patches,
      pixels: paintOver({ data: new Uint8ClampedArray(4 * width * height), width }, patches, fill),
    }),
  ).toThrow(JpegDamagedError);
});
