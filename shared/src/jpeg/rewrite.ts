import { clipRect, intersectRects, isEmptyRect, type Rect } from '../raster/rect.ts';
import { BitWriter } from './bits.ts';
import { blocksUnder, changeBlocks, type Blocks, type Change } from './changeBlocks.ts';
import { huffmanBody, type HuffmanTable } from './huffman.ts';
import {
  addToCoefficients,
  createKnown,
  createScanWriter,
  readScan,
  viewThroughScan,
  withCompleteTables,
} from './scan.ts';
import type { Component, Frame, JpegStructure, Scan } from './structure.ts';

/** What of a JPEG changes. Rectangles are in stored pixels: the file's, not turned upright. */
export interface Rewriting {
  /** Where pixels may have changed. They may overlap and leave the photo. */
  readonly touched: readonly Rect[];
  /** The pixels of a rectangle before and after; asked for one row of MCUs at a time. */
  pixels(rect: Rect): Omit<Change, 'rect'>;
  /** Is given every segment but tables and scans: its bytes anew, as they stand in the file, or null to leave it out. */
  segment?(marker: number, body: Uint8Array, whole: Uint8Array): Uint8Array | null;
  /** Segments to stand directly behind the start of the file. */
  readonly head?: readonly Uint8Array[];
}

/**
 * The same JPEG with some pixels changed, without a second generation of loss: a block in which no pixel changed keeps its
 * coefficients bit for bit, and frame, quantisation, sampling, scans, restarts and, as far as they go, Huffman tables
 * stay what they are. Progressive stays progressive.
 *
 * Two passes: the first reads the old coefficients of the blocks touched, and of no others; the second reads every block and
 * writes it out again, or its new version. Neither holds the picture. Yields the fraction done, many times a second.
 *
 * @param emit is given the new file piece by piece
 * @throws JpegDamagedError when the scans are damaged; what was emitted so far is then worth nothing
 */
export function* rewriteJpeg(
  bytes: Uint8Array,
  structure: JpegStructure,
  rewriting: Rewriting,
  emit: (piece: Uint8Array) => void,
): Generator<number, void, void> {
  const { frame, parts } = structure;
  const changed = yield* changedBlocks(bytes, structure, rewriting);
  const isTouched = changed.some((blocks) => blocks.size > 0);
  const known = createKnown(frame);
  emit(bytes.subarray(0, 2));
  for (const piece of rewriting.head ?? []) emit(piece);
  const written: (HuffmanTable | undefined)[] = [];
  for (const part of parts) {
    if (part.kind === 'segment') {
      const whole = slice(bytes, part.whole);
      const kept = rewriting.segment ? rewriting.segment(part.marker, slice(bytes, part.body), whole) : whole;
      if (kept) emit(kept);
    } else if (part.kind === 'tables') {
      // With nothing changed the tables are copied where they stand; otherwise each is written before the scan that uses it.
      if (!isTouched) emit(slice(bytes, part.whole));
    } else if (!isTouched) {
      emit(slice(bytes, part.scan.header));
      emit(slice(bytes, part.scan.data));
    } else {
      const scan = withCompleteTables(part.scan);
      const tables = tablesFor(scan, written);
      if (tables) emit(tables);
      emit(slice(bytes, scan.header));
      const bits = new BitWriter(emit);
      const writer = createScanWriter(scan, bits);
      const lookUps = scan.components.map(({ index, component }) => createLookUp(changed[index], component));
      const seen = new Int16Array(64);
      const visitor = {
        block(slot: number, index: number, block: Int16Array, isEmpty: boolean) {
          const anew = lookUps[slot](index);
          if (!anew) return writer.block(slot, index, block, isEmpty);
          viewThroughScan(anew, seen, scan);
          writer.block(slot, index, seen, false);
        },
        restart: writer.restart,
      };
      for (const at of readScan(bytes, frame, part.scan, known, visitor))
        yield 0.5 + (0.5 * at) / bytes.length;
      writer.end();
    }
  }
  emit(bytes.subarray(structure.end - 2, structure.end));
  yield 1;
}

/** The blocks that change, by component, with their new coefficients. */
function* changedBlocks(
  bytes: Uint8Array,
  structure: JpegStructure,
  { touched, pixels }: Rewriting,
): Generator<number, Blocks[], void> {
  const { frame } = structure;
  const areas = mcuRuns(frame, touched);
  if (areas.length === 0) return frame.components.map(() => new Map());
  const blocks = yield* readBlocks(bytes, structure, areas);
  for (const rect of areas) {
    changeBlocks(frame, { rect, ...pixels(rect) }, blocks);
    yield 0.5;
  }
  return blocks;
}

