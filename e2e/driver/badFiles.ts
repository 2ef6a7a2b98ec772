import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { samplePath } from './editor.ts';

export interface BadFile {
  /** Row of the catalogue of faults. */
  readonly row: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** What the page must say. */
  readonly sentence: RegExp;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A valid PNG of zeros; its pixels shrink to next to nothing, its size does not. */
export function emptyPng(width: number, height: number, bitDepth = 1, colourType = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, 0], 8);
  const channels = { 0: 1, 2: 3, 6: 4 }[colourType] ?? 1;
  const row = 1 + Math.ceil((width * bitDepth * channels) / 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(row * height))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG that claims a size in its header and holds no such pixels. */
function claimingPng(width: number, height: number): Buffer {
  const bytes = emptyPng(1, 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([bytes.subarray(0, 8), chunk('IHDR', header), bytes.subarray(33)]);
}

/** Files of §2.1 that must end in a sentence, made afresh. */
export async function badFiles(): Promise<readonly BadFile[]> {
  const jpeg = readFileSync(samplePath('perfume_marble', 'photo.jpg'));
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#808080' } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const wrongCrc = Buffer.from(png);
  wrongCrc[60] ^= 0xff;
  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>document.title='hacked'</script><image href="http://127.0.0.1:9/x.png"/></svg>`;
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1'),
    Buffer.alloc(64),
  ]);
  const psd = Buffer.concat([Buffer.from('8BPS\0\x01', 'latin1'), Buffer.alloc(40)]);
  const incomplete = /The file is incomplete \(stopped at \d+ KB\)\. Open what is there\?/;
  return [
    { row: 'I-1', name: 'half.jpg', bytes: jpeg.subarray(0, jpeg.length >> 1), sentence: incomplete },
    { row: 'I-1', name: 'last-two-bytes.jpg', bytes: jpeg.subarray(0, jpeg.length - 2), sentence: incomplete },
    { row: 'I-1', name: 'header.jpg', bytes: jpeg.subarray(0, 90), sentence: /incomplete|damaged/ },
    { row: 'I-2', name: 'cut.png', bytes: png.subarray(0, 900), sentence: incomplete },
    { row: 'I-2', name: 'crc.png', bytes: wrongCrc, sentence: /damaged or is not a picture/ },
    { row: 'I-2', name: 'no-end.png', bytes: png.subarray(0, png.length - 12), sentence: incomplete },
    { row: 'I-3', name: 'empty.jpg', bytes: Buffer.alloc(0), sentence: /The file is empty\./ },
    { row: 'I-4', name: 'hello.jpg', bytes: Buffer.from('hello'), sentence: /Not a picture we can read \(looks like text\)/ },
    { row: 'I-5', name: 'bomb.png', bytes: claimingPng(30_000, 30_000), sentence: /900 megapixels; the limit is 100\./ },
    { row: 'I-10', name: 'one-row-more.png', bytes: claimingPng(10_000, 10_001), sentence: /100\.01 megapixels; the limit is 100\. Open a reduced copy\?/ },
    { row: 'I-22', name: 'phone.heic', bytes: heic, sentence: /HEIC is not supported here\. Export as JPEG or PNG\./ },
    { row: 'I-22', name: 'layers.psd', bytes: psd, sentence: /is not supported here\. Export as JPEG or PNG\./ },
    { row: 'I-23', name: 'drawing.png', bytes: Buffer.from(svg), sentence: /SVG is not supported here\. Export as JPEG or PNG\./ },
  ]; // prettier-ignore
}

/** Names of I-25 with the content of a picture, each of which must open. */
export const oddNames: readonly string[] = [
  'picture.png.exe',
  'no-extension',
  'photo\u202Egpj.png',
  `${'long'.repeat(75)}.jpg`,
  '🌸.png',
  '<img src=x onerror=alert(1)>.png',
];
