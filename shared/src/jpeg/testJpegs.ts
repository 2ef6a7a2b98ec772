import type { Rect } from '../raster/rect.ts';
import { BitWriter } from './bits.ts';
import type { Change } from './changeBlocks.ts';
import { forwardDct, ZIGZAG } from './dct.ts';
import { createHuffmanTable, huffmanBody } from './huffman.ts';
import { createScanWriter, viewThroughScan, withCompleteTables } from './scan.ts';
import type { Component, Frame, Scan } from './structure.ts';

/** A picture with gradients, edges, colour and grain: every kind of coefficient occurs. RGB. */
export function testPixels(width: number, height: number): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height * 3);
  let seed = 1;
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    const grain = (seed >> 16) % 24;
    const isEdge = (x >> 4) % 3 === 0 || (x - y) % 37 < 4;
    pixels[3 * i] = isEdge ? 210 : (x * 255) / width - grain;
    pixels[3 * i + 1] = (y * 200) / height + grain;
    pixels[3 * i + 2] = isEdge ? 40 + grain : 255 - (x * 160) / width;
  }
  return new Uint8Array(pixels.buffer);
}

/** A patch of one colour over some rectangles, as the document gives it. `photo` is RGBA. */
export function paintOver(
  photo: { data: Uint8ClampedArray; width: number },
  patches: readonly Rect[],
  colour: readonly [number, number, number],
): (rect: Rect) => Omit<Change, 'rect'> {
  return (rect) => {
    const before = new Uint8ClampedArray(rect.width * rect.height * 4);
    for (let y = 0; y < rect.height; y++) {
      const from = ((rect.y + y) * photo.width + rect.x) * 4;
      before.set(photo.data.subarray(from, from + rect.width * 4), y * rect.width * 4);
    }
    const after = before.slice();
    for (let i = 0; i < rect.width * rect.height; i++) {
      const x = rect.x + (i % rect.width);
      const y = rect.y + Math.floor(i / rect.width);
      const isIn = patches.some((p) => x >= p.x && y >= p.y && x < p.x + p.width && y < p.y + p.height);
      if (isIn) after.set(colour, 4 * i);
    }
    return { before, after };
  };
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

export interface TestJpeg {
  readonly width: number;
  readonly height: number;
  /** Blocks per MCU of luma, across and down, beside one of each chroma; null for a grey file. */
  readonly sampling: readonly [number, number] | null;
  readonly progressive: boolean;
  /** MCUs between restart markers; 0 means none. */
  readonly restartInterval: number;
}

type Script = readonly (readonly [
  components: readonly number[],
  from: number,
  to: number,
  high: number,
  low: number,
])[];

/** Spectral selection and successive approximation together, as cameras and editors write them. */
const progression = (all: readonly number[]): Script => [
  [all, 0, 0, 0, 1],
  ...all.map((one) => [[one], 1, 5, 0, 2] as const),
  ...all.map((one) => [[one], 6, 63, 0, 2] as const),
  ...all.map((one) => [[one], 1, 63, 2, 1] as const),
  [all, 0, 0, 1, 0],
  ...all.map((one) => [[one], 1, 63, 1, 0] as const),
];

/**
 * Writes what sharp does not: samplings other than 4:4:4 and 4:2:0, restart markers, scans of its own. That the files are
 * what they should be is for sharp to say, which decodes them.
 */
export function encodeTestJpeg(kind: TestJpeg, rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const { width, height, sampling, progressive, restartInterval } = kind;
  const [across, down] = sampling ?? [1, 1];
  const mcusAcross = Math.ceil(width / (8 * across));
  const mcusDown = Math.ceil(height / (8 * down));
  const quantisation = Uint16Array.from({ length: 64 }, (_, k) => 3 + (k >> 2));
  const components = Array.from({ length: sampling ? 3 : 1 }, (_, i): Component => {
    const own = i === 0 ? { across, down } : { across: 1, down: 1 };
    const pixelsAcross = across / own.across;
    const pixelsDown = down / own.down;
    return {
      ...own,
      id: i + 1,
      pixelsAcross,
      pixelsDown,
      blocksAcross: Math.ceil(Math.ceil(width / pixelsAcross) / 8),
      blocksDown: Math.ceil(Math.ceil(height / pixelsDown) / 8),
      columns: mcusAcross * own.across,
      rows: mcusDown * own.down,
      quantisation,
    };
  });
  const frame: Frame = {
    width,
    height,
    progressive,
    components,
    colour: sampling ? 'ycc' : 'grey',
    mcusAcross,
    mcusDown,
    mcuWidth: 8 * across,
    mcuHeight: 8 * down,
  };
  const coefficients = components.map((component, i) => blocksOf(component, i, rgb, width, height));
  const every = components.map((_, i) => i);
  const script: Script = progressive ? progression(every) : [[every, 0, 63, 0, 0]];
  const pieces: Uint8Array[] = [
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, [0, ...quantisation]),
    segment(progressive ? 0xc2 : 0xc0, [
      8,
      ...word(height),
      ...word(width),
      components.length,
      ...components.flatMap((one) => [one.id, (one.across << 4) | one.down, 0]),
    ]),
    ...(restartInterval > 0 ? [segment(0xdd, word(restartInterval))] : []),
  ];
  const none = createHuffmanTable(new Uint8Array(16), []);
  for (const [indices, from, to, high, low] of script) {
    const nowhere = { at: 0, length: 0 };
    const scan = withCompleteTables({
      components: indices.map((index) => ({
        index,
        component: components[index],
        dcSlot: 0,
        acSlot: 0,
        dc: none,
        ac: none,
      })),
      from,
      to,
      high,
      low,
      restartInterval,
      header: nowhere,
      data: nowhere,
    });
    const { dc, ac } = scan.components[0];
    if (from === 0 && high === 0 && dc) pieces.push(segment(0xc4, huffmanBody(0, dc)));
    if (to > 0 && ac) pieces.push(segment(0xc4, huffmanBody(16, ac)));
    const header = [
      indices.length,
      ...indices.flatMap((index) => [index + 1, 0]),
      from,
      to,
      (high << 4) | low,
    ];
    pieces.push(segment(0xda, header));
    writeScan(frame, scan, coefficients, (piece) => pieces.push(piece));
  }
  pieces.push(Uint8Array.of(0xff, 0xd9));
  return joined(pieces);
}

