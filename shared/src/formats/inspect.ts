import type { Span } from './bytes.ts';
import { readAvif } from './avif.ts';
import { readBmp } from './bmp.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './pngChunks.ts';
import { FILE_TYPE_NAMES, sniffFileType, type FileType } from './sniff.ts';
import { readWebp } from './webp.ts';

/** What may be opened. The page takes the defaults; the server narrows them. */
export interface InspectLimits {
  /** Width × height; 100,000,000 unless given. */
  readonly maxPixels?: number;
  /** The longer side in pixels; 65,500 unless given. */
  readonly maxSide?: number;
  /** Types to let through; everything a browser decodes unless given. */
  readonly accept?: readonly FileType[];
  /** True opens what is there of an incomplete file (the user has agreed); otherwise it is refused. */
  readonly allowTruncated?: boolean;
}

/** What the page may want to say of a photo that opens. */
export type InspectNote =
  | 'animation'
  | 'sixteenBit'
  | 'cmyk'
  | 'arithmetic'
  | 'multiPicture'
  | 'damaged'
  | 'trailingData';

/** A photo that may be decoded. */
export interface InspectedImage {
  readonly ok: true;
  readonly type: FileType;
  /** As stored; `orientSize` gives the upright size. */
  readonly width: number;
  readonly height: number;
  /** How the stored pixels must be turned. 1 where every decoder turns them by itself (AVIF, HEIC). */
  readonly orientation: Orientation;
  readonly hasAlpha: boolean;
  /** Bits per channel. */
  readonly bitDepth: number;
  readonly animated: boolean;
  /** Only with `allowTruncated`: where the data stop. */
  readonly truncatedAtBytes?: number;
  readonly notes: readonly InspectNote[];
}

/** Why not, by the codes of the error table, each with the facts for its sentence. */
export type InspectFailure =
  | { readonly ok: false; readonly code: 'IMAGE_EMPTY'; readonly params: Record<string, never> }
  | {
      readonly ok: false;
      readonly code: 'BAD_IMAGE';
      readonly params: { readonly reason: 'text' | 'unknown' | 'header' | 'checksum' | 'damaged' };
    }
  | { readonly ok: false; readonly code: 'IMAGE_TRUNCATED'; readonly params: TruncatedParams }
  | {
      readonly ok: false;
      readonly code: 'IMAGE_TYPE_UNSUPPORTED';
      readonly params: { readonly type: string };
    }
  | { readonly ok: false; readonly code: 'IMAGE_TOO_LARGE_PIXELS'; readonly params: TooLargeParams };

interface TruncatedParams {
  readonly stoppedAtKb: number;
  /** False when not even the size or a first pixel is there: nothing to offer. */
  readonly canOpen: boolean;
}

interface TooLargeParams {
  readonly width: number;
  readonly height: number;
  readonly megapixels: number;
  /** Megapixels allowed. */
  readonly limit: number;
  /** There when it is the longer side that is too long. */
  readonly maxSide?: number;
}

/** What all formats come down to before the limits are looked at. */
interface Facts {
  readonly width: number;
  readonly height: number;
  readonly orientation?: Orientation;
  readonly hasAlpha?: boolean;
  readonly bitDepth?: number;
  readonly animated?: boolean;
  readonly complete: boolean;
  readonly stoppedAt?: number;
  /** False when there is no pixel data. */
  readonly hasPixels?: boolean;
  readonly notes?: readonly (InspectNote | false)[];
  /** Header errors, which come before every other answer. */
  readonly fault?: 'header' | 'checksum' | 'damaged';
  /** A kind of this format that browsers do not decode. */
  readonly unsupported?: string;
}

const BROWSER_TYPES: readonly FileType[] = ['jpeg', 'png', 'webp', 'avif', 'gif', 'bmp'];

/**
 * Looks at the header and the structure of a file, by content only, before anything is decoded: a bomb is refused by
 * its declared size, an incomplete file by where it stops. `bytes` is the whole file. Takes any bytes; never throws.
 */
export function inspectImage(bytes: Uint8Array, limits: InspectLimits = {}): InspectedImage | InspectFailure {
  const { accept = BROWSER_TYPES, allowTruncated = false } = limits;
  const type = sniffFileType(bytes);
  if (type === 'empty') return { ok: false, code: 'IMAGE_EMPTY', params: {} };
  if (type === 'text' || type === 'unknown') return bad(type);
  const read = READERS[type];
  if (!read || !accept.includes(type)) return unsupported(FILE_TYPE_NAMES[type]);
  const facts = read(bytes);
  if (facts.fault === 'header') return bad('header');
  if (facts.unsupported !== undefined) return unsupported(facts.unsupported);
  const tooLarge = checkSize(facts.width, facts.height, limits);
  if (tooLarge) return tooLarge;
  if (facts.fault) return bad(facts.fault);
  const canOpen = facts.width > 0 && facts.height > 0 && facts.hasPixels !== false;
  if (!facts.complete && !(allowTruncated && canOpen)) {
    const stoppedAtKb = Math.ceil((facts.stoppedAt ?? bytes.length) / 1024);
    return { ok: false, code: 'IMAGE_TRUNCATED', params: { stoppedAtKb, canOpen } };
  }
  if (!canOpen) return bad('damaged');
  const { width, height, orientation = 1, hasAlpha = false, bitDepth = 8, animated = false } = facts;
  const notes = [animated && 'animation', bitDepth > 8 && 'sixteenBit', ...(facts.notes ?? [])] as const;
  return {
    ok: true,
    type,
    width,
    height,
    orientation,
    hasAlpha,
    bitDepth,
    animated,
    ...(!facts.complete && { truncatedAtBytes: facts.stoppedAt ?? bytes.length }),
    notes: notes.filter((note) => note !== false),
  };
}

