import { lengthWithoutZeros, u16le } from './bytes.ts';

/** What a walk over the blocks of a GIF finds. */
export interface GifInfo {
  /** The canvas; 0 × 0 when the file ends before it. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** True when a frame names a transparent colour. */
  readonly hasAlpha: boolean;
  /** True when the trailer was reached. */
  readonly complete: boolean;
  /** Behind the trailer, or where the data stop (zeros at the end not counted). */
  readonly stoppedAt: number;
}

/** Walks a GIF (89a specification), whose signature has been seen. Never throws. */
export function readGif(bytes: Uint8Array): GifInfo {
  const width = u16le(bytes, 6);
  const height = u16le(bytes, 8);
  let frames = 0;
  let hasAlpha = false;
  let at = 13 + colourTableBytes(bytes[10]);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x3b) return { width, height, frames, hasAlpha, complete: true, stoppedAt: at + 1 };
    if (block === 0x21) {
      if (bytes[at + 1] === 0xf9 && bytes[at + 2] >= 1) hasAlpha ||= (bytes[at + 3] & 1) === 1;
      at = afterSubBlocks(bytes, at + 2);
    } else if (block === 0x2c) {
      frames++;
      // Descriptor of ten bytes, its own colours, the code size, then the data.
      at = afterSubBlocks(bytes, at + 10 + colourTableBytes(bytes[at + 9]) + 1);
    } else break;
  }
  return { width, height, frames, hasAlpha, complete: false, stoppedAt: lengthWithoutZeros(bytes) };
}

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function afterSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at] + 1;
  return at + 1;
}
