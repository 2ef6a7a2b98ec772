// Pictures and masks that must not reach Google, posted to the server (`faults.md` §2.1 and §2.2).
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgedPng } from '../../e2e/driver/forgedPng.ts';
import { noteSentence } from './testFaults.ts';
import { imagen3Request, startProxy, testMask, testPhoto } from './testProxy.ts';
import type { Proxy } from './testProxy.ts';

let proxy: Proxy;
let photo: Buffer;
let jpeg: Buffer;
let mask: Buffer;

beforeAll(async () => {
  [photo, mask, proxy] = await Promise.all([testPhoto(), testMask(), startProxy()]);
  jpeg = await sharp(photo).jpeg().toBuffer();
});
beforeEach(() => proxy.fake.reset());
afterAll(() => proxy.close());

/** A PNG whose header says what it likes; its data is next to nothing. */
const claimingPng = (width: number, height: number, bitDepth = 8, colourType = 2): Buffer =>
  forgedPng({ width, height, bitDepth, colourType });

/** The JPEG with another size in its frame header. */
function claimingJpeg(width: number, height: number): Buffer {
  const file = Buffer.from(jpeg);
  const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(height, frame + 5);
  file.writeUInt16BE(width, frame + 7);
  return file;
}

async function refusal(parts: { image?: Buffer; mask?: Buffer }): Promise<[string, string]> {
  const answer = await proxy.post({ request: imagen3Request, image: photo, mask, ...parts });
  expect(proxy.fake.calls).toHaveLength(0);
  expect(proxy.reserve.taken()).toBe(0);
  return [answer.error?.code ?? 'accepted', answer.error?.message ?? ''];
}

const flip = (file: Buffer, at: number) => {
  const copy = Buffer.from(file);
  copy[at] ^= 0xff;
  return copy;
};

describe('a picture that is posted', () => {
  const rows: [row: string, make: () => Buffer, codes: string[]][] = [
    ['I-1: a JPEG cut at half', () => jpeg.subarray(0, jpeg.length >> 1), ['IMAGE_TRUNCATED']],
    ['I-1: a JPEG without its last two bytes', () => jpeg.subarray(0, jpeg.length - 2), ['IMAGE_TRUNCATED']],
    ['I-1: a JPEG cut in its header', () => jpeg.subarray(0, 40), ['IMAGE_TRUNCATED', 'BAD_IMAGE']],
    ['I-2: a PNG cut in its data', () => photo.subarray(0, photo.length - 40), ['IMAGE_TRUNCATED']],
    ['I-2: a PNG with one wrong checksum', () => flip(photo, photo.length - 20), ['BAD_IMAGE']],
    ['I-2: a PNG without its end', () => photo.subarray(0, photo.length - 12), ['IMAGE_TRUNCATED']],
    ['I-3: no bytes', () => Buffer.alloc(0), ['IMAGE_EMPTY']],
    ['I-4: a word', () => Buffer.from('hello'), ['BAD_IMAGE']],
    ['I-5: a PNG of 900 megapixels', () => claimingPng(30_000, 30_000, 8, 6), ['IMAGE_TOO_LARGE_PIXELS']],
    ['I-6: a PNG of 65535×65535', () => claimingPng(65_535, 65_535, 1, 0), ['IMAGE_TOO_LARGE_PIXELS']],
    ['I-7: a PNG without width', () => claimingPng(0, 10), ['BAD_IMAGE']],
    ['I-7: a PNG without height', () => claimingPng(10, 0), ['BAD_IMAGE']],
    ['I-7: a PNG 2³¹ wide', () => claimingPng(2 ** 31, 1), ['BAD_IMAGE']],
    ['I-7: a PNG of colour type 5', () => claimingPng(10, 10, 8, 5), ['BAD_IMAGE']],
    ['I-7: a PNG of 3 bits', () => claimingPng(10, 10, 3, 0), ['BAD_IMAGE']],
    ['I-8: a JPEG that says 65500×65500', () => claimingJpeg(65_500, 65_500), ['IMAGE_TOO_LARGE_PIXELS']],
    ['I-10: one row above the limit', () => claimingPng(5000, 5001), ['IMAGE_TOO_LARGE_PIXELS']],
    [
      'I-12: more bytes than Google takes',
      () => Buffer.concat([jpeg, Buffer.alloc(1e7)]),
      ['BODY_TOO_LARGE'],
    ],
  ];
  it.for(rows)('%s', async ([, make, codes], context) => {
    const [code, sentence] = await refusal({ image: make() });
    noteSentence(context, sentence);
    expect(codes).toContain(code);
    expect(sentence).toMatch(/\. Your picture and mask are kept\.$|\?/);
  });

  it('that is another kind of file is refused by its content (I-22, I-23, I-25)', async (context) => {
    for (const file of [
      await sharp(photo).webp().toBuffer(),
      await sharp(photo).gif().toBuffer(),
      await sharp(photo).tiff().toBuffer(),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      Buffer.from('%PDF-1.7\n%\n'),
    ]) {
      const [code, sentence] = await refusal({ image: file });
      expect(code).toBe('IMAGE_TYPE_UNSUPPORTED');
      noteSentence(context, sentence);
    }
  });

  it('with another file behind it is refused or sent as it is, never run (I-24)', async () => {
    const tail = Buffer.from('PK\u0003\u0004<script>alert(1)</script>');
    const answer = await proxy.post({ request: imagen3Request, image: Buffer.concat([jpeg, tail]), mask });
    expect(answer.error?.code ?? answer.events.at(-1)?.type).toMatch(/^(?:BAD_IMAGE|done)$/);
    expect(answer.text).not.toContain('<script>');
  });
});

