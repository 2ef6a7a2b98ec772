import { readPng } from '@cleanplate/shared/formats/pngChunks.ts';

/** How the pixels of a PNG lie in its inflated data. */
export interface PngLayout {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colour: 'grey' | 'rgb' | 'palette' | 'greyAlpha' | 'rgba';
  /** RGB triples; only for `palette`. */
  readonly palette: Uint8Array | undefined;
  readonly interlaced: boolean;
  readonly hasAlpha: boolean;
  /** Bytes of a row without its filter byte, and of a pixel (1 when several share a byte). */
  readonly rowBytes: number;
  readonly pixelBytes: number;
  /** The IDAT payloads, in order: together one zlib stream. */
  readonly data: readonly Uint8Array[];
}

const colours = { 0: 'grey', 2: 'rgb', 3: 'palette', 4: 'greyAlpha', 6: 'rgba' } as const;
const channels = { grey: 1, rgb: 3, palette: 1, greyAlpha: 2, rgba: 4 } as const;

/** Undefined when the header is missing or not allowed. The chunks are taken as they are: check the file first. */
export function readPngLayout(png: Uint8Array): PngLayout | undefined {
  const { header, hasAlpha } = readPng(png);
  if (header === undefined) return undefined;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const data: Uint8Array[] = [];
  let palette: Uint8Array | undefined;
  for (let at = 8; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const body = png.subarray(at + 8, at + 8 + length);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === 'IDAT') data.push(body);
    if (type === 'PLTE') palette = body;
    at += 12 + length;
  }
  const { width, height, bitDepth, colourType, interlaced } = header;
  const colour = colours[colourType];
  const bits = channels[colour] * bitDepth;
  return {
    width,
    height,
    bitDepth,
    colour,
    palette: colour === 'palette' ? (palette ?? new Uint8Array()) : undefined,
    interlaced,
    hasAlpha,
    rowBytes: Math.ceil((width * bits) / 8),
    pixelBytes: Math.max(1, bits / 8),
    data,
  };
}
