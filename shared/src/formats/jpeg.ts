import { hasText, lengthWithoutZeros, u16be, type Span } from './bytes.ts';

/** One colour component: its number in the file and how many samples it has per block across and down. */
export interface JpegComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

/** What an application segment is. */
export type JpegSegmentKind = 'exif' | 'icc' | 'xmp' | 'mpf' | 'adobe';

/** A known application segment; the span is its payload, after the identifier. */
export interface JpegSegment extends Span {
  readonly kind: JpegSegmentKind;
}

/** The frame header: what the pixels are. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 8, or 12 and more, which browsers do not open. */
  readonly precision: number;
  readonly components: readonly JpegComponent[];
  readonly process: 'baseline' | 'extended' | 'progressive' | 'lossless' | 'hierarchical';
  readonly arithmetic: boolean;
}

/** What a walk over the markers finds. */
export interface JpegInfo {
  /** Absent when the file ends or breaks before it. */
  readonly frame?: JpegFrame;
  readonly segments: readonly JpegSegment[];
  /** Adobe's colour transform: 0 none (RGB or CMYK), 1 YCbCr, 2 YCCK; absent without that marker. */
  readonly adobeTransform?: number;
  /** True when the end marker was reached. */
  readonly complete: boolean;
  /** Just behind the end marker, or where the data stop (zeros at the end not counted), or where it breaks. */
  readonly stoppedAt: number;
  /** Scans that have begun: 0 means that there is no pixel data at all. */
  readonly scans: number;
  /** True when something stands where a marker must stand. */
  readonly broken: boolean;
}

const IDENTIFIERS: readonly (readonly [kind: JpegSegmentKind, marker: number, text: string])[] = [
  ['exif', 0xe1, 'Exif\0\0'],
  ['xmp', 0xe1, 'http://ns.adobe.com/xap/1.0/\0'],
  ['icc', 0xe2, 'ICC_PROFILE\0'],
  ['mpf', 0xe2, 'MPF\0'],
  ['adobe', 0xee, 'Adobe'],
];

/** Walks the markers of a JPEG (ITU-T T.81, annex B) that begins with one; never throws. */
export function readJpeg(bytes: Uint8Array): JpegInfo {
  const segments: JpegSegment[] = [];
  let frame: JpegFrame | undefined;
  let adobeTransform: number | undefined;
  let scans = 0;
  let at = 2;
  const stop = (complete: boolean, stoppedAt: number, broken = false): JpegInfo => ({
    ...(frame && { frame }),
    ...(adobeTransform !== undefined && { adobeTransform }),
    segments,
    complete,
    stoppedAt,
    scans,
    broken,
  });
  for (;;) {
    // Any number of 0xFF may stand before a marker.
    const before = at;
    while (bytes[at] === 0xff) at++;
    if (at >= bytes.length) return stop(false, bytes.length);
    if (at === before) {
      const data = lengthWithoutZeros(bytes);
      return data <= before ? stop(false, data) : stop(false, before, true);
    }
    const marker = bytes[at++];
    if (marker === 0xd9) return stop(true, at);
    if (isBare(marker)) continue;
    const length = u16be(bytes, at);
    const end = at + length;
    if (at + 2 > bytes.length || end > bytes.length) return stop(false, lengthWithoutZeros(bytes));
    if (length < 2) return stop(false, at, true);
    if (isFrame(marker)) frame ??= readFrame(bytes.subarray(at + 2, end), marker);
    for (const [kind, of, text] of IDENTIFIERS) {
      if (marker !== of || length - 2 < text.length || !hasText(bytes, at + 2, text)) continue;
      const payload = at + 2 + text.length;
      segments.push({ kind, at: payload, length: end - payload });
      if (kind === 'adobe' && end - payload >= 7) adobeTransform = bytes[payload + 6];
    }
    at = end;
    if (marker === 0xda) {
      scans++;
      at = endOfScan(bytes, at);
    }
  }
}

/** The colour profile, put together from its parts in the order they number themselves; none when a part is missing. */
export function jpegIccProfile(bytes: Uint8Array, info: JpegInfo): Uint8Array | undefined {
  // Each part: its number from 1, how many there are, then its piece (ICC.1, annex B.4).
  const parts = info.segments
    .filter(({ kind, length }) => kind === 'icc' && length > 2)
    .map((segment) => bytes.subarray(segment.at, segment.at + segment.length))
    .sort((a, b) => a[0] - b[0]);
  if (parts.length === 0 || parts.some((part, i) => part[0] !== i + 1 || part[1] !== parts.length)) {
    return undefined;
  }
  const profile = new Uint8Array(parts.reduce((sum, part) => sum + part.length - 2, 0));
  let at = 0;
  for (const part of parts) {
    profile.set(part.subarray(2), at);
    at += part.length - 2;
  }
  return profile;
}

/** Markers without a length: TEM, restarts, and a second start of image. */
function isBare(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 … SOF15 without DHT, JPG and DAC, which share the numbers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(body: Uint8Array, marker: number): JpegFrame | undefined {
  if (body.length < 6 || body.length < 6 + body[5] * 3) return undefined;
  const components = Array.from({ length: body[5] }, (_, i) => ({
    id: body[6 + i * 3],
    across: body[7 + i * 3] >> 4,
    down: body[7 + i * 3] & 15,
  }));
  // Four processes (T.81, table B.1), then the same hierarchical; all again with arithmetic coding from 0xC8 on.
  const process = (['baseline', 'extended', 'progressive', 'lossless'] as const)[marker & 3];
  return {
    width: u16be(body, 3),
    height: u16be(body, 1),
    precision: body[0],
    components,
    process: marker & 4 ? 'hierarchical' : process,
    arithmetic: marker >= 0xc8,
  };
}

/** The first marker behind a scan's data that is neither a stuffed 0xFF nor a restart, or the end. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7) || next === 0xff;
    if (!isData) return at;
  }
  return Math.max(from, lengthWithoutZeros(bytes));
}
