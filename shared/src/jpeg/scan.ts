import { BitReader, type BitWriter } from './bits.ts';
import { BandReader, BandWriter, readDc, readSequential, writeDc, writeSequential } from './blocks.ts';
import { completeTable, type HuffmanTable } from './huffman.ts';
import type { Frame, Scan } from './structure.ts';

/**
 * Which coefficients of a component are not 0 after the scans read so far: two words of 32 bits per block. One bit where a
 * decoder keeps sixteen, so that a progressive photo of 100 megapixels is rewritten in 20 MB.
 */
export type Known = Uint32Array;

/** One array per component, all zero. Empty for a sequential frame, which needs none. */
export function createKnown(frame: Frame): Known[] {
  return frame.components.map(
    ({ columns, rows }) => new Uint32Array(frame.progressive ? 2 * columns * rows : 0),
  );
}

/** Hears every block of a scan in the order of the file. `slot` is the component's place in the scan. */
export interface BlockVisitor {
  /** `block` as `blocks.ts` describes it; it is lent for the call. `isEmpty`: the scan has only zeros for it. */
  block(slot: number, index: number, block: Int16Array, isEmpty: boolean): void;
  /** A restart marker, number 0 to 7, stood between the block before and the next. */
  restart?(number: number): void;
}

/**
 * Reads a scan from its first to its last block, a row of MCUs at a time: yields the offset reached in the file after each.
 * @throws JpegDamagedError
 */
export function* readScan(
  bytes: Uint8Array,
  frame: Frame,
  scan: Scan,
  known: readonly Known[],
  visitor: BlockVisitor,
): Generator<number, void, void> {
  const { components, from, to, high, restartInterval, data } = scan;
  const bits = new BitReader(bytes, data.at, data.at + data.length);
  const bands = new BandReader(bits, from, to);
  const block = new Int16Array(64);
  const previous = new Int32Array(components.length);
  let isDirty = false;

  const read = (slot: number, index: number): void => {
    const { dc, ac, index: component } = components[slot];
    if (isDirty) block.fill(0);
    isDirty = true;
    if (from > 0) {
      const words = known[component];
      isDirty =
        high === 0
          ? bands.first(ac as HuffmanTable, block, words, 2 * index)
          : bands.refine(ac as HuffmanTable, block, words, 2 * index);
    } else if (high === 0) {
      previous[slot] += readDc(bits, dc as HuffmanTable);
      block[0] = previous[slot];
      if (to > 0) readSequential(bits, ac as HuffmanTable, block);
    } else block[0] = bits.take(1);
    visitor.block(slot, index, block, !isDirty);
  };

  let mcu = 0;
  const beforeMcu = (): void => {
    if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
      const number = (mcu / restartInterval - 1) & 7;
      bits.restart(number);
      bands.restart();
      previous.fill(0);
      visitor.restart?.(number);
    }
    mcu++;
  };

  if (components.length === 1) {
    // A component alone: its MCU is one block, and blocks that only fill up the frame's MCUs are not there (T.81, A.2).
    const { blocksAcross, blocksDown, columns } = components[0].component;
    for (let y = 0; y < blocksDown; y++) {
      for (let x = 0; x < blocksAcross; x++) {
        beforeMcu();
        read(0, y * columns + x);
      }
      yield bits.at;
    }
  } else {
    for (let mcuY = 0; mcuY < frame.mcusDown; mcuY++) {
      for (let mcuX = 0; mcuX < frame.mcusAcross; mcuX++) {
        beforeMcu();
        for (let slot = 0; slot < components.length; slot++) {
          const { across, down, columns } = components[slot].component;
          for (let y = 0; y < down; y++)
            for (let x = 0; x < across; x++) read(slot, (mcuY * down + y) * columns + mcuX * across + x);
        }
      }
      yield bits.at;
    }
  }
  bits.align();
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Every symbol that a block of 8-bit samples may need: differences of 11 bits, coefficients of 10. */
const DC_SYMBOLS = range(0, 11);
const AC_SYMBOLS = [0, 0xf0, ...range(0, 15).flatMap((run) => range(1, 10).map((size) => (run << 4) | size))];
const FIRST_SYMBOLS = [...AC_SYMBOLS, ...range(1, 14).map((run) => run << 4)];
const REFINE_SYMBOLS = [
  0xf0,
  ...range(0, 14).map((run) => run << 4),
  ...range(0, 15).map((run) => (run << 4) | 1),
];

