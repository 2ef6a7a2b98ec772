import { hasText, u16be, u16le, u32be, u32le } from './bytes.ts';

/** How a stored picture must be turned to stand upright: 1 not at all … 8 (Exif 2.3, tag 0x0112). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** One directory entry: the type and count it claims, and its first value if that is a whole number. */
export interface IfdEntry {
  readonly type: number;
  readonly count: number;
  readonly value: number;
}

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const LONG = 4;

/** Cameras write under 60 entries; a hostile file may claim 65,535. */
const MAX_ENTRIES = 512;

/**
 * The first directory of a TIFF structure (a TIFF file or the body of an Exif block), tag → entry; the first of equal
 * tags counts. No other directory is followed, so no loop can be. Garbage gives an empty map.
 */
export function readIfd(tiff: Uint8Array): ReadonlyMap<number, IfdEntry> {
  const tags = new Map<number, IfdEntry>();
  const little = hasText(tiff, 0, 'II');
  if (!little && !hasText(tiff, 0, 'MM')) return tags;
  const u16 = little ? u16le : u16be;
  const u32 = little ? u32le : u32be;
  // 42 marks TIFF; 43 (BigTIFF) has another layout.
  if (u16(tiff, 2) !== 42) return tags;
  const start = u32(tiff, 4);
  if (start < 8 || start + 2 > tiff.length) return tags;
  const count = Math.min(u16(tiff, start), MAX_ENTRIES);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * 12;
    if (at + 12 > tiff.length) break;
    const type = u16(tiff, at + 2);
    const value = type === SHORT ? u16(tiff, at + 8) : type === LONG ? u32(tiff, at + 8) : NaN;
    const tag = u16(tiff, at);
    if (!tags.has(tag)) tags.set(tag, { type, count: u32(tiff, at + 4), value });
  }
  return tags;
}

/**
 * The orientation in an Exif block, with or without its `Exif\0\0` prefix. 1 when there is none, or when it is not
 * one number from 1 to 8 of the type that Exif prescribes.
 */
export function exifOrientation(exif: Uint8Array): Orientation {
  const entry = readIfd(hasText(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif).get(ORIENTATION_TAG);
  if (entry === undefined || entry.type !== SHORT || entry.count !== 1) return 1;
  return isOrientation(entry.value) ? entry.value : 1;
}

/** True for 1 … 8. */
export function isOrientation(value: number): value is Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8;
}
