import { u16le, u32le } from './bytes.ts';

/** What the two headers of a bitmap say. */
export interface BmpInfo {
  readonly width: number;
  readonly height: number;
  /** Bits per pixel: 1, 4, 8, 16, 24, 32. */
  readonly bitsPerPixel: number;
  /** False when fewer pixel bytes are there than an uncompressed picture of this size needs. */
  readonly complete: boolean;
}

/** Reads a Windows bitmap whose signature has been seen. Never throws. */
export function readBmp(bytes: Uint8Array): BmpInfo {
  const isCore = u32le(bytes, 14) === 12;
  // A negative height means top to bottom.
  const width = isCore ? u16le(bytes, 18) : Math.abs(u32le(bytes, 18) | 0);
  const height = isCore ? u16le(bytes, 20) : Math.abs(u32le(bytes, 22) | 0);
  const bitsPerPixel = u16le(bytes, isCore ? 24 : 28);
  const compression = isCore ? 0 : u32le(bytes, 30);
  // Rows are padded to four bytes; 0 and 3 are the uncompressed kinds.
  const needed = u32le(bytes, 10) + Math.ceil((width * bitsPerPixel) / 32) * 4 * height;
  const isRaw = compression === 0 || compression === 3;
  return { width, height, bitsPerPixel, complete: !isRaw || bytes.length >= needed };
}
