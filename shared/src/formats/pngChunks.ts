import { crc32 } from '../raster/crc32.ts';
import { hasText, latin1At, lengthWithoutZeros, u32be, type Span } from './bytes.ts';

/** What IHDR says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly interlaced: boolean;
}

/** What a walk over the chunks finds. */
export interface PngInfo {
  /** Absent when there is none or it is not allowed; `fault` then says so, unless the file ends before it. */
  readonly header?: PngHeader;
  /** True for alpha in the pixels or in the palette (tRNS). */
  readonly hasAlpha: boolean;
  /** True for an APNG of more than one frame. */
  readonly animated: boolean;
  /** Payload of the first eXIf and iCCP chunk (the latter: name, 0, 0, zlib stream). */
  readonly exif?: Span;
  readonly icc?: Span;
  /** Compressed pixel bytes that are there. */
  readonly pixelBytes: number;
  /** True when the end chunk was reached. */
  readonly complete: boolean;
  /** Behind the end chunk, or where the data stop (zeros at the end not counted), or where it is at fault. */
  readonly stoppedAt: number;
  /** What no decoder should accept: a header that is not allowed, a checksum that is wrong, something that is no chunk. */
  readonly fault?: 'signature' | 'header' | 'checksum' | 'chunk' | 'noPixels';
}

/** Allowed bit depths of each colour type (W3C PNG, table 11.1). */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Walks the chunks of a PNG (W3C PNG, third edition), checking every CRC; nothing is inflated, so a bomb in a text
 * chunk stays shut. Never throws.
 */
export function readPng(bytes: Uint8Array): PngInfo {
  let header: PngHeader | undefined;
  let hasAlpha = false;
  let animated = false;
  let exif: Span | undefined;
  let icc: Span | undefined;
  let pixelBytes = 0;
  const stop = (complete: boolean, stoppedAt: number, fault?: PngInfo['fault']): PngInfo => ({
    ...(header && { header }),
    hasAlpha,
    animated,
    ...(exif && { exif }),
    ...(icc && { icc }),
    pixelBytes,
    complete,
    stoppedAt,
    ...(fault && { fault }),
  });
  const cut = () => stop(false, lengthWithoutZeros(bytes));
  if (!hasText(bytes, 0, '\x89PNG\r\n\x1a\n')) return bytes.length < 8 ? cut() : stop(false, 0, 'signature');
  for (let at = 8; ;) {
    if (at + 8 > bytes.length) return cut();
    const length = u32be(bytes, at);
    const type = latin1At(bytes, at + 4, 4);
    const body = at + 8;
    if (!/^[A-Za-z]{4}$/.test(type) || length > 0x7fffffff) {
      return lengthWithoutZeros(bytes) <= at ? cut() : stop(false, at, 'chunk');
    }
    if (!header && type !== 'IHDR') return stop(false, at, 'header');
    if (type === 'IHDR') {
      if (header || length !== 13) return stop(false, at, 'header');
      if (body + 13 > bytes.length) return cut();
      header = readHeader(bytes, body);
      // Before the checksum, and before the rest is there: a size that is not allowed is the plainer fault.
      if (!header) return stop(false, at, 'header');
      hasAlpha = header.colourType >= 4;
    }
    if (type === 'IDAT') pixelBytes += Math.min(length, Math.max(0, bytes.length - body));
    if (body + length + 4 > bytes.length) return cut();
    if (crc32(bytes.subarray(at + 4, body + length)) !== u32be(bytes, body + length)) {
      return lengthWithoutZeros(bytes) < body + length ? cut() : stop(false, at, 'checksum');
    }
    if (type === 'tRNS') hasAlpha = true;
    if (type === 'acTL') animated = u32be(bytes, body) > 1;
    if (type === 'eXIf') exif ??= { at: body, length };
    if (type === 'iCCP') icc ??= { at: body, length };
    at = body + length + 4;
    if (type === 'IEND') return stop(true, at, pixelBytes === 0 ? 'noPixels' : undefined);
  }
}

function readHeader(bytes: Uint8Array, at: number): PngHeader | undefined {
  const width = u32be(bytes, at);
  const height = u32be(bytes, at + 4);
  const [bitDepth, colourType, compression, filter, interlace] = bytes.subarray(at + 8, at + 13);
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) return undefined;
  if (DEPTHS[colourType]?.includes(bitDepth) !== true) return undefined;
  if (compression !== 0 || filter !== 0 || interlace > 1) return undefined;
  return {
    width,
    height,
    // The table has just said so.
    bitDepth: bitDepth as PngHeader['bitDepth'],
    colourType: colourType as PngHeader['colourType'],
    interlaced: interlace === 1,
  };
}
