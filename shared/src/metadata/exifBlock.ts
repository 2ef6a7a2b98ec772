import { hasText, u16be, u16le, u32be, u32le } from '../formats/bytes.ts';
import { bytesOfText, textOfBytes } from './byteText.ts';
import type { Dpi } from './photoMetadata.ts';

/** One entry of a directory and where its value lies. */
interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Offset of the entry itself. */
  readonly at: number;
  readonly valueAt: number;
  readonly valueBytes: number;
}

interface Directory {
  readonly at: number;
  readonly entries: readonly Entry[];
  /** Offset of the word that points to the next directory. */
  readonly nextAt: number;
}

/** Bytes of a value of each TIFF type, 1 to 12 (TIFF 6.0, section 2). */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
// Cameras write under 60 entries a directory.
const MAX_ENTRIES = 512;

const ORIENTATION = 0x0112;
const X_RESOLUTION = 0x011a;
const Y_RESOLUTION = 0x011b;
const RESOLUTION_UNIT = 0x0128;
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;
const THUMBNAIL_AT = 0x0201;
const THUMBNAIL_BYTES = 0x0202;
const SUB_DIRECTORIES = [0x8769, 0x8825, 0xa005];

const numbersOf = (tiff: Uint8Array) =>
  hasText(tiff, 0, 'II') ? { u16: u16le, u32: u32le } : { u16: u16be, u32: u32be };

const isTiff = (tiff: Uint8Array): boolean => hasText(tiff, 0, 'II*\0') || hasText(tiff, 0, 'MM\0*');

function directoryAt(tiff: Uint8Array, at: number): Directory | undefined {
  const { u16, u32 } = numbersOf(tiff);
  if (at < 8 || at + 2 > tiff.length) return undefined;
  const count = u16(tiff, at);
  const nextAt = at + 2 + 12 * count;
  if (count > MAX_ENTRIES || nextAt + 4 > tiff.length) return undefined;
  const entries = Array.from({ length: count }, (_, i): Entry => {
    const entryAt = at + 2 + 12 * i;
    const type = u16(tiff, entryAt + 2);
    const valueBytes = (TYPE_BYTES[type] ?? 0) * u32(tiff, entryAt + 4);
    return {
      tag: u16(tiff, entryAt),
      type,
      count: u32(tiff, entryAt + 4),
      at: entryAt,
      valueAt: valueBytes <= 4 ? entryAt + 8 : u32(tiff, entryAt + 8),
      valueBytes,
    };
  });
  return { at, entries, nextAt };
}

const firstDirectory = (tiff: Uint8Array): Directory | undefined =>
  isTiff(tiff) ? directoryAt(tiff, numbersOf(tiff).u32(tiff, 4)) : undefined;

/** The first directory's entries as they stand, 12 bytes each, and whether its numbers are least significant first. */
export function exifEntries(
  tiff: Uint8Array,
): { little: boolean; entries: ReadonlyMap<number, Uint8Array> } | undefined {
  const first = firstDirectory(tiff);
  if (!first) return undefined;
  const entries = new Map(first.entries.map(({ tag, at }) => [tag, tiff.subarray(at, at + 12)]));
  return { little: hasText(tiff, 0, 'II'), entries };
}

/**
 * A copy of an Exif block without its thumbnail, and with orientation 1 when the pixels stand upright. Nothing else moves:
 * makers' notes hold offsets of their own, which a rebuilt block would break. What is no Exif block comes back as it is.
 */
export function exifForSaving(tiff: Uint8Array, upright: boolean): Uint8Array {
  const first = firstDirectory(tiff);
  if (!first) return tiff;
  const out = tiff.slice();
  const little = hasText(tiff, 0, 'II');
  const { u32 } = numbersOf(tiff);
  const view = new DataView(out.buffer, out.byteOffset);
  const orientation = first.entries.find(({ tag }) => tag === ORIENTATION);
  if (upright && orientation) {
    view.setUint16(orientation.at + 2, SHORT, little);
    view.setUint32(orientation.at + 4, 1, little);
    view.setUint32(orientation.at + 8, 0, little);
    view.setUint16(orientation.at + 8, 1, little);
  }
  const second = directoryAt(tiff, u32(tiff, first.nextAt));
  view.setUint32(first.nextAt, 0, little);
  if (!second || second.at === first.at) return out;
  const spans = [
    { at: second.at, length: second.nextAt + 4 - second.at },
    ...second.entries
      .filter(({ valueBytes }) => valueBytes > 4)
      .map((one) => ({ at: one.valueAt, length: one.valueBytes })),
    thumbnailSpan(tiff, second),
  ];
  const used = endOfUse(tiff, first);
  for (const { at, length } of spans) if (at >= used) out.fill(0, at, at + length);
  // Writers put the thumbnail last; then the block ends where it began.
  const cut = Math.min(...spans.filter(({ length }) => length > 0).map(({ at }) => at));
  return cut >= used ? out.slice(0, cut) : out;
}

