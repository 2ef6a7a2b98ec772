/**
 * One block of a scan, read and written: the four ways in which T.81 codes coefficients.
 *
 * A block is 64 whole numbers in zigzag order, as its scan sees them: a first scan gives values without their lowest
 * `Scan.low` bits, a refining scan one bit more of each. In a refining scan, 1 and −1 are coefficients that were 0 so
 * far; 2 and 3 are those that were not, with the bit that the scan adds to their size.
 */
import { JpegDamagedError, type BitReader, type BitWriter } from './bits.ts';
import type { HuffmanTable } from './huffman.ts';

/** Sixteen zeros in a row. */
const ZERO_RUN = 0xf0;
/** Blocks that one symbol can end (T.81, G.1.2.2). */
const MAX_ENDED = 0x7fff;
// Decoders of the wild buffer about a thousand refining bits between two symbols, as their encoders do.
const MAX_WAITING_BITS = 937;

const sizeOf = (value: number): number => 32 - Math.clz32(value < 0 ? -value : value);

/** F.2.2: a whole block of a sequential scan but for its DC value. */
export function readSequential(bits: BitReader, table: HuffmanTable, block: Int16Array): void {
  for (let k = 1; k < 64;) {
    const symbol = bits.symbol(table);
    const size = symbol & 15;
    if (size === 0) {
      if (symbol !== ZERO_RUN) return;
      k += 16;
      continue;
    }
    k += symbol >> 4;
    if (k > 63) throw new JpegDamagedError('a block of more than 64 coefficients');
    block[k++] = bits.signed(size);
  }
}

export function writeSequential(bits: BitWriter, table: HuffmanTable, block: Int16Array): void {
  let zeros = 0;
  for (let k = 1; k < 64; k++) {
    const value = block[k];
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) bits.symbol(table, ZERO_RUN);
    const size = sizeOf(value);
    bits.symbol(table, (zeros << 4) | size);
    bits.signed(value, size);
    zeros = 0;
  }
  if (zeros > 0) bits.symbol(table, 0);
}

/** The DC value: the difference to the block before of the same component. */
export function readDc(bits: BitReader, table: HuffmanTable): number {
  const size = bits.symbol(table);
  if (size > 15) throw new JpegDamagedError(`a difference of ${size} bits`);
  return bits.signed(size);
}

export function writeDc(bits: BitWriter, table: HuffmanTable, difference: number): void {
  const size = sizeOf(difference);
  bits.symbol(table, size);
  bits.signed(difference, size);
}

/**
 * Reads the bands of a progressive scan; remembers across blocks how many of them an end-of-band symbol has ended. Most bands
 * of a photo are empty: both ways of reading tell, and are quick about it. They want a block of zeros.
 */
export class BandReader {
  private ended = 0;
  /** The band's bits in the two words of a block in `known`. */
  private readonly lowBits: number;
  private readonly highBits: number;
  private readonly bits: BitReader;
  private readonly from: number;
  private readonly to: number;

  constructor(bits: BitReader, from: number, to: number) {
    this.bits = bits;
    this.from = from;
    this.to = to;
    const range = (first: number, last: number): number => {
      let word = 0;
      for (let k = first; k <= last; k++) word |= 1 << (k & 31);
      return word;
    };
    this.lowBits = range(from, Math.min(31, to));
    this.highBits = range(Math.max(32, from), to);
  }

  restart(): void {
    this.ended = 0;
  }

  private endBand(run: number): void {
    this.ended = (1 << run) + (run > 0 ? this.bits.take(run) : 0);
  }

  /**
   * G.1.2.2: the band for the first time. Sets the bits of `known` for what it finds, as `refine` does. False when nothing is
   * in the band.
   */
  first(table: HuffmanTable, block: Int16Array, known: Uint32Array, knownAt: number): boolean {
    if (this.ended > 0) {
      this.ended--;
      return false;
    }
    const { bits, to } = this;
    let isFilled = false;
    for (let k = this.from; this.ended === 0 && k <= to;) {
      const symbol = bits.symbol(table);
      const run = symbol >> 4;
      const size = symbol & 15;
      if (size > 0) {
        k += run;
        if (k > to) throw new JpegDamagedError('a coefficient beyond its band');
        block[k] = bits.signed(size);
        known[knownAt + (k >> 5)] |= 1 << (k & 31);
        k++;
        isFilled = true;
      } else if (run === 15) k += 16;
      else this.endBand(run);
    }
    if (this.ended > 0) this.ended--;
    return isFilled;
  }

