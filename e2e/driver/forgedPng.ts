import { deflateSync } from 'node:zlib';
import { pngChunk } from '@cleanplate/shared/raster/png.ts';

/** What a PNG says it is. Anything goes: forged files are for finding out what is believed. */
export interface PngClaim {
  readonly width: number;
  readonly height: number;
  readonly bitDepth?: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType?: number;
  readonly interlace?: number;
  readonly palette?: readonly number[];
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/**
 * A PNG whose header says what it is told to, over these bytes of pixels: checksums and order are right, so that only the
 * claim can give it away.
 */
export function forgedPng(
  { width, height, bitDepth = 8, colourType = 2, interlace = 0, palette }: PngClaim,
  pixels: Uint8Array = Buffer.alloc(64),
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width >>> 0, 0);
  header.writeUInt32BE(height >>> 0, 4);
  header.set([bitDepth, colourType, 0, 0, interlace], 8);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    ...(palette ? [pngChunk('PLTE', Uint8Array.from(palette))] : []),
    pngChunk('IDAT', deflateSync(pixels, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A true PNG of zeros; its pixels shrink to next to nothing, its size does not. */
export function emptyPng(width: number, height: number, bitDepth = 1, colourType = 0): Buffer {
  const channels = { 0: 1, 2: 3, 6: 4 }[colourType] ?? 1;
  const rowBytes = 1 + Math.ceil((width * bitDepth * channels) / 8);
  return forgedPng({ width, height, bitDepth, colourType }, Buffer.alloc(rowBytes * height));
}