describe('a mask that is posted', () => {
  const redMask = () => {
    const data = Buffer.alloc(64 * 64 * 3);
    for (let i = 0; i < data.length / 2; i += 3) data[i] = 255;
    return sharp(data, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
  };
  const flat = (value: number) =>
    sharp(Buffer.alloc(64 * 64, value), { raw: { width: 64, height: 64, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
  const rows: [row: string, make: () => Promise<Buffer>, code: string, words: RegExp][] = [
    ['M-1: one row less than the photo', () => testMask(64, 63), 'MASK_MISMATCH', /64×63.*64×64/],
    ['M-1: a turned one', () => testMask(32, 64), 'MASK_MISMATCH', /32×64.*64×64/],
    ['M-2: a grey one', () => flat(128), 'BAD_REQUEST', /only 0 and 255/],
    ['M-5: an empty one', () => flat(0), 'MASK_EMPTY', /Nothing is masked/],
    ['M-6: a full one', () => flat(255), 'MASK_FULL', /Everything is masked/],
    ['M-9: a JPEG', async () => sharp(mask).jpeg().toBuffer(), 'IMAGE_TYPE_UNSUPPORTED', /PNG/],
    ['M-9: a red one', redMask, 'BAD_REQUEST', /black and white/],
    [
      'M-10: a bomb',
      async () => claimingPng(30_000, 30_000, 1, 0),
      'IMAGE_TOO_LARGE_PIXELS',
      /900 megapixels/,
    ],
    ['M-11: the photo in its place', async () => photo, 'BAD_REQUEST', /is it the picture\?/],
  ];
  it.for(rows)('%s', async ([, make, code, words], context) => {
    const [found, sentence] = await refusal({ mask: await make() });
    noteSentence(context, sentence);
    expect(found).toBe(code);
    expect(sentence).toMatch(words);
  });

  it('of one pixel, of ten thousand specks or of a thin line goes through untouched (M-7)', async () => {
    const side = 300;
    const big = await testPhoto(side, side);
    const masks: ((x: number, y: number) => boolean)[] = [
      (x, y) => x === 17 && y === 250,
      (x, y) => x % 3 === 0 && y % 3 === 0,
      (x, y) => x === 0 || y === 0 || x === side - 1 || y === side - 1,
    ];
    for (const isMasked of masks) {
      const data = Buffer.alloc(side * side);
      for (let i = 0; i < data.length; i += 1) data[i] = isMasked(i % side, Math.floor(i / side)) ? 255 : 0;
      const file = await sharp(data, { raw: { width: side, height: side, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer();
      const answer = await proxy.post({
        request: { ...imagen3Request, sampleCount: 1 },
        image: big,
        mask: file,
      });
      expect(answer.events.at(-1)).toEqual({ type: 'done', candidates: 1 });
      expect(JSON.stringify(proxy.fake.calls.at(-1)?.body)).toContain(file.toString('base64'));
    }
  });
});
