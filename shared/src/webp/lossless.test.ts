import * as fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { webpEnvelope } from '../metadata/webpMetadata.ts';
import { maxWebpSide, writeLosslessWebp } from './lossless.ts';

/** The file, in a container without a word about the picture. */
function webpOf(rgba: Uint8Array, width: number, height: number): Buffer {
  const pieces: Uint8Array[] = [];
  const read = (y: number, rows: number) => rgba.subarray(4 * y * width, 4 * (y + rows) * width);
  let done = 0;
  for (const fraction of writeLosslessWebp({ width, height, read }, (piece) => pieces.push(piece))) {
    expect(fraction).toBeGreaterThanOrEqual(done);
    done = fraction;
  }
  expect(done).toBe(1);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const { head, tail } = webpEnvelope({ width, height, hasAlpha: true }, { type: 'VP8L', length }, {});
  return Buffer.concat([head, ...pieces, tail]);
}

/** libwebp's own decoder. */
const decoded = (file: Buffer): Promise<Buffer> => sharp(file).ensureAlpha().raw().toBuffer();

const side = fc.integer({ min: 1, max: 70 });

test('every byte comes back, clear pixels too, whatever the picture', async () => {
  await fc.assert(
    fc.asyncProperty(
      side,
      side,
      fc.nat(),
      fc.constantFrom(1, 2, 7, 256),
      async (width, height, seed, tones) => {
        let state = seed >>> 0;
        const rgba = Uint8Array.from({ length: 4 * width * height }, () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return Math.floor((state / 2 ** 32) * tones) * Math.floor(256 / tones);
        });
        expect((await decoded(webpOf(rgba, width, height))).equals(rgba)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('a product on clear ground: exact, and no larger than the PNG of it', async () => {
  const [width, height] = [300, 200];
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isProduct = (x - 150) ** 2 + (y - 100) ** 2 < 70 ** 2;
    const tone = 120 + 60 * Math.sin(x / 17) * Math.cos(y / 23);
    rgba.set([tone + 30, tone, tone - 20, isProduct ? 255 : 0], 4 * i);
  }
  const file = webpOf(rgba, width, height);
  expect((await decoded(file)).equals(rgba)).toBe(true);
  const png = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  expect(file.length).toBeLessThan(png.length);
});

test('runs of any length: one colour all over', async () => {
  const [width, height] = [517, 391];
  const rgba = new Uint8Array(4 * width * height).fill(77);
  const file = webpOf(rgba, width, height);
  expect((await decoded(file)).equals(rgba)).toBe(true);
  expect(file.length).toBeLessThan(300);
});

test('a side beyond the format is refused with both numbers', () => {
  const tooWide = { width: maxWebpSide + 1, height: 2, read: () => new Uint8Array(0) };
  expect(() => [...writeLosslessWebp(tooWide, () => {})]).toThrow('the picture is 16384×2');
});
