import { latin1At, u32le } from '../formats/bytes.ts';
import { bytesOfText, joinBytes } from './byteText.ts';
import { createExif } from './exifBlock.ts';
import { dpiOf, iptcIntoXmp, type PhotoMetadata } from './photoMetadata.ts';

interface WebpChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function chunksOf(bytes: Uint8Array): WebpChunk[] {
  const chunks: WebpChunk[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = u32le(bytes, at + 4);
    if (at + 8 + length > bytes.length) break;
    chunks.push({ type: latin1At(bytes, at, 4), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** What a WebP says about its photo. */
export function readWebpMetadata(bytes: Uint8Array): PhotoMetadata {
  const chunks = chunksOf(bytes);
  const data = (type: string): Uint8Array | undefined => chunks.find((chunk) => chunk.type === type)?.data;
  const exif = data('EXIF');
  // Some writers put the prefix of a JPEG before it.
  const isPrefixed = exif !== undefined && latin1At(exif, 0, 6) === 'Exif\0\0';
  return { icc: data('ICCP'), exif: isPrefixed ? exif.subarray(6) : exif, xmp: data('XMP ') };
}

const long = (value: number): number[] => [
  value & 255,
  (value >> 8) & 255,
  (value >> 16) & 255,
  value >>> 24,
];

function chunk({ type, data }: WebpChunk): Uint8Array {
  return joinBytes([
    bytesOfText(type),
    Uint8Array.from(long(data.length)),
    data,
    new Uint8Array(data.length % 2),
  ]);
}

/** Chunks that hold the picture, not words about it. */
const isPicture = (type: string): boolean => !['VP8X', 'ICCP', 'EXIF', 'XMP '].includes(type);

/**
 * What stands before and behind the picture's data in a WebP with this metadata (RFC 9649, §2.7). IPTC has no place in one: its
 * rights go into XMP; resolution goes into Exif.
 * @param picture the chunk that holds it (`VP8 ` or `VP8L`), `length` bytes; without a type, `length` bytes of whole chunks
 */
export function webpEnvelope(
  { width, height, hasAlpha }: { width: number; height: number; hasAlpha: boolean },
  { type, length }: { readonly type?: string; readonly length: number },
  metadata: PhotoMetadata,
): { readonly head: Uint8Array<ArrayBuffer>; readonly tail: Uint8Array<ArrayBuffer> } {
  const { icc, xmp, ...others } = iptcIntoXmp(metadata);
  const dpi = dpiOf(metadata);
  const exif = others.exif ?? (dpi && createExif({ dpi }));
  const flags = (icc ? 0x20 : 0) | (hasAlpha ? 0x10 : 0) | (exif ? 0x08 : 0) | (xmp ? 0x04 : 0);
  const size = [width - 1, height - 1].flatMap((side) => long(side).slice(0, 3));
  const before = joinBytes([
    bytesOfText('WEBP'),
    chunk({ type: 'VP8X', data: Uint8Array.from([flags, 0, 0, 0, ...size]) }),
    ...(icc ? [chunk({ type: 'ICCP', data: icc })] : []),
    ...(type === undefined ? [] : [bytesOfText(type), Uint8Array.from(long(length))]),
  ]);
  const tail = joinBytes([
    new Uint8Array(length % 2),
    ...(exif ? [chunk({ type: 'EXIF', data: exif })] : []),
    ...(xmp ? [chunk({ type: 'XMP ', data: xmp })] : []),
  ]);
  const total = before.length + length + tail.length;
  return { head: joinBytes([bytesOfText('RIFF'), Uint8Array.from(long(total)), before]), tail };
}

/**
 * Where the chunks of an encoder's WebP lie that hold its picture.
 * @param read some bytes of the file, fewer at its end
 */
export async function pictureChunks(
  read: (from: number, to: number) => Promise<Uint8Array>,
): Promise<readonly { readonly from: number; readonly to: number }[]> {
  const found: { from: number; to: number }[] = [];
  for (let at = 12; ;) {
    // One after the other: each says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const head = await read(at, at + 8);
    if (head.length < 8) return found;
    const length = u32le(head, 4);
    const to = at + 8 + length + (length % 2);
    if (isPicture(latin1At(head, 0, 4))) found.push({ from: at, to });
    at = to;
  }
}