/** The scan with tables that have a code for whatever a changed block may need; the file's own where they have. */
export function withCompleteTables(scan: Scan): Scan {
  const { to, high } = scan;
  const ofBand = scan.from === 0 ? AC_SYMBOLS : high === 0 ? FIRST_SYMBOLS : REFINE_SYMBOLS;
  // Components that share a table go on sharing it.
  const completer = (symbols: readonly number[]) => {
    const made = new Map<HuffmanTable, HuffmanTable>();
    return (table: HuffmanTable): HuffmanTable => {
      const completed = made.get(table) ?? completeTable(table, symbols);
      made.set(table, completed);
      return completed;
    };
  };
  const completeDc = completer(DC_SYMBOLS);
  const completeAc = completer(ofBand);
  return {
    ...scan,
    components: scan.components.map((one) => ({
      ...one,
      dc: one.dc && scan.from === 0 && high === 0 ? completeDc(one.dc) : one.dc,
      ac: one.ac && to > 0 ? completeAc(one.ac) : one.ac,
    })),
  };
}

/** Writes the blocks of a scan, in the order in which `readScan` gives them. */
export function createScanWriter(scan: Scan, bits: BitWriter): Required<BlockVisitor> & { end(): void } {
  const { components, from, to, high } = scan;
  const previous = new Int32Array(components.length);
  const bands = from > 0 ? new BandWriter(bits, components[0].ac as HuffmanTable, from, to) : undefined;
  return {
    block(slot, _index, block, isEmpty) {
      if (bands) {
        if (isEmpty) bands.empty();
        else if (high === 0) bands.first(block);
        else bands.refine(block);
        return;
      }
      if (high > 0) {
        bits.put(block[0], 1);
        return;
      }
      const { dc, ac } = components[slot];
      writeDc(bits, dc as HuffmanTable, block[0] - previous[slot]);
      previous[slot] = block[0];
      if (to > 0) writeSequential(bits, ac as HuffmanTable, block);
    },
    restart(number) {
      bands?.flush();
      bits.restart(number);
      previous.fill(0);
    },
    end() {
      bands?.flush();
      bits.end();
    },
  };
}

/** What a scan reads of a block's coefficients adds to them. */
export function addToCoefficients(coefficients: Int16Array, block: Int16Array, scan: Scan): void {
  const { from, to, high, low } = scan;
  if (from === 0 && high > 0) {
    coefficients[0] |= block[0] << low;
    return;
  }
  for (let k = from; k <= to; k++) {
    const value = block[k];
    if (value === 0) continue;
    if (high === 0 || value === 1 || value === -1) coefficients[k] = value << low;
    else if (value === 3) coefficients[k] += coefficients[k] > 0 ? 1 << low : -(1 << low);
  }
}

/** How a scan sees a block with these coefficients: the other way round. */
export function viewThroughScan(coefficients: Int16Array, block: Int16Array, scan: Scan): void {
  const { from, to, high, low } = scan;
  block.fill(0);
  // DC values are shifted with their sign, others without (G.1.2.1).
  if (from === 0) block[0] = high > 0 ? (coefficients[0] >> low) & 1 : coefficients[0] >> low;
  for (let k = Math.max(1, from); k <= to; k++) {
    const value = coefficients[k];
    const size = (value < 0 ? -value : value) >> low;
    if (size === 0) continue;
    if (high === 0) block[k] = value < 0 ? -size : size;
    else if (size === 1) block[k] = value < 0 ? -1 : 1;
    else block[k] = 2 | (size & 1);
  }
}
