import { joinBytes } from './byteText.ts';
import { exifEntries } from './exifBlock.ts';
import { dpiOf, type PhotoMetadata } from './photoMetadata.ts';

export interface TiffOptions {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly rowsPerStrip: number;
  readonly metadata: PhotoMetadata;
}

/** Writes one TIFF of 8 bits per channel, strip by strip; the host compresses. */
export interface TiffWriter {
  /** What a strip's rows (RGB or RGBA) become before the host's zlib compresses them: each pixel minus the one before. */
  differences(rows: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Takes the next strip, compressed, and gives what belongs into the file. */
  strip(compressed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[];
  /** The file's first bytes and its last; known only when all strips are. */
  finish(): { readonly head: Uint8Array<ArrayBuffer>; readonly tail: Uint8Array<ArrayBuffer> };
}

const BYTE = 1;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const DEFLATE = 8;
const HORIZONTAL_DIFFERENCES = 2;
const UNASSOCIATED_ALPHA = 2;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly data: Uint8Array;
}

/** Tags of the first directory that say something of stored pixels, or of a thumbnail: never carried. */
const OWN_TAGS = [
  0x00fe, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x011a, 0x011b,
  0x011c, 0x0128, 0x013d, 0x0152, 0x0153, 0x0211, 0x0213, 0x02bc, 0x83bb, 0x8773, 0x0201, 0x0202,
];

/**
 * A TIFF whose first bytes are the photo's Exif block as it was: it is a TIFF structure itself, so its directories stay
 * where they are and every offset in it, makers' notes included, stays true. Only the first directory is written anew, at the
 * end of the file, with the picture's own tags beside those of the camera.
 */
export function createTiffWriter(options: TiffOptions): TiffWriter {
  const { width, height, hasAlpha, rowsPerStrip, metadata } = options;
  const channels = hasAlpha ? 4 : 3;
  const carried = metadata.exif && exifEntries(metadata.exif);
  const little = carried?.little ?? true;
  const block = carried && metadata.exif ? metadata.exif : Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0);
  const head = joinBytes([block, new Uint8Array(block.length % 2)]);
  const offsets: number[] = [];
  const lengths: number[] = [];
  let size = head.length;

  const numbers = (type: typeof SHORT | typeof LONG, values: readonly number[]): Uint8Array => {
    const bytes = type === SHORT ? 2 : 4;
    const view = new DataView(new ArrayBuffer(bytes * values.length));
    for (const [i, value] of values.entries())
      if (type === SHORT) view.setUint16(2 * i, value, little);
      else view.setUint32(4 * i, value, little);
    return new Uint8Array(view.buffer);
  };
  const field = (tag: number, type: typeof SHORT | typeof LONG, ...values: number[]): Field => ({
    tag,
    type,
    count: values.length,
    data: numbers(type, values),
  });
  const bytesField = (tag: number, type: number, data: Uint8Array | undefined): Field[] =>
    data ? [{ tag, type, count: data.length, data }] : [];
  const rational = (tag: number, value: number): Field => ({
    tag,
    type: RATIONAL,
    count: 1,
    data: numbers(LONG, [Math.round(value * 1000), 1000]),
  });

  const fields = (): Field[] => {
    const dpi = dpiOf(metadata);
    return [
      field(0x0100, LONG, width),
      field(0x0101, LONG, height),
      field(0x0102, SHORT, ...Array.from({ length: channels }, () => 8)),
      field(0x0103, SHORT, DEFLATE),
      field(0x0106, SHORT, 2),
      field(0x0111, LONG, ...offsets),
      field(0x0112, SHORT, 1),
      field(0x0115, SHORT, channels),
      field(0x0116, LONG, rowsPerStrip),
      field(0x0117, LONG, ...lengths),
      ...(dpi ? [rational(0x011a, dpi.x), rational(0x011b, dpi.y), field(0x0128, SHORT, 2)] : []),
      field(0x011c, SHORT, 1),
      field(0x013d, SHORT, HORIZONTAL_DIFFERENCES),
      ...(hasAlpha ? [field(0x0152, SHORT, UNASSOCIATED_ALPHA)] : []),
      ...bytesField(0x02bc, BYTE, metadata.xmp),
      ...bytesField(0x83bb, UNDEFINED, metadata.iptc),
      ...bytesField(0x8773, UNDEFINED, metadata.icc),
    ];
  };

  return {
    differences(rows) {
      const out = new Uint8Array(rows.length);
      const rowBytes = width * channels;
      for (let start = 0; start < rows.length; start += rowBytes) {
        for (let i = start; i < start + channels; i++) out[i] = rows[i];
        for (let i = start + channels; i < start + rowBytes; i++) out[i] = rows[i] - rows[i - channels];
      }
      return out;
    },
    strip(compressed) {
      offsets.push(size);
      lengths.push(compressed.length);
      size += compressed.length + (compressed.length % 2);
      return compressed.length % 2 === 1 ? [compressed, new Uint8Array(1)] : [compressed];
    },
    finish() {
      if (offsets.length !== Math.ceil(height / rowsPerStrip))
        throw new RangeError(
          `${offsets.length} strips given; ${Math.ceil(height / rowsPerStrip)} are needed`,
        );
      const camera = [...(carried?.entries ?? [])].filter(([tag]) => !OWN_TAGS.includes(tag));
      const own = fields();
      const count = own.length + camera.length;
      const valuesAt = size + 2 + 12 * count + 4;
      const values: Uint8Array[] = [];
      let valueBytes = 0;
      const place = (data: Uint8Array): number => {
        const at = valuesAt + valueBytes;
        values.push(data, new Uint8Array(data.length % 2));
        valueBytes += data.length + (data.length % 2);
        return at;
      };
      const entry = ({ tag, type, count: n, data }: Field): readonly [number, Uint8Array] => [
        tag,
        joinBytes([
          numbers(SHORT, [tag, type]),
          numbers(LONG, [n]),
          data.length <= 4
            ? joinBytes([data, new Uint8Array(4 - data.length)])
            : numbers(LONG, [place(data)]),
        ]),
      ];
      // A directory's entries stand in the order of their tags (TIFF 6.0, section 2).
      const entries = [...own.map(entry), ...camera].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      const tail = joinBytes([numbers(SHORT, [count]), ...entries, new Uint8Array(4), ...values]);
      if (size + tail.length > 0xffffffff) throw new RangeError('a TIFF of over 4 GB');
      head.set(numbers(LONG, [size]), 4);
      return { head, tail };
    },
  };
}
