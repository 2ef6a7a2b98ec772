import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { samplePath } from './editor.ts';
import { forgedPng } from './forgedPng.ts';

export interface BadFile {
  /** Row of the catalogue of faults. */
  readonly row: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** What the page must say. */
  readonly sentence: RegExp;
}

const bomb = (width: number, height: number): Buffer => forgedPng({ width, height, colourType: 6 });

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
    { row: 'I-5', name: 'bomb.png', bytes: bomb(30_000, 30_000), sentence: /900 megapixels; the limit is 100\./ },
    { row: 'I-10', name: 'one-row-more.png', bytes: bomb(10_000, 10_001), sentence: /100\.01 megapixels; the limit is 100\. Open a reduced copy\?/ },
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