function thumbnailSpan(tiff: Uint8Array, directory: Directory): { at: number; length: number } {
  const { u32 } = numbersOf(tiff);
  const value = (wanted: number): number => {
    const entry = directory.entries.find(({ tag, type }) => tag === wanted && type === LONG);
    return entry ? u32(tiff, entry.valueAt) : 0;
  };
  const at = value(THUMBNAIL_AT);
  return at < 8 || at > tiff.length ? { at: tiff.length, length: 0 } : { at, length: value(THUMBNAIL_BYTES) };
}

/** The end of what the first directory and those below it use. */
function endOfUse(tiff: Uint8Array, first: Directory): number {
  const { u32 } = numbersOf(tiff);
  let end = first.nextAt + 4;
  const look = (directory: Directory, depth: number): void => {
    end = Math.max(end, directory.nextAt + 4);
    for (const { tag, valueAt, valueBytes } of directory.entries) {
      if (valueBytes > 4) end = Math.max(end, valueAt + valueBytes);
      // Exif's own directory holds one more; deeper than that only a loop goes.
      const below =
        SUB_DIRECTORIES.includes(tag) && depth < 2 ? directoryAt(tiff, u32(tiff, valueAt)) : undefined;
      if (below) look(below, depth + 1);
    }
  };
  look(first, 0);
  return end;
}

/** The artist or the copyright, one character per byte; undefined when there is none. */
export function exifText(tiff: Uint8Array, what: 'artist' | 'copyright'): string | undefined {
  const wanted = what === 'artist' ? ARTIST : COPYRIGHT;
  const entry = firstDirectory(tiff)?.entries.find(({ tag, type }) => tag === wanted && type === ASCII);
  if (!entry || entry.valueAt + entry.valueBytes > tiff.length) return undefined;
  const text = textOfBytes(tiff.subarray(entry.valueAt, entry.valueAt + entry.valueBytes));
  // The copyright may be the photographer's, a zero, the editor's.
  return (
    text
      .split('\0')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .join('; ') || undefined
  );
}

export function exifDpi(tiff: Uint8Array): Dpi | undefined {
  const entries = firstDirectory(tiff)?.entries ?? [];
  const { u16, u32 } = numbersOf(tiff);
  const resolution = (wanted: number): number => {
    const entry = entries.find(({ tag, type }) => tag === wanted && type === RATIONAL);
    return entry ? u32(tiff, entry.valueAt) / u32(tiff, entry.valueAt + 4) : NaN;
  };
  const unit = entries.find(({ tag }) => tag === RESOLUTION_UNIT);
  const perInch = unit && u16(tiff, unit.valueAt) === 3 ? 2.54 : 1;
  const x = resolution(X_RESOLUTION) * perInch;
  const y = resolution(Y_RESOLUTION) * perInch;
  return x > 0 && y > 0 && Number.isFinite(x + y) ? { x, y } : undefined;
}

interface ExifContent {
  readonly orientation?: number;
  readonly artist?: string;
  readonly copyright?: string;
  readonly dpi?: Dpi;
}

/** Writes a small Exif block with what is given and nothing else, least significant byte first. */
export function createExif({ orientation, artist, copyright, dpi }: ExifContent): Uint8Array<ArrayBuffer> {
  const ascii = (tag: number, text: string) => ({ tag, type: ASCII, data: [...bytesOfText(text), 0] });
  const short = (tag: number, value: number) => ({ tag, type: SHORT, data: [value & 255, value >> 8] });
  const rational = (tag: number, value: number) => {
    const words = new Uint8Array(Uint32Array.of(Math.round(value * 1000), 1000).buffer);
    return { tag, type: RATIONAL, data: [...words] };
  };
  const entries = [
    ...(orientation === undefined ? [] : [short(ORIENTATION, orientation)]),
    ...(dpi ? [rational(X_RESOLUTION, dpi.x), rational(Y_RESOLUTION, dpi.y), short(RESOLUTION_UNIT, 2)] : []),
    ...(artist === undefined ? [] : [ascii(ARTIST, artist)]),
    ...(copyright === undefined ? [] : [ascii(COPYRIGHT, copyright)]),
  ];
  const out = [...bytesOfText('II*\0'), 8, 0, 0, 0, entries.length, 0];
  const values: number[] = [];
  const valuesAt = 8 + 2 + 12 * entries.length + 4;
  const long = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
  for (const { tag, type, data } of entries) {
    out.push(tag & 255, tag >> 8, type, 0, ...long(data.length / TYPE_BYTES[type]));
    if (data.length <= 4) out.push(...data, ...[0, 0, 0, 0].slice(data.length));
    else {
      out.push(...long(valuesAt + values.length));
      values.push(...data, ...(data.length % 2 === 1 ? [0] : []));
    }
  }
  return Uint8Array.from([...out, 0, 0, 0, 0, ...values]);
}
