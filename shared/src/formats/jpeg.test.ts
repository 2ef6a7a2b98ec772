import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { jpegIccProfile, readJpeg } from './jpeg.ts';

const photo = sharp({ create: { width: 50, height: 30, channels: 3, background: '#a64' } });
const plain = await photo.clone().jpeg().toBuffer();

/** A segment: marker, length, payload. */
function segment(marker: number, payload: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** The plain JPEG with segments behind its start marker. */
function withSegments(...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([plain.subarray(0, 2), ...segments, plain.subarray(2)]);
}

function iccPart(number: number, of: number, text: string): Buffer {
  return segment(
    0xe2,
    Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([number, of]), Buffer.from(text)]),
  );
}

describe('readJpeg', () => {
  it('reads the frame', async () => {
    expect(readJpeg(plain)).toMatchObject({
      frame: { width: 50, height: 30, precision: 8, process: 'baseline', arithmetic: false },
      complete: true,
      stoppedAt: plain.length,
      broken: false,
    });
    const full = await photo.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer();
    expect(readJpeg(full).frame).toMatchObject({
      process: 'progressive',
      components: [
        { id: 1, across: 1, down: 1 },
        { id: 2, across: 1, down: 1 },
        { id: 3, across: 1, down: 1 },
      ],
    });
    expect(readJpeg(plain).frame?.components[0]).toEqual({ id: 1, across: 2, down: 2 });
  });

  it('finds the Adobe colour transform of a CMYK file (I-13)', async () => {
    const cmyk = await photo.clone().toColourspace('cmyk').jpeg().toBuffer();
    const info = readJpeg(cmyk);
    expect(info.frame?.components.length).toBe(4);
    expect([0, 2]).toContain(info.adobeTransform);
  });

  it('steps over filling bytes, a second start, comments and unknown segments (I-21)', () => {
    const odd = withSegments(
      Buffer.from([0xff, 0xd8, 0xff, 0xff]),
      segment(0xfe, Buffer.from('hi')),
      segment(0xeb, Buffer.alloc(9)),
    );
    expect(readJpeg(odd)).toMatchObject({ frame: { width: 50 }, complete: true });
  });

  it('is broken where a marker should stand and something else does', () => {
    expect(readJpeg(withSegments(Buffer.from('rubbish')))).toMatchObject({ broken: true, stoppedAt: 2 });
  });
});

describe('jpegIccProfile', () => {
  it('is the profile that the file was given', async () => {
    const file = await photo.clone().withIccProfile('p3').jpeg().toBuffer();
    const want = (await sharp(file).metadata()).icc;
    expect(want?.equals(jpegIccProfile(file, readJpeg(file)) ?? Buffer.alloc(0))).toBe(true);
  });

  it('is put together by the numbers of its parts', () => {
    const file = withSegments(iccPart(2, 2, 'world'), iccPart(1, 2, 'hello '));
    expect(Buffer.from(jpegIccProfile(file, readJpeg(file)) ?? []).toString()).toBe('hello world');
  });

  it('is none when a part is missing or doubled', () => {
    for (const parts of [[iccPart(2, 2, 'b')], [iccPart(1, 2, 'a'), iccPart(1, 2, 'a')], []]) {
      const file = withSegments(...parts);
      expect(jpegIccProfile(file, readJpeg(file))).toBeUndefined();
    }
  });
});