/**
 * The coefficients of all blocks under some rectangles, each of whole MCUs.
 * @throws JpegDamagedError
 */
export function* readBlocks(
  bytes: Uint8Array,
  { frame, parts }: JpegStructure,
  areas: readonly Rect[],
): Generator<number, Blocks[], void> {
  const blocks = frame.components.map((component) => {
    const wanted: Blocks = new Map();
    for (const area of areas) {
      const { left, top, right, bottom } = blocksUnder(component, area);
      for (let y = top; y <= bottom; y++)
        for (let x = left; x <= right; x++) wanted.set(y * component.columns + x, new Int16Array(64));
    }
    return wanted;
  });
  const known = createKnown(frame);
  for (const part of parts) {
    if (part.kind !== 'scan') continue;
    const { scan } = part;
    const lookUps = scan.components.map(({ index, component }) => createLookUp(blocks[index], component));
    const lasts = scan.components.map(({ index }) => lastOf(blocks[index]));
    const reached = lasts.map(() => -1);
    const visitor = {
      block(slot: number, index: number, block: Int16Array, isEmpty: boolean) {
        reached[slot] = index;
        const coefficients = isEmpty ? undefined : lookUps[slot](index);
        if (coefficients) addToCoefficients(coefficients, block, scan);
      },
    };
    for (const at of readScan(bytes, frame, scan, known, visitor)) {
      yield (0.5 * at) / bytes.length;
      // Below the last block wanted there is nothing to look for, in this scan or in those that refine it.
      if (reached.every((index, slot) => index >= lasts[slot])) break;
    }
  }
  return blocks;
}

/** The largest index in a map; −1 for an empty one. */
function lastOf(blocks: Blocks): number {
  let last = -1;
  for (const index of blocks.keys()) last = Math.max(last, index);
  return last;
}

/** A map is asked for every block of a scan, and has few: a byte for each says whether to look. */
function createLookUp(
  blocks: Blocks,
  { columns, rows }: Component,
): (index: number) => Int16Array | undefined {
  const isIn = new Uint8Array(columns * rows);
  for (const index of blocks.keys()) isIn[index] = 1;
  return (index) => (isIn[index] === 0 ? undefined : blocks.get(index));
}

/** The rectangles as runs of whole MCUs, cut at the photo's edge: every MCU once, however many rectangles touch it. */
function mcuRuns(frame: Frame, touched: readonly Rect[]): Rect[] {
  const { width, height, mcuWidth, mcuHeight, mcusAcross, mcusDown } = frame;
  const runs: Rect[] = [];
  for (let row = 0; row < mcusDown; row++) {
    const y = row * mcuHeight;
    const strip = { x: 0, y, width, height: Math.min(mcuHeight, height - y) };
    const isIn = new Uint8Array(mcusAcross + 1);
    for (const rect of touched) {
      const part = intersectRects(rect, strip);
      if (isEmptyRect(part)) continue;
      isIn.fill(1, Math.floor(part.x / mcuWidth), Math.ceil((part.x + part.width) / mcuWidth));
    }
    for (let from = isIn.indexOf(1); from >= 0;) {
      const to = isIn.indexOf(0, from);
      const run = { x: from * mcuWidth, y, width: (to - from) * mcuWidth, height: mcuHeight };
      runs.push(clipRect(run, width, height));
      from = isIn.indexOf(1, to);
    }
  }
  return runs;
}

/** A DHT segment with the tables of a scan that do not stand in their slots already; undefined when all do. */
function tablesFor(scan: Scan, written: (HuffmanTable | undefined)[]): Uint8Array | undefined {
  const bodies: Uint8Array[] = [];
  const define = (slot: number, table: HuffmanTable | undefined): void => {
    if (!table || written[slot] === table) return;
    written[slot] = table;
    bodies.push(huffmanBody(slot, table));
  };
  for (const { dcSlot, acSlot, dc, ac } of scan.components) {
    if (scan.from === 0 && scan.high === 0) define(dcSlot, dc);
    if (scan.to > 0) define(16 + acSlot, ac);
  }
  if (bodies.length === 0) return undefined;
  const length = 2 + bodies.reduce((sum, { length: n }) => sum + n, 0);
  return Uint8Array.from([0xff, 0xc4, length >> 8, length & 255, ...bodies.flatMap((body) => [...body])]);
}

const slice = (bytes: Uint8Array, { at, length }: { at: number; length: number }): Uint8Array =>
  bytes.subarray(at, at + length);
