import { hasText, u16be, type Span } from '../formats/bytes.ts';
import { jpegIccProfile, readJpeg } from '../formats/jpeg.ts';
import { bytesOfText, joinBytes } from './byteText.ts';
import { exifForSaving } from './exifBlock.ts';
import { iptcOfResources, resourcesForSaving, resourcesOfIptc } from './iptc.ts';
import {
  dpiOf,
  metadataForSaving,
  rightsOf,
  type Dpi,
  type PhotoMetadata,
  type SaveMetadata,
} from './photoMetadata.ts';
import { createXmp, xmpForSaving } from './xmp.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP11 = 0xeb;
const APP13 = 0xed;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;

const JFIF = 'JFIF\0';
const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/\0';
const ICC = 'ICC_PROFILE\0';
const PHOTOSHOP = 'Photoshop 3.0\0';

/** A segment's two length bytes count themselves. */
const MAX_BODY = 65_533;

export function jpegSegment(marker: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  if (body.length > MAX_BODY)
    throw new RangeError(`a segment of ${body.length} bytes; ${MAX_BODY} is the most`);
  const length = body.length + 2;
  return joinBytes([Uint8Array.of(0xff, marker, length >> 8, length & 255), body]);
}

interface HeadSegment extends Span {
  readonly marker: number;
  /** From its marker on. */
  readonly start: number;
}

/** The segments before the first scan, by their bodies; stops at whatever is none. */
export function headSegments(bytes: Uint8Array): HeadSegment[] {
  const segments: HeadSegment[] = [];
  for (let at = 2; bytes[at] === 0xff && at + 4 <= bytes.length;) {
    while (bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1];
    const length = u16be(bytes, at + 2);
    if (marker === 0xda || marker < 0xc0 || length < 2) break;
    segments.push({ marker, start: at, at: at + 4, length: length - 2 });
    at += 2 + length;
  }
  return segments;
}

/** What a JPEG says about its photo. */
export function readJpegMetadata(bytes: Uint8Array): PhotoMetadata {
  const segments = headSegments(bytes);
  const body = ({ at, length }: Span, skip = 0) => bytes.subarray(at + skip, at + length);
  const find = (marker: number, text: string): Uint8Array | undefined => {
    const found = segments.find((one) => one.marker === marker && hasText(bytes, one.at, text));
    return found && body(found, text.length);
  };
  const resources = segments
    .filter(({ marker, at }) => marker === APP13 && hasText(bytes, at, PHOTOSHOP))
    .map((one) => body(one, PHOTOSHOP.length));
  const jfif = find(APP0, JFIF);
  return {
    icc: jpegIccProfile(bytes, readJpeg(bytes)),
    exif: find(APP1, EXIF),
    xmp: find(APP1, XMP),
    iptc: iptcOfResources(joinBytes(resources)),
    dpi: jfif && jfifDpi(jfif),
  };
}

/** JFIF: version, unit (1 per inch, 2 per centimetre, 0 only an aspect), density across and down. */
function jfifDpi(body: Uint8Array): Dpi | undefined {
  const perInch = [0, 1, 2.54][body[2]] ?? 0;
  const dpi = { x: u16be(body, 3) * perInch, y: u16be(body, 5) * perInch };
  return dpi.x > 0 && dpi.y > 0 ? dpi : undefined;
}

function jfifBody(dpi: Dpi | undefined): Uint8Array {
  const x = Math.round(dpi?.x ?? 1);
  const y = Math.round(dpi?.y ?? 1);
  const density = [dpi ? 1 : 0, x >> 8, x & 255, y >> 8, y & 255];
  return joinBytes([bytesOfText(JFIF), Uint8Array.of(1, 2, ...density, 0, 0)]);
}

function iccSegments(icc: Uint8Array): Uint8Array[] {
  const room = MAX_BODY - ICC.length - 2;
  const count = Math.ceil(icc.length / room);
  // The parts number themselves in one byte: a profile of over 16 MB cannot be carried.
  if (count > 255) return [];
  return Array.from({ length: count }, (_, i) =>
    jpegSegment(
      APP2,
      joinBytes([bytesOfText(ICC), Uint8Array.of(i + 1, count), icc.subarray(i * room, (i + 1) * room)]),
    ),
  );
}

/** Segments to stand directly behind the start of a JPEG. */
export function jpegHead(metadata: PhotoMetadata): Uint8Array[] {
  const { icc, exif, xmp, iptc } = metadata;
  const block = (marker: number, name: string, body: Uint8Array): Uint8Array[] =>
    name.length + body.length > MAX_BODY ? [] : [jpegSegment(marker, joinBytes([bytesOfText(name), body]))];
  // A packet too large for a segment was written for another format; whose the photo is fits always.
  const packet = xmp && xmp.length + XMP.length > MAX_BODY ? createXmp(rightsOf(metadata)) : xmp;
  return [
    jpegSegment(APP0, jfifBody(dpiOf(metadata))),
    ...(exif ? block(APP1, EXIF, exif) : []),
    ...(packet ? block(APP1, XMP, packet) : []),
    ...(icc ? iccSegments(icc) : []),
    ...(iptc ? block(APP13, PHOTOSHOP, resourcesOfIptc(iptc)) : []),
  ];
}

/**
 * How the segments of a JPEG are carried into a JPEG rewritten from it: `null` leaves one out, everything else is its bytes
 * anew. What shows the picture as it was goes (thumbnails, further pictures, packets beside XMP), and so does a signature
 * over pixels that are no longer these.
 */
export function createSegmentCarrier(
  found: PhotoMetadata,
  how: SaveMetadata,
): (marker: number, body: Uint8Array, whole: Uint8Array) => Uint8Array | null {
  const { withoutPrivate, upright } = how;
  const reduced = withoutPrivate ? metadataForSaving(found, how) : undefined;
  const written = new Set<string>();
  const once = (name: string, marker: number, body: Uint8Array | undefined): Uint8Array | null => {
    if (written.has(name) || !body) return null;
    written.add(name);
    return jpegSegment(marker, joinBytes([bytesOfText(name), body]));
  };
  return (marker, body, whole) => {
    if (marker === COMMENT) return withoutPrivate ? null : whole;
    if (marker < APP0 || marker > APP15) return whole;
    const is = (wanted: number, text: string): boolean => marker === wanted && hasText(body, 0, text);
    if (is(APP0, JFIF)) return body.length <= 14 ? whole : jpegSegment(APP0, withoutJfifThumbnail(body));
    if (is(APP1, EXIF)) {
      const exif = reduced ? reduced.exif : exifForSaving(body.subarray(EXIF.length), upright);
      return once(EXIF, APP1, exif);
    }
    if (is(APP1, XMP)) {
      const xmp = reduced ? reduced.xmp : xmpForSaving(body.subarray(XMP.length), upright);
      return once(XMP, APP1, xmp);
    }
    if (is(APP13, PHOTOSHOP)) {
      const resources = resourcesForSaving(body.subarray(PHOTOSHOP.length), withoutPrivate);
      return resources.length > 0 ? once(PHOTOSHOP, APP13, resources) : null;
    }
    if (is(APP2, ICC) || is(APP14, 'Adobe')) return whole;
    const showsWhatWas =
      is(APP0, 'JFXX\0') || is(APP1, EXTENDED_XMP) || is(APP2, 'MPF\0') || marker === APP11;
    return showsWhatWas || withoutPrivate ? null : whole;
  };
}

const withoutJfifThumbnail = (body: Uint8Array): Uint8Array => {
  const out = body.slice(0, 14);
  out.fill(0, 12);
  return out;
};
