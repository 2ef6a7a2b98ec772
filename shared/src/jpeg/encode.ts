import { BitWriter } from './bits.ts';
import { writeDc, writeSequential } from './blocks.ts';
import { ZIGZAG } from './dct.ts';
import { fastDct, fastDctScale } from './fastDct.ts';
import { huffmanBody } from './huffman.ts';
import { quantisationFor, standardHuffman } from './standardTables.ts';

/** A picture that is read strip by strip, once. */
export interface JpegSource {
  /** 1 to 65,535 each. */
  readonly width: number;
  readonly height: number;
  /** RGBA of rows `y` to `y + rows`; alpha is not looked at. */
  read(y: number, rows: number): Uint8ClampedArray | Uint8Array;
}

export interface JpegEncoding {
  /** 1 to 100, as other encoders count it. From 90 on chroma keeps its full size. */
  readonly quality: number;
  /** Segments to stand directly behind the start of the file. */
  readonly head: readonly Uint8Array[];
}

/** JPEG's own limit of a side. */
export const maxJpegSide = 65_535;

function segment(marker: number, body: readonly number[]): Uint8Array {
  const length = body.length + 2;
  return Uint8Array.from([0xff, marker, length >> 8, length & 255, ...body]);
}

const wide = (value: number): readonly number[] => [value >> 8, value & 255];

/** Frame, tables and scan header (T.81, B.2) of three components; luma has `across × across` blocks an MCU. */
function headers(width: number, height: number, across: number, tables: readonly Uint8Array[]): Uint8Array[] {
  const components = [1, 2, 3].flatMap((id) => [
    id,
    id === 1 ? (across << 4) | across : 0x11,
    id === 1 ? 0 : 1,
  ]);
  return [
    ...tables.map((table, at) => segment(0xdb, [at, ...table])),
    segment(0xc0, [8, ...wide(height), ...wide(width), 3, ...components]),
    ...standardHuffman.flatMap(({ dc, ac }, at) => [
      segment(0xc4, [...huffmanBody(at, dc)]),
      segment(0xc4, [...huffmanBody(16 + at, ac)]),
    ]),
    segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ];
}

/** A component of one row of MCUs as numbers, −128 to 127, edges repeated outwards to whole blocks. */
interface Samples {
  readonly data: Float32Array;
  readonly stride: number;
}

/** Luma and chroma of a strip (ITU-R BT.601 in full range, as JFIF has it); chroma is the mean of `across × across` pixels. */
function toSamples(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  rows: number,
  across: number,
  [luma, blue, red]: readonly Samples[],
): void {
  const side = 8 * across;
  blue.data.fill(0);
  red.data.fill(0);
  const share = 1 / (across * across);
  for (let y = 0; y < side; y++) {
    const from = 4 * width * Math.min(y, rows - 1);
    const chromaRow = Math.floor(y / across) * blue.stride;
    for (let x = 0; x < luma.stride; x++) {
      const at = from + 4 * Math.min(x, width - 1);
      const [r, g, b] = [rgba[at], rgba[at + 1], rgba[at + 2]];
      luma.data[y * luma.stride + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      const chroma = chromaRow + (across === 1 ? x : x >> 1);
      blue.data[chroma] += share * (-0.168736 * r - 0.331264 * g + 0.5 * b);
      red.data[chroma] += share * (0.5 * r - 0.418688 * g - 0.081312 * b);
    }
  }
}

/**
 * Writes a baseline JPEG of three components, a row of MCUs at a time. Why not the browser's encoder: it wants the whole photo
 * on one canvas, which no phone has for a large one, tells no progress and cannot be stopped. Yields the fraction done.
 *
 * @param emit is given the file piece by piece
 * @throws RangeError when a side is larger than JPEG can say
 */
export function* encodeJpeg(
  { width, height, read }: JpegSource,
  { quality, head }: JpegEncoding,
  emit: (piece: Uint8Array) => void,
): Generator<number, void, void> {
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= maxJpegSide))
    throw new RangeError(`a JPEG has 1 to ${maxJpegSide} pixels a side; the picture is ${width}×${height}`);
  const whole = Math.min(100, Math.max(1, Math.round(quality)));
  const across = whole >= 90 ? 1 : 2;
  const side = 8 * across;
  const mcus = Math.ceil(width / side);
  const tables = quantisationFor(whole);
  emit(Uint8Array.of(0xff, 0xd8));
  for (const one of [...head, ...headers(width, height, across, tables)]) emit(one);

  const samplesOf = (stride: number, rows: number): Samples => ({
    data: new Float32Array(stride * rows),
    stride,
  });
  const components = [samplesOf(mcus * side, side), samplesOf(mcus * 8, 8), samplesOf(mcus * 8, 8)];
  const factors = tables.map((table) => {
    const factor = new Float32Array(64);
    for (let k = 0; k < 64; k++) factor[ZIGZAG[k]] = fastDctScale(ZIGZAG[k]) / table[k];
    return factor;
  });
  const bits = new BitWriter(emit);
  const previous = [0, 0, 0];
  const block = new Float32Array(64);
  const zigzag = new Int16Array(64);

  const writeBlock = (component: number, x: number, y: number): void => {
    const { data, stride } = components[component];
    const slot = component === 0 ? 0 : 1;
    for (let row = 0; row < 8; row++) {
      const from = (y + row) * stride + x;
      for (let column = 0; column < 8; column++) block[8 * row + column] = data[from + column];
    }
    fastDct(block);
    const factor = factors[slot];
    for (let k = 0; k < 64; k++) {
      const place = ZIGZAG[k];
      zigzag[k] = Math.round(block[place] * factor[place]);
    }
    const { dc, ac } = standardHuffman[slot];
    writeDc(bits, dc, zigzag[0] - previous[component]);
    previous[component] = zigzag[0];
    writeSequential(bits, ac, zigzag);
  };

  for (let y = 0; y < height; y += side) {
    const rows = Math.min(side, height - y);
    toSamples(read(y, rows), width, rows, across, components);
    for (let mcu = 0; mcu < mcus; mcu++) {
      for (let v = 0; v < across; v++)
        for (let u = 0; u < across; u++) writeBlock(0, mcu * side + 8 * u, 8 * v);
      writeBlock(1, 8 * mcu, 0);
      writeBlock(2, 8 * mcu, 0);
    }
    yield (y + rows) / height;
  }
  bits.end();
  emit(Uint8Array.of(0xff, 0xd9));
}
