import { hasText } from '../formats/bytes.ts';
import { inverseDct, ZIGZAG } from './dct.ts';
import { addToCoefficients, createKnown, readScan } from './scan.ts';
import { readStructure, type Component, type JpegStructure } from './structure.ts';

/** A picture in printing ink. */
export interface InkPicture {
  readonly width: number;
  readonly height: number;
  /** Cyan, magenta, yellow, black; 0 is none, 255 all of it. */
  readonly data: Uint8Array;
}

/** The samples of a component, of all its whole blocks. */
interface SamplePlane {
  readonly data: Uint8Array;
  readonly stride: number;
}

/**
 * Decodes a JPEG of four inks, which browsers only give converted to red, green and blue. Subsampled components are repeated.
 * Holds the coefficients of the picture: eight bytes a pixel.
 * @throws JpegUnsupportedError for any other JPEG, JpegDamagedError for a damaged one
 */
export function decodeInk(bytes: Uint8Array): InkPicture {
  const structure = readStructure(bytes, [4]);
  const { frame, parts } = structure;
  const { width, height, components, colour } = frame;
  const coefficients = coefficientsOf(bytes, structure);
  const planes = components.map((component, at) => samplesOf(component, coefficients[at]));
  // Adobe's programs write ink upside down, and all others after them; their marker says so.
  const isInverted = parts.some(
    (part) => part.kind === 'segment' && part.marker === 0xee && hasText(bytes, part.body.at, 'Adobe'),
  );
  const data = new Uint8Array(4 * width * height);
  for (const [at, { pixelsAcross, pixelsDown }] of components.entries()) {
    const { data: samples, stride } = planes[at];
    for (let y = 0; y < height; y++) {
      const row = Math.floor(y / pixelsDown) * stride;
      for (let x = 0; x < width; x++)
        data[4 * (y * width + x) + at] =
          samples[row + (pixelsAcross === 1 ? x : Math.floor(x / pixelsAcross))];
    }
  }
  if (colour === 'ycc') lightOfLuma(data);
  if (isInverted) for (let i = 0; i < data.length; i++) data[i] = 255 - data[i];
  return { width, height, data };
}

/** All coefficients by component, block after block in zigzag order. */
function coefficientsOf(bytes: Uint8Array, { frame, parts }: JpegStructure): readonly Int16Array[] {
  const all = frame.components.map(({ columns, rows }) => new Int16Array(64 * columns * rows));
  const known = createKnown(frame);
  for (const part of parts) {
    if (part.kind !== 'scan') continue;
    const { scan } = part;
    const visitor = {
      block(slot: number, index: number, block: Int16Array, isEmpty: boolean) {
        if (isEmpty) return;
        const own = all[scan.components[slot].index];
        addToCoefficients(own.subarray(64 * index, 64 * index + 64), block, scan);
      },
    };
    // Nobody is told how far it is: an opening photo shows no bar.
    for (const _ of readScan(bytes, frame, scan, known, visitor));
  }
  return all;
}

function samplesOf({ columns, rows, quantisation }: Component, coefficients: Int16Array): SamplePlane {
  const stride = 8 * columns;
  const data = new Uint8Array(64 * columns * rows);
  const block = new Float64Array(64);
  for (let index = 0; index < columns * rows; index++) {
    for (let k = 0; k < 64; k++) block[ZIGZAG[k]] = coefficients[64 * index + k] * quantisation[k];
    inverseDct(block);
    const from = Math.floor(index / columns) * 8 * stride + (index % columns) * 8;
    for (let i = 0; i < 64; i++)
      data[from + (i >> 3) * stride + (i & 7)] = Math.min(255, Math.max(0, Math.round(block[i] + 128)));
  }
  return { data, stride };
}

/** Luma and chroma of the first three channels to red, green and blue, in place (ITU-R BT.601 in full range). */
function lightOfLuma(data: Uint8Array): void {
  const whole = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i < data.length; i += 4) {
    const [luma, blue, red] = [data[i], data[i + 1] - 128, data[i + 2] - 128];
    data[i] = whole(luma + 1.402 * red);
    data[i + 1] = whole(luma - 0.344136 * blue - 0.714136 * red);
    data[i + 2] = whole(luma + 1.772 * blue);
  }
}
