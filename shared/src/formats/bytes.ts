// Reading numbers from bytes that nobody has checked. Beyond the end every byte reads as 0 and nothing throws;
// whoever must tell an end from a 0 compares with `bytes.length` first.

/** Two bytes, most significant first. */
export function u16be(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

/** Two bytes, least significant first. */
export function u16le(bytes: Uint8Array, at: number): number {
  return (bytes[at + 1] << 8) | bytes[at];
}

/** Three bytes, least significant first. */
export function u24le(bytes: Uint8Array, at: number): number {
  return (bytes[at + 2] << 16) | u16le(bytes, at);
}

/** Four bytes, most significant first, 0 … 2³² − 1. */
export function u32be(bytes: Uint8Array, at: number): number {
  return ((u16be(bytes, at) << 16) | u16be(bytes, at + 2)) >>> 0;
}

/** Four bytes, least significant first, 0 … 2³² − 1. */
export function u32le(bytes: Uint8Array, at: number): number {
  return ((u16le(bytes, at + 2) << 16) | u16le(bytes, at)) >>> 0;
}

/** `length` bytes as Latin-1 text, fewer at the end. */
export function latin1At(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** True when the Latin-1 `text` stands at `at`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** How many bytes there are when zeros at the end are left out: where an interrupted copy stopped. */
export function lengthWithoutZeros(bytes: Uint8Array): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return length;
}

/** Where something lies in a file. */
export interface Span {
  readonly at: number;
  readonly length: number;
}