function writeScan(
  frame: Frame,
  scan: Scan,
  coefficients: readonly Int16Array[][],
  emit: (piece: Uint8Array) => void,
): void {
  const writer = createScanWriter(scan, new BitWriter(emit));
  const block = new Int16Array(64);
  const isAlone = scan.components.length === 1;
  const { blocksAcross, blocksDown } = scan.components[0].component;
  const mcusAcross = isAlone ? blocksAcross : frame.mcusAcross;
  const mcus = mcusAcross * (isAlone ? blocksDown : frame.mcusDown);
  for (let mcu = 0; mcu < mcus; mcu++) {
    if (scan.restartInterval > 0 && mcu > 0 && mcu % scan.restartInterval === 0)
      writer.restart((mcu / scan.restartInterval - 1) & 7);
    for (const [slot, { index, component }] of scan.components.entries()) {
      const across = isAlone ? 1 : component.across;
      const down = isAlone ? 1 : component.down;
      for (let i = 0; i < across * down; i++) {
        const x = (mcu % mcusAcross) * across + (i % across);
        const y = Math.floor(mcu / mcusAcross) * down + Math.floor(i / across);
        const at = y * component.columns + x;
        viewThroughScan(coefficients[index][at], block, scan);
        writer.block(slot, at, block, false);
      }
    }
  }
  writer.end();
}

function blocksOf(
  component: Component,
  index: number,
  rgb: Uint8Array,
  width: number,
  height: number,
): Int16Array[] {
  const { columns, rows, pixelsAcross, pixelsDown, quantisation } = component;
  const weights = [
    [0.299, 0.587, 0.114],
    [-0.168736, -0.331264, 0.5],
    [0.5, -0.418688, -0.081312],
  ][index];
  const samples = new Float64Array(64);
  return Array.from({ length: columns * rows }, (_, block) => {
    for (let i = 0; i < 64; i++) {
      const x = Math.min(width - 1, ((block % columns) * 8 + (i & 7)) * pixelsAcross);
      const y = Math.min(height - 1, (Math.floor(block / columns) * 8 + (i >> 3)) * pixelsDown);
      const at = 3 * (y * width + x);
      samples[i] = weights[0] * rgb[at] + weights[1] * rgb[at + 1] + weights[2] * rgb[at + 2];
      if (index === 0) samples[i] -= 128;
    }
    forwardDct(samples);
    return Int16Array.from({ length: 64 }, (_value, k) => Math.round(samples[ZIGZAG[k]] / quantisation[k]));
  });
}

const word = (value: number): number[] => [value >> 8, value & 255];

const segment = (marker: number, body: ArrayLike<number>): Uint8Array =>
  Uint8Array.from([0xff, marker, ...word(body.length + 2), ...Array.from(body)]);
