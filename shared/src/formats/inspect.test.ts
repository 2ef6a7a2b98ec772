import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pngChunk } from '../raster/png.ts';
import { inspectImage } from './inspect.ts';

const noisy = sharp({
  create: {
    width: 80,
    height: 60,
    channels: 3,
    background: '#888',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
});
const jpeg = await noisy.clone().jpeg({ quality: 90 }).toBuffer();
const progressive = await noisy.clone().jpeg({ progressive: true }).toBuffer();
const png = await noisy.clone().png().toBuffer();
const webp = await noisy.clone().webp().toBuffer();
const losslessWebp = await noisy.clone().ensureAlpha(0.5).webp({ lossless: true }).toBuffer();
const avif = await noisy.clone().avif({ effort: 0 }).toBuffer();
const gif = await noisy.clone().gif().toBuffer();
const SEEDS = { jpeg, progressive, png, webp, losslessWebp, avif, gif };

/** A PNG with this header and a little data; checksums right. */
function pngOf(width: number, height: number, bitDepth = 8, colourType = 2): Buffer {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr[8] = bitDepth;
  ihdr[9] = colourType;
  return Buffer.concat([
    png.subarray(0, 8),
    pngChunk('IHDR', ihdr),
    pngChunk('IDAT', deflateSync(Buffer.alloc(100))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The JPEG with another size in its frame header. */
function jpegOf(width: number, height: number): Buffer {
  const file = Buffer.from(jpeg);
  const sof = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(height, sof + 5);
  file.writeUInt16BE(width, sof + 7);
  return file;
}

describe('inspectImage: what opens', () => {
  it.each([
    ['jpeg', jpeg],
    ['jpeg', progressive],
    ['png', png],
    ['webp', webp],
    ['webp', losslessWebp],
    ['avif', avif],
    ['gif', gif],
  ])('%s: its size, without a note', (type, file) => {
    expect(inspectImage(file)).toMatchObject({
      ok: true,
      type,
      width: 80,
      height: 60,
      orientation: 1,
      notes: [],
    });
  });

  it('says which have alpha (I-16)', async () => {
    const rgba = noisy.clone().ensureAlpha(0.5);
    const files = await Promise.all([
      rgba.clone().png().toBuffer(),
      rgba.clone().png({ palette: true }).toBuffer(),
      rgba.clone().webp().toBuffer(),
      rgba.clone().avif({ effort: 0 }).toBuffer(),
    ]);
    expect([...files, losslessWebp].map((file) => inspectImage(file))).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ hasAlpha: true }) as unknown),
    );
    expect([jpeg, png, webp, avif].map((file) => inspectImage(file))).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining({ hasAlpha: false }) as unknown),
    );
  });

  it('says 16 bits, CMYK and animation (I-13, I-14, I-15)', async () => {
    const deep = await noisy.clone().toColourspace('rgb16').png().toBuffer();
    expect(inspectImage(deep)).toMatchObject({ ok: true, bitDepth: 16, notes: ['sixteenBit'] });
    const cmyk = await noisy.clone().toColourspace('cmyk').jpeg().toBuffer();
    expect(inspectImage(cmyk)).toMatchObject({ ok: true, notes: ['cmyk'] });
    const frames = await noisy.clone().extend({ bottom: 60, background: '#fff' }).raw().toBuffer();
    const raw = { width: 80, height: 120, channels: 3, pageHeight: 60 } as const;
    for (const format of ['gif', 'webp'] as const) {
      const file = await sharp(frames, { raw }).toFormat(format).toBuffer();
      expect(inspectImage(file)).toMatchObject({
        ok: true,
        height: 60,
        animated: true,
        notes: ['animation'],
      });
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i in JPEG, PNG and WebP (I-17)', async (orientation) => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const file = await noisy.clone().withMetadata({ orientation }).toFormat(format).toBuffer();
      expect(inspectImage(file)).toMatchObject({ ok: true, width: 80, height: 60, orientation });
    }
  });

  it('opens a picture with something else behind it, and says so (I-24)', () => {
    const tail = Buffer.from('PK\x03\x04<script>');
    expect(inspectImage(Buffer.concat([jpeg, tail]))).toMatchObject({ ok: true, notes: ['trailingData'] });
    expect(inspectImage(Buffer.concat([png, tail]))).toMatchObject({ ok: true, notes: ['trailingData'] });
  });

  it('opens 1×1, 1×30000 and exactly 100 megapixels (I-9, I-11)', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 30000],
      [10000, 10000],
    ]) {
      expect(inspectImage(pngOf(width, height))).toMatchObject({ ok: true, width, height });
    }
  });

  it('opens a bitmap, stored bottom-up or top-down', () => {
    const bmp = Buffer.alloc(54 + 2 * 8);
    bmp.write('BM');
    bmp.writeUInt32LE(54, 10);
    bmp.writeUInt32LE(40, 14);
    bmp.writeUInt32LE(2, 18);
    bmp.writeInt32LE(-2, 22);
    bmp.writeUInt16LE(24, 28);
    expect(inspectImage(bmp)).toMatchObject({ ok: true, type: 'bmp', width: 2, height: 2 });
    expect(inspectImage(bmp.subarray(0, 60))).toMatchObject({ ok: false, code: 'IMAGE_TRUNCATED' });
  });
});

