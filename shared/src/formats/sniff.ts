import { hasText, latin1At, u16le, u32be, u32le } from './bytes.ts';
import { readIfd } from './exif.ts';

/** What a file is by its content. `raw` is any camera's; `zip` any archive; `unknown` is bytes without a signature. */
export type FileType =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'avif'
  | 'gif'
  | 'bmp'
  | 'tiff'
  | 'heic'
  | 'jxl'
  | 'psd'
  | 'pdf'
  | 'svg'
  | 'raw'
  | 'zip'
  | 'text'
  | 'empty'
  | 'unknown';

/** As people write them; to be put into "… is not supported here". */
export const FILE_TYPE_NAMES: Readonly<Record<FileType, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  avif: 'AVIF',
  gif: 'GIF',
  bmp: 'BMP',
  tiff: 'TIFF',
  heic: 'HEIC',
  jxl: 'JPEG XL',
  psd: 'Photoshop (PSD)',
  pdf: 'PDF',
  svg: 'SVG',
  raw: 'Camera RAW',
  zip: 'ZIP',
  text: 'Text',
  empty: 'Empty file',
  unknown: 'This file type',
};

/** Signatures that stand at a fixed place and need no second look. First match wins. */
const SIGNATURES: readonly (readonly [type: FileType, at: number, text: string])[] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['jxl', 0, '\xff\x0a'],
  ['jxl', 4, 'JXL \r\n\x87\n'],
  ['psd', 0, '8BPS'],
  ['pdf', 0, '%PDF-'],
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, '\x1f\x8b\x08'],
  ['zip', 0, 'Rar!\x1a'],
  ['zip', 0, '7z\xbc\xaf\x27\x1c'],
  ['raw', 0, 'FUJIFILMCCD-RAW'],
  ['raw', 0, 'IIU\0'],
  ['raw', 0, 'IIRO'],
  ['raw', 0, 'IIRS'],
  ['raw', 0, 'MMOR'],
  ['raw', 0, '\0MRM'],
  ['raw', 0, 'FOVb'],
];

/** The sizes that a bitmap's second header has had; 'BM' alone begins many words. */
const DIB_HEADERS = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

/** Names, declared types and extensions lie; this looks at the bytes only. Wants the first 4 KB, uses what is there. */
export function sniffFileType(bytes: Uint8Array): FileType {
  if (bytes.length === 0) return 'empty';
  for (const [type, at, text] of SIGNATURES) if (hasText(bytes, at, text)) return type;
  if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP')) return 'webp';
  if (hasText(bytes, 0, 'BM') && DIB_HEADERS.has(u32le(bytes, 14))) return 'bmp';
  if (hasText(bytes, 4, 'ftyp')) return sniffBrand(bytes);
  return sniffTiff(bytes) ?? sniffText(bytes);
}

function sniffBrand(bytes: Uint8Array): FileType {
  const end = Math.min(u32be(bytes, 0), bytes.length, 512);
  const brands: string[] = [];
  // The major brand, its version number (skipped), then the compatible brands.
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) brands.push(latin1At(bytes, at, 4));
  if (brands[0] === 'crx ') return 'raw';
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) ? 'heic' : 'unknown';
}

/** Camera files are TIFF inside: Canon marks itself, the rest have a maker and a sub-directory for the sensor. */
function sniffTiff(bytes: Uint8Array): FileType | undefined {
  const little = hasText(bytes, 0, 'II*\0') || hasText(bytes, 0, 'II+\0');
  if (!little && !hasText(bytes, 0, 'MM\0*') && !hasText(bytes, 0, 'MM\0+')) return undefined;
  if (little && hasText(bytes, 8, 'CR')) return 'raw';
  const tags = readIfd(bytes);
  const isDng = tags.has(0xc612);
  const hasMaker = tags.has(0x010f);
  const hasSubDirectory = tags.has(0x014a);
  return isDng || (hasMaker && hasSubDirectory) ? 'raw' : 'tiff';
}

function sniffText(bytes: Uint8Array): FileType {
  const head = bytes.subarray(0, 4096);
  const isUtf16 = u16le(head, 0) === 0xfeff || u16le(head, 0) === 0xfffe;
  const text = latin1At(head, 0, head.length).replaceAll('\0', isUtf16 ? '' : '\0');
  if (
    /^[\xef\xbb\xbf\xff\xfe\s]*<(svg|\?xml|!doctype\s+svg|!--)/i.test(text) &&
    /<svg[\s>]|<!doctype\s+svg/i.test(text)
  ) {
    return 'svg';
  }
  // Some writers put junk before a PDF; readers allow 1 KB of it (ISO 32000-1, annex H.3.4.1).
  if (text.slice(0, 1024).includes('%PDF-')) return 'pdf';
  // Control characters other than tab, line ends, form feed and escape do not occur in text.
  // oxlint-disable-next-line no-control-regex
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? 'unknown' : 'text';
}