const READERS: Readonly<Partial<Record<FileType, (bytes: Uint8Array) => Facts>>> = {
  jpeg: jpegFacts,
  png: pngFacts,
  webp: webpFacts,
  avif: readAvif,
  heic: readAvif,
  gif(bytes) {
    const info = readGif(bytes);
    return { ...info, animated: info.frames > 1, hasPixels: info.frames > 0 };
  },
  bmp(bytes) {
    const info = readBmp(bytes);
    const isKnown = [1, 4, 8, 16, 24, 32].includes(info.bitsPerPixel);
    return { ...info, ...(!isKnown && bytes.length >= 30 && { fault: 'header' as const }) };
  },
};

function jpegFacts(bytes: Uint8Array): Facts {
  const { frame, segments, complete, stoppedAt, scans, broken } = readJpeg(bytes);
  const exif = segments.find(({ kind }) => kind === 'exif');
  const base = { complete: complete || broken, stoppedAt, hasPixels: scans > 0 };
  if (!frame)
    return { ...base, width: 0, height: 0, ...((complete || broken) && { fault: 'header' as const }) };
  const { width, height, components, process, precision, arithmetic } = frame;
  const isPlain = process === 'baseline' || process === 'extended' || process === 'progressive';
  const kind = isPlain ? (precision === 8 ? undefined : `${precision}-bit JPEG`) : `JPEG (${process})`;
  const channels = components.length;
  const isKnown = width > 0 && height > 0 && (channels === 1 || channels === 3 || channels === 4);
  const hasMore = complete && stoppedAt < bytes.length;
  const isMulti = segments.some((segment) => segment.kind === 'mpf');
  return {
    ...base,
    width,
    height,
    orientation: orientationAt(bytes, exif),
    notes: [
      channels === 4 && 'cmyk',
      arithmetic && 'arithmetic',
      isMulti && 'multiPicture',
      broken && 'damaged',
      hasMore && !isMulti && 'trailingData',
    ],
    ...(!isKnown && { fault: 'header' as const }),
    ...(kind !== undefined && { unsupported: kind }),
  };
}

function pngFacts(bytes: Uint8Array): Facts {
  const { header, hasAlpha, animated, exif, pixelBytes, complete, stoppedAt, fault } = readPng(bytes);
  const isHeader = fault === 'header' || fault === 'signature';
  return {
    width: header?.width ?? 0,
    height: header?.height ?? 0,
    orientation: orientationAt(bytes, exif),
    hasAlpha,
    bitDepth: Math.max(8, header?.bitDepth ?? 8),
    animated,
    complete,
    stoppedAt,
    hasPixels: pixelBytes > 0,
    notes: [complete && stoppedAt < bytes.length && 'trailingData'],
    ...(fault && { fault: isHeader ? 'header' : fault === 'checksum' ? 'checksum' : 'damaged' }),
  };
}

function webpFacts(bytes: Uint8Array): Facts {
  const info = readWebp(bytes);
  const isEmpty = info.complete && info.width * info.height === 0;
  return {
    ...info,
    orientation: orientationAt(bytes, info.exif),
    ...(isEmpty && { fault: 'header' as const }),
  };
}

function orientationAt(bytes: Uint8Array, span: Span | undefined): Orientation {
  return span ? exifOrientation(bytes.subarray(span.at, span.at + span.length)) : 1;
}

function checkSize(width: number, height: number, limits: InspectLimits): InspectFailure | undefined {
  const { maxPixels = 100_000_000, maxSide = 65_500 } = limits;
  const isTooLong = Math.max(width, height) > maxSide;
  if (!isTooLong && width * height <= maxPixels) return undefined;
  // Two decimals, rounded up: 100.01 megapixels must not read as 100.
  const megapixels = Math.ceil((width * height) / 1e4) / 100;
  const params = { width, height, megapixels, limit: maxPixels / 1e6, ...(isTooLong && { maxSide }) };
  return { ok: false, code: 'IMAGE_TOO_LARGE_PIXELS', params };
}

function bad(reason: 'text' | 'unknown' | 'header' | 'checksum' | 'damaged'): InspectFailure {
  return { ok: false, code: 'BAD_IMAGE', params: { reason } };
}

function unsupported(type: string): InspectFailure {
  return { ok: false, code: 'IMAGE_TYPE_UNSUPPORTED', params: { type } };
}