describe('inspectImage: what does not', () => {
  it('refuses an empty file, and text under any name', () => {
    expect(inspectImage(new Uint8Array(0))).toEqual({ ok: false, code: 'IMAGE_EMPTY', params: {} });
    expect(inspectImage(Buffer.from('hello'))).toEqual({
      ok: false,
      code: 'BAD_IMAGE',
      params: { reason: 'text' },
    });
  });

  it.each(Object.entries(SEEDS))('says where a %s stops that is cut (I-1, I-2)', (_, file) => {
    const half = file.length >> 1;
    for (const cut of [half, file.length - 2, file.length - 1]) {
      expect(inspectImage(file.subarray(0, cut))).toMatchObject({
        ok: false,
        code: 'IMAGE_TRUNCATED',
        params: { stoppedAtKb: expect.closeTo(cut / 1024, -1) as unknown, canOpen: true },
      });
    }
    const opened = inspectImage(file.subarray(0, half), { allowTruncated: true });
    expect(opened).toMatchObject({ ok: true, width: 80, height: 60 });
    expect('truncatedAtBytes' in opened && opened.truncatedAtBytes).toBeLessThanOrEqual(half);
  });

  it('sees that a copy was filled up with zeros', () => {
    const half = jpeg.length >> 1;
    for (const file of [jpeg, png]) {
      const filled = Buffer.concat([file.subarray(0, half), Buffer.alloc(50_000)]);
      const stoppedAtKb = Math.ceil(half / 1024);
      expect(inspectImage(filled)).toMatchObject({
        ok: false,
        code: 'IMAGE_TRUNCATED',
        params: { stoppedAtKb },
      });
    }
  });

  it('offers nothing when a file is cut in its header', () => {
    for (const file of [jpeg.subarray(0, 30), png.subarray(0, 20), webp.subarray(0, 14)]) {
      const refused = { ok: false, code: 'IMAGE_TRUNCATED', params: { canOpen: false } };
      expect(inspectImage(file)).toMatchObject(refused);
      expect(inspectImage(file, { allowTruncated: true })).toMatchObject(refused);
    }
  });

  it('calls a PNG with one wrong checksum damaged, and one without its end incomplete (I-2)', () => {
    const flipped = Buffer.from(png);
    flipped[png.length - 20] ^= 1;
    expect(inspectImage(flipped)).toMatchObject({ code: 'BAD_IMAGE', params: { reason: 'checksum' } });
    expect(inspectImage(png.subarray(0, png.length - 12))).toMatchObject({ code: 'IMAGE_TRUNCATED' });
  });

  it.each([
    ['30000×30000 RGBA', pngOf(30000, 30000, 8, 6), 900],
    ['30000×30000 of one bit', pngOf(30000, 30000, 1, 0), 900],
    ['65535×65535', pngOf(65535, 65535), 4294.84],
    ['65500×65500 JPEG', jpegOf(65500, 65500), 4290.25],
    ['100 MP and one row', pngOf(10000, 10001), 100.01],
  ])('refuses %s by its header', (_, file, megapixels) => {
    expect(inspectImage(file)).toMatchObject({
      ok: false,
      code: 'IMAGE_TOO_LARGE_PIXELS',
      params: { megapixels, limit: 100 },
    });
    expect(inspectImage(file.subarray(0, file.length - 30))).toMatchObject({
      code: 'IMAGE_TOO_LARGE_PIXELS',
    });
  });

  it('names the side when a small picture is too long (I-11)', () => {
    expect(inspectImage(pngOf(100_000, 10))).toMatchObject({
      code: 'IMAGE_TOO_LARGE_PIXELS',
      params: { width: 100_000, height: 10, megapixels: 1, maxSide: 65_500 },
    });
  });

  it.each([
    ['0×10', pngOf(0, 10)],
    ['10×0', pngOf(10, 0)],
    ['2³¹×1', pngOf(2 ** 31, 1)],
    ['colour type 5', pngOf(10, 10, 8, 5)],
    ['bit depth 3', pngOf(10, 10, 3, 0)],
    ['16-bit palette', pngOf(10, 10, 16, 3)],
    ['0×10 JPEG', jpegOf(0, 10)],
  ])('refuses the header %s', (_, file) => {
    expect(inspectImage(file)).toEqual({ ok: false, code: 'BAD_IMAGE', params: { reason: 'header' } });
  });

  it('names the types that it does not open (I-22)', async () => {
    const tiff = await noisy.clone().tiff().toBuffer();
    expect(inspectImage(tiff)).toMatchObject({ code: 'IMAGE_TYPE_UNSUPPORTED', params: { type: 'TIFF' } });
    const svg = Buffer.from('<svg><script>alert(1)</script></svg>');
    expect(inspectImage(svg)).toMatchObject({ code: 'IMAGE_TYPE_UNSUPPORTED', params: { type: 'SVG' } });
    expect(inspectImage(webp, { accept: ['jpeg', 'png'] })).toMatchObject({ params: { type: 'WebP' } });
    const twelveBit = Buffer.from(jpeg);
    twelveBit[jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 4] = 12;
    expect(inspectImage(twelveBit)).toMatchObject({ params: { type: '12-bit JPEG' } });
  });

  it('answers for any bytes: random, flipped, cut (I-30)', () => {
    const seed = fc.constantFrom(...Object.values(SEEDS));
    const mutant = fc
      .tuple(seed, fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 8 }), fc.nat(8000))
      .map(([file, flips, cut]) => {
        const copy = Uint8Array.from(file.subarray(0, cut));
        for (const [at, value] of flips) if (at < copy.length) copy[at] = value;
        return copy;
      });
    const noise = fc
      .tuple(seed, fc.uint8Array({ maxLength: 200 }))
      .map(([file, tail]) => Uint8Array.of(...file.subarray(0, 12), ...tail));
    fc.assert(
      fc.property(fc.oneof(mutant, noise), fc.boolean(), (bytes, allowTruncated) => {
        const result = inspectImage(bytes, { allowTruncated });
        expect(result.ok ? result.width * result.height >= 1 : result.code.length > 0).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
