import { hasText, latin1At, lengthWithoutZeros, u16le, u24le, u32le, type Span } from './bytes.ts';

/** What a walk over the chunks of a WebP finds. */
export interface WebpInfo {
  /** 0 × 0 when no header says it. Of an animation: the canvas. */
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly lossless: boolean;
  /** True when there is more than one frame. */
  readonly animated: boolean;
  readonly exif?: Span;
  readonly icc?: Span;
  readonly complete: boolean;
  /** The end that RIFF promises, or where the data stop (zeros at the end not counted). */
  readonly stoppedAt: number;
}

/** Walks a WebP (RFC 9649), whose `RIFF` and `WEBP` have been seen. Never throws. */
export function readWebp(bytes: Uint8Array): WebpInfo {
  // RIFF counts what follows its size, and pads to an even number.
  const promised = u32le(bytes, 4) + 8;
  const end = Math.min(promised, bytes.length);
  let info: WebpInfo = {
    width: 0,
    height: 0,
    hasAlpha: false,
    lossless: false,
    animated: false,
    complete: promised <= bytes.length,
    stoppedAt: promised <= bytes.length ? promised : lengthWithoutZeros(bytes),
  };
  let frames = 0;
  let isExtended = false;
  for (let at = 12; at + 8 <= end; at += 8 + evenly(u32le(bytes, at + 4))) {
    const body = at + 8;
    const span = { at: body, length: u32le(bytes, at + 4) };
    const isWhole = body + span.length <= end;
    switch (latin1At(bytes, at, 4)) {
      case 'VP8X':
        isExtended = true;
        info = {
          ...info,
          width: u24le(bytes, body + 4) + 1,
          height: u24le(bytes, body + 7) + 1,
          hasAlpha: (bytes[body] & 0x10) !== 0,
        };
        break;
      case 'VP8 ':
        if (!isExtended) info = { ...info, ...lossySize(bytes, body) };
        break;
      case 'VP8L':
        info = { ...info, lossless: true, ...(!isExtended && losslessHeader(bytes, body)) };
        break;
      case 'ANMF':
        frames++;
        break;
      case 'EXIF':
        if (isWhole) info = { ...info, exif: info.exif ?? span };
        break;
      case 'ICCP':
        if (isWhole) info = { ...info, icc: info.icc ?? span };
        break;
    }
  }
  return { ...info, animated: frames > 1 };
}

/** RFC 6386 §9.1: three bytes of frame tag, a start code, then 14 bits each. */
function lossySize(bytes: Uint8Array, at: number): { width: number; height: number } | undefined {
  if (!hasText(bytes, at + 3, '\x9d\x01\x2a')) return undefined;
  return { width: u16le(bytes, at + 6) & 0x3fff, height: u16le(bytes, at + 8) & 0x3fff };
}

/** RFC 9649 §3.4: a signature, then 14 bits of width − 1, 14 of height − 1, one of alpha. */
function losslessHeader(
  bytes: Uint8Array,
  at: number,
): { width: number; height: number; hasAlpha: boolean } | undefined {
  if (bytes[at] !== 0x2f) return undefined;
  const bits = u32le(bytes, at + 1);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    hasAlpha: ((bits >>> 28) & 1) === 1,
  };
}

function evenly(length: number): number {
  return length + (length % 2);
}
