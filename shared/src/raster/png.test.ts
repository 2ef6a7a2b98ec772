import { crc32 as zlibCrc32, deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { createPngWriter, iccpChunk, physChunk, pngChunk, type PngColour, type PngOptions } from './png.ts';

const CHANNELS: Record<PngColour, number> = { grey: 1, greyAlpha: 2, rgb: 3, rgba: 4 };

/** A whole file, with rows handed over in runs and the stream cut into pieces, as a browser would. */
function write(options: PngOptions, pixels: Uint8Array, rowsAtOnce = 3, pieceBytes = 50): Buffer {
  const writer = createPngWriter(options);
  const run = rowsAtOnce * options.width * CHANNELS[options.colour];
  const filtered: Uint8Array[] = [];
  for (let at = 0; at < pixels.length; at += run) {
    // A copy that is wiped after use: the writer may not hold on to it.
    const rows = pixels.slice(at, at + run);
    filtered.push(writer.filterRows(rows));
    rows.fill(99);
  }
  const stream = deflateSync(Buffer.concat(filtered));
  const file: Uint8Array[] = [writer.header];
  for (let at = 0; at < stream.length; at += pieceBytes) {
    file.push(writer.idat(stream.subarray(at, at + pieceBytes)));
  }
  file.push(writer.end());
  return Buffer.concat(file);
}

describe('createPngWriter', () => {
  it('writes what another decoder reads back, byte for byte', async () => {
    const anyPicture = fc
      .record({
        width: fc.integer({ min: 1, max: 20 }),
        height: fc.integer({ min: 1, max: 12 }),
        colour: fc.constantFrom<PngColour>('grey', 'rgb', 'rgba'),
        filter: fc.constantFrom('adaptive' as const, 'up' as const, 'none' as const),
        rows: fc.integer({ min: 1, max: 5 }),
      })
      .chain((shape) => {
        const count = shape.width * shape.height * CHANNELS[shape.colour];
        return fc.uint8Array({ minLength: count, maxLength: count }).map((pixels) => ({ ...shape, pixels }));
      });
    await fc.assert(
      fc.asyncProperty(anyPicture, async ({ pixels, rows, ...options }) => {
        const file = write(options, pixels, rows);
        const { data, info } = await sharp(file)
          .toColourspace(options.colour === 'grey' ? 'b-w' : 'srgb')
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect([info.width, info.height, info.channels]).toEqual([
          options.width,
          options.height,
          CHANNELS[options.colour],
        ]);
        expect([...data]).toEqual([...pixels]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps colour under alpha 0', async () => {
    const file = write({ width: 1, height: 1, colour: 'rgba' }, Uint8Array.of(200, 100, 50, 0));
    expect([...(await sharp(file).raw().toBuffer())]).toEqual([200, 100, 50, 0]);
  });

  it('filters a smooth picture smaller than no filter does', () => {
    const width = 64;
    const ramp = Uint8Array.from({ length: width * 64 }, (_, i) => (i % width) * 2 + Math.floor(i / width));
    const size = (filter: 'adaptive' | 'none') =>
      write({ width, height: 64, colour: 'grey', filter }, ramp, 8, 1e6).length;
    expect(size('adaptive')).toBeLessThan(size('none') / 2);
  });

  it('carries the profile, the resolution and other chunks before the pixels', async () => {
    const profile = (
      await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
        .withIccProfile('p3')
        .png()
        .toBuffer()
        .then((file) => sharp(file).metadata())
    ).icc;
    const chunks = [iccpChunk('Display P3', deflateSync(profile ?? '')), physChunk(11811, 11811)];
    const file = write({ width: 1, height: 1, colour: 'rgb', chunks }, Uint8Array.of(1, 2, 3));
    const metadata = await sharp(file).metadata();
    expect(metadata.icc?.equals(profile ?? Buffer.alloc(0))).toBe(true);
    expect(metadata.density).toBe(300);
  });

  it('refuses parts of rows, too many rows, and to end too early', () => {
    const writer = createPngWriter({ width: 2, height: 2, colour: 'rgb' });
    expect(() => writer.filterRows(new Uint8Array(7))).toThrow('7 bytes are no whole rows of 6 bytes');
    expect(() => writer.filterRows(new Uint8Array(18))).toThrow('3 rows given; 2 of 2 are left');
    writer.filterRows(new Uint8Array(6));
    expect(() => writer.end()).toThrow('1 of 2 rows are missing');
  });

  it('refuses a picture of no size and a chunk of no name', () => {
    expect(() => createPngWriter({ width: 0, height: 3, colour: 'grey' })).toThrow('0×3');
    expect(() => pngChunk('abc', new Uint8Array(0))).toThrow('"abc"');
  });
});

describe('crc32', () => {
  it('is the published check value', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('is the same in one piece and in parts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (bytes, cut) => {
        const whole = crc32(bytes);
        expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(whole);
        expect(whole).toBe(zlibCrc32(bytes));
      }),
    );
  });
});
