import { crc32 } from './crc32.ts';
import { createPngFilter, type PngFilter } from './pngFilter.ts';

/** What a pixel holds: a mask is grey, a photo without transparency rgb. */
export type PngColour = 'grey' | 'greyAlpha' | 'rgb' | 'rgba';

/** One ancillary chunk to stand before the pixels: iCCP, eXIf, pHYs, iTXt … */
export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

/** What picture is written. */
export interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly colour: PngColour;
  /** `adaptive` unless given: best for photos; `up` is fast and as small for masks. */
  readonly filter?: PngFilter;
  /** Written in this order between the header and the pixels. */
  readonly chunks?: readonly PngChunk[];
}

/** Writes one PNG of 8 bits per channel, piece by piece; the host compresses between `filterRows` and `idat`. */
export interface PngWriter {
  /** Signature, IHDR and the ancillary chunks: the first bytes of the file. */
  readonly header: Uint8Array<ArrayBuffer>;
  /**
   * The next rows, whole, top to bottom, prepared for compression (all of them make one zlib stream). Throws
   * RangeError for a part of a row or more rows than the picture has.
   */
  filterRows(rows: Uint8Array | Uint8ClampedArray): Uint8Array<ArrayBuffer>;
  /** A piece of the zlib stream, of any length, as a chunk of the file; an empty piece gives no bytes. */
  idat(compressed: Uint8Array): Uint8Array<ArrayBuffer>;
  /** The last bytes of the file. Throws RangeError while rows are missing: a short file is never finished. */
  end(): Uint8Array<ArrayBuffer>;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHANNELS: Readonly<Record<PngColour, number>> = { grey: 1, greyAlpha: 2, rgb: 3, rgba: 4 };
const COLOUR_TYPE: Readonly<Record<PngColour, number>> = { grey: 0, greyAlpha: 4, rgb: 2, rgba: 6 };

/**
 * A streaming PNG writer without a compressor of its own: `header`, then for each run of rows
 * `idat(deflate(filterRows(rows)))` with the host's zlib (`CompressionStream('deflate')`, `node:zlib`), then `end()`.
 * Why not `canvas.toBlob`: it premultiplies alpha, loses the colour profile and fails above the canvas size limit.
 */
export function createPngWriter(options: PngOptions): PngWriter {
  const { width, height, colour, filter = 'adaptive', chunks = [] } = options;
  for (const side of [width, height]) {
    // 2³¹ − 1 is PNG's own limit.
    if (!Number.isInteger(side) || side < 1 || side > 0x7fffffff) {
      throw new RangeError(`a PNG cannot be ${width}×${height}`);
    }
  }
  const rowBytes = width * CHANNELS[colour];
  const filterOf = createPngFilter(rowBytes, CHANNELS[colour], filter);
  let rowsLeft = height;
  return {
    header: joinBytes([
      Uint8Array.from(SIGNATURE),
      pngChunk('IHDR', ihdr(width, height, COLOUR_TYPE[colour])),
      ...chunks.map(({ type, data }) => pngChunk(type, data)),
    ]),
    filterRows(rows) {
      const count = rows.length / rowBytes;
      if (!Number.isInteger(count)) {
        throw new RangeError(`${rows.length} bytes are no whole rows of ${rowBytes} bytes`);
      }
      if (count > rowsLeft) throw new RangeError(`${count} rows given; ${rowsLeft} of ${height} are left`);
      rowsLeft -= count;
      return filterOf(rows);
    },
    idat: (compressed) => (compressed.length === 0 ? new Uint8Array(0) : pngChunk('IDAT', compressed)),
    end() {
      if (rowsLeft > 0) throw new RangeError(`${rowsLeft} of ${height} rows are missing`);
      return pngChunk('IEND', new Uint8Array(0));
    },
  };
}

/** Length, type, data and CRC: a chunk as it stands in the file. Throws RangeError unless the type is four letters. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z]{4}$/.test(type))
    throw new RangeError(`chunk type ${JSON.stringify(type)} is not four letters`);
  const out = new Uint8Array(data.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(latin1(type), 4);
  out.set(data, 8);
  view.setUint32(data.length + 8, crc32(out.subarray(4, data.length + 8)));
  return out;
}

/** The photo's colour profile: `deflated` is the ICC profile as a zlib stream, made by the host. */
export function iccpChunk(name: string, deflated: Uint8Array): PngChunk {
  return {
    type: 'iCCP',
    data: joinBytes([latin1(name.slice(0, 79) || 'ICC'), Uint8Array.of(0, 0), deflated]),
  };
}

/** The photo's resolution in pixels per metre across and down (72 dpi is 2835). */
export function physChunk(acrossPerMetre: number, downPerMetre: number): PngChunk {
  const data = new Uint8Array(9);
  const view = new DataView(data.buffer);
  view.setUint32(0, acrossPerMetre);
  view.setUint32(4, downPerMetre);
  data[8] = 1;
  return { type: 'pHYs', data };
}

function ihdr(width: number, height: number, colourType: number): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data[8] = 8;
  data[9] = colourType;
  return data;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
