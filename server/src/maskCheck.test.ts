import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { forgedPng } from '../../e2e/driver/forgedPng.ts';
import { checkMaskPixels } from './maskCheck.ts';

const verdict = (png: Uint8Array) =>
  checkMaskPixels(png).then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? JSON.stringify(error),
  );

/** Rows of '#' (remove) and '.' (keep); any other letter is a grey of 128. */
const raw = (rows: string[]) =>
  Buffer.from(
    rows.join('').replace(/[^#.]/g, '\x80').replaceAll('#', '\xff').replaceAll('.', '\0'),
    'latin1',
  );
const grey = (rows: string[]) =>
  sharp(raw(rows), { raw: { width: rows[0]?.length ?? 0, height: rows.length, channels: 1 } }).toColourspace(
    'b-w',
  );

/** A PNG from its parts, for what no encoder writes. */
const png = (ihdr: number[], pixels: Uint8Array, palette?: number[]): Buffer => {
  const [width = 0, height = 0, bitDepth = 8, colourType = 0, interlace = 0] = ihdr;
  return forgedPng({ width, height, bitDepth, colourType, interlace, ...(palette && { palette }) }, pixels);
};

describe('a mask', () => {
  const shape = ['....', '.##.', '....'];

  it('may be grey, RGB, RGBA or palette, with 1 to 16 bits, in any row filter', async () => {
    expect(await verdict(await grey(shape).png().toBuffer())).toBe('ok');
    expect(await verdict(await grey(shape).toColourspace('srgb').png().toBuffer())).toBe('ok');
    expect(await verdict(await grey(shape).toColourspace('srgb').ensureAlpha().png().toBuffer())).toBe('ok');
    expect(await verdict(await grey(shape).png({ adaptiveFiltering: true }).toBuffer())).toBe('ok');
    expect(await verdict(png([4, 2, 1, 0], Uint8Array.of(0, 0b0110_0000, 0, 0)))).toBe('ok');
    expect(await verdict(png([2, 1, 16, 0], Uint8Array.of(0, 0, 0, 255, 255)))).toBe('ok');
    expect(await verdict(png([2, 1, 8, 3], Uint8Array.of(0, 0, 1), [0, 0, 0, 255, 255, 255]))).toBe('ok');
  });

  it('must be black and white, opaque, neither empty nor full', async () => {
    expect(await verdict(await grey(['..?', '.#.']).png().toBuffer())).toBe('BAD_REQUEST');
    expect(await verdict(await grey(['...', '...']).png().toBuffer())).toBe('MASK_EMPTY');
    expect(await verdict(await grey(['###', '###']).png().toBuffer())).toBe('MASK_FULL');
    expect(
      await verdict(
        await sharp({ create: { width: 4, height: 4, channels: 3, background: '#f00' } })
          .png()
          .toBuffer(),
      ),
    ).toBe('BAD_REQUEST');
    expect(await verdict(await grey(shape).toColourspace('srgb').ensureAlpha(0.5).png().toBuffer())).toBe(
      'BAD_REQUEST',
    );
    expect(await verdict(png([2, 1, 16, 0], Uint8Array.of(0, 0, 0, 255, 254)))).toBe('BAD_REQUEST');
  });

  it('must hold as many pixels as it says, and no more', async () => {
    expect(await verdict(png([4, 4, 8, 0], new Uint8Array(5)))).toBe('IMAGE_TRUNCATED');
    expect(await verdict(png([4, 4, 8, 0], new Uint8Array(50_000_000)))).toBe('BAD_IMAGE');
    expect(await verdict(png([4, 1, 8, 0], Uint8Array.of(9, 0, 0, 0, 0)))).toBe('BAD_IMAGE');
    expect(await verdict(png([4, 4, 8, 0, 1], new Uint8Array(20)))).toBe('BAD_REQUEST');
  });

  it('counts the same white pixels whatever the filter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 17 }),
        fc.array(fc.boolean(), { minLength: 17, maxLength: 120 }),
        async (width, bits) => {
          const height = Math.floor(bits.length / width);
          const data = Buffer.from(bits.slice(0, width * height).map((bit) => (bit ? 255 : 0)));
          const white = data.filter((value) => value === 255).length;
          const file = await sharp(data, { raw: { width, height, channels: 1 } })
            .toColourspace('b-w')
            .png({ adaptiveFiltering: true })
            .toBuffer();
          const expected = white === 0 ? 'MASK_EMPTY' : white === data.length ? 'MASK_FULL' : 'ok';
          expect(await verdict(file)).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