  /** G.1.2.3: one more bit of the band. `known` has bit k of the block's two words set where coefficient k is not 0 so far. False when nothing is in the band. */
  refine(table: HuffmanTable, block: Int16Array, known: Uint32Array, knownAt: number): boolean {
    const low = known[knownAt];
    const high = known[knownAt + 1];
    const isFilled = ((low & this.lowBits) | (high & this.highBits)) !== 0;
    if (this.ended > 0 && !isFilled) {
      this.ended--;
      return false;
    }
    const { bits, to } = this;
    let isNew = false;
    let k = this.from;
    // Millions of times a photo: no closures here, the two words of `known` are looked into on the spot.
    for (; this.ended === 0 && k <= to; k++) {
      const symbol = bits.symbol(table);
      let run = symbol >> 4;
      let value = 0;
      if ((symbol & 15) === 1) value = bits.take(1) === 1 ? 1 : -1;
      else if ((symbol & 15) !== 0) throw new JpegDamagedError('a new coefficient of more than one bit');
      else if (run < 15) {
        this.endBand(run);
        break;
      }
      // The run counts zeros that stay zero; what is not zero gets its bit in passing.
      for (; k <= to; k++) {
        if ((((k < 32 ? low : high) >>> (k & 31)) & 1) === 1) block[k] = 2 | bits.take(1);
        else if (run-- === 0) break;
      }
      if (value === 0) continue;
      if (k > to) throw new JpegDamagedError('a coefficient beyond its band');
      block[k] = value;
      known[knownAt + (k >> 5)] |= 1 << (k & 31);
      isNew = true;
    }
    if (this.ended > 0) {
      for (; k <= to; k++) if ((((k < 32 ? low : high) >>> (k & 31)) & 1) === 1) block[k] = 2 | bits.take(1);
      this.ended--;
    }
    return isFilled || isNew;
  }
}

/** Single bits that wait for the symbol before them. */
class WaitingBits {
  private readonly values = new Uint8Array(MAX_WAITING_BITS + 64);
  count = 0;

  push(bit: number): void {
    this.values[this.count++] = bit;
  }

  moveTo(other: WaitingBits): void {
    other.values.set(this.values.subarray(0, this.count), other.count);
    other.count += this.count;
    this.count = 0;
  }

  write(bits: BitWriter): void {
    const { values, count } = this;
    for (let at = 0; at < count;) {
      const end = Math.min(count, at + 16);
      const length = end - at;
      let word = 0;
      for (; at < end; at++) word = (word << 1) | values[at];
      bits.put(word, length);
    }
    this.count = 0;
  }
}

/** Writes the bands of a progressive scan; ends as many blocks as it can with one symbol. */
export class BandWriter {
  /** Blocks that have ended and are not written yet. */
  private ended = 0;
  /** The refining bits of those blocks. */
  private readonly waiting = new WaitingBits();
  /** The refining bits of this block since its last symbol. */
  private readonly passed = new WaitingBits();
  private readonly bits: BitWriter;
  private readonly table: HuffmanTable;
  private readonly from: number;
  private readonly to: number;

  constructor(bits: BitWriter, table: HuffmanTable, from: number, to: number) {
    this.bits = bits;
    this.table = table;
    this.from = from;
    this.to = to;
  }

  /** Writes what ended: before a restart and at the end of the scan. */
  flush(): void {
    if (this.ended === 0) return;
    const run = sizeOf(this.ended) - 1;
    this.bits.symbol(this.table, run << 4);
    this.bits.put(this.ended, run);
    this.ended = 0;
    this.waiting.write(this.bits);
  }

  /** A band with nothing in it, in a first or in a refining scan. */
  empty(): void {
    if (++this.ended === MAX_ENDED) this.flush();
  }

  first(block: Int16Array): void {
    const { bits, table } = this;
    let zeros = 0;
    for (let k = this.from; k <= this.to; k++) {
      const value = block[k];
      if (value === 0) {
        zeros++;
        continue;
      }
      this.flush();
      for (; zeros > 15; zeros -= 16) bits.symbol(table, ZERO_RUN);
      const size = sizeOf(value);
      bits.symbol(table, (zeros << 4) | size);
      bits.signed(value, size);
      zeros = 0;
    }
    if (zeros > 0) this.empty();
  }

  refine(block: Int16Array): void {
    const { bits, table, passed, to } = this;
    let last = to;
    while (last >= this.from && block[last] !== 1 && block[last] !== -1) last--;
    let zeros = 0;
    for (let k = this.from; k <= to; k++) {
      const value = block[k];
      if (value === 0) {
        zeros++;
        continue;
      }
      // Long runs are written out only while a new coefficient is still to come.
      for (; zeros > 15 && k <= last; zeros -= 16) {
        this.flush();
        bits.symbol(table, ZERO_RUN);
        passed.write(bits);
      }
      if (value > 1) {
        passed.push(value & 1);
        continue;
      }
      this.flush();
      bits.symbol(table, (zeros << 4) | 1);
      bits.put(value === 1 ? 1 : 0, 1);
      passed.write(bits);
      zeros = 0;
    }
    if (zeros === 0 && passed.count === 0) return;
    this.ended++;
    passed.moveTo(this.waiting);
    if (this.ended === MAX_ENDED || this.waiting.count > MAX_WAITING_BITS) this.flush();
  }
}
