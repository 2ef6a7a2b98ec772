import type { HuffmanTable } from './huffman.ts';

/** Thrown where entropy-coded data cannot mean anything; whoever rewrites a file then re-encodes its pixels instead. */
export class JpegDamagedError extends Error {}

/**
 * Reads the entropy-coded data of one scan, most significant bit first, without the zeros stuffed behind 0xFF
 * (T.81, B.1.1.5). It never runs past a marker: behind the data come zeros, and `align` tells when any were used.
 */
export class BitReader {
  private buffer = 0;
  /** Valid bits in `buffer`, at its low end. */
  private count = 0;
  /** How many of the bits given out or waiting were made up. */
  private invented = 0;
  private readonly bytes: Uint8Array;
  private readonly end: number;
  /** Offset of the next byte to take. */
  at: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  private fill(): void {
    while (this.count <= 24) {
      let byte = 0;
      if (this.at < this.end && this.bytes[this.at] !== 0xff) byte = this.bytes[this.at++];
      else if (this.at < this.end && this.bytes[this.at + 1] === 0) {
        byte = 0xff;
        this.at += 2;
      } else this.invented += 8;
      this.buffer = (this.buffer << 8) | byte;
      this.count += 8;
    }
  }

  /** The next Huffman symbol. */
  symbol(table: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const found = table.lookup[(this.buffer >>> (this.count - 16)) & 0xffff];
    if (found === 0) throw new JpegDamagedError('a code that its Huffman table does not have');
    this.count -= found >>> 8;
    return found & 255;
  }

  /** 1 to 16 bits as a whole number. */
  take(length: number): number {
    if (this.count < length) this.fill();
    this.count -= length;
    return (this.buffer >>> this.count) & ((1 << length) - 1);
  }

  /** A value of `size` bits, 0 to 16, whose leading 0 means negative (T.81, F.2.2.1, EXTEND). */
  signed(size: number): number {
    if (size === 0) return 0;
    const value = this.take(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Ends a run of bits: what is left of its last byte is filling. Throws when the data ended before the bits did. */
  align(): void {
    if (this.count < this.invented) throw new JpegDamagedError('the data of a scan end too early');
    this.buffer = 0;
    this.count = 0;
    this.invented = 0;
  }

  /** Passes restart marker `number` (0 to 7). */
  restart(number: number): void {
    this.align();
    // Any number of 0xFF may stand before a marker.
    while (this.bytes[this.at] === 0xff && this.bytes[this.at + 1] === 0xff) this.at++;
    if (this.at + 2 > this.end || this.bytes[this.at] !== 0xff || this.bytes[this.at + 1] !== 0xd0 + number)
      throw new JpegDamagedError(`restart marker ${number} is not where it must be`);
    this.at += 2;
  }
}

// 64 KB: large enough that handing a piece on costs nothing, small enough to waste nothing on a short file.
const pieceBytes = 65_536;

/** Writes entropy-coded data in pieces, stuffing a zero behind every 0xFF. */
export class BitWriter {
  private buffer = 0;
  private count = 0;
  private piece = new Uint8Array(pieceBytes);
  private at = 0;
  private readonly emit: (piece: Uint8Array<ArrayBuffer>) => void;

  /** @param emit is given every finished piece; it is the receiver's. */
  constructor(emit: (piece: Uint8Array<ArrayBuffer>) => void) {
    this.emit = emit;
  }

  private byte(value: number): void {
    this.piece[this.at++] = value;
    if (this.at < pieceBytes) return;
    this.emit(this.piece);
    this.piece = new Uint8Array(pieceBytes);
    this.at = 0;
  }

  /** The low `length` bits of `value`, 0 to 16 of them. */
  put(value: number, length: number): void {
    this.buffer = (this.buffer << length) | (value & ((1 << length) - 1));
    this.count += length;
    while (this.count >= 8) {
      this.count -= 8;
      const byte = (this.buffer >>> this.count) & 255;
      this.byte(byte);
      if (byte === 0xff) this.byte(0);
    }
  }

  /** A Huffman symbol. Throws RangeError when the table has no code for it. */
  symbol(table: HuffmanTable, symbol: number): void {
    const length = table.lengths[symbol];
    if (length === 0) throw new RangeError(`the Huffman table has no code for symbol ${symbol}`);
    this.put(table.codes[symbol], length);
  }

  /** The `size` bits of a value other than 0, as `BitReader.signed` reads them. */
  signed(value: number, size: number): void {
    this.put(value < 0 ? value - 1 : value, size);
  }

  /** Fills the last byte with ones, as T.81 (F.1.2.3) has it. */
  align(): void {
    if (this.count > 0) this.put(0xff, 8 - this.count);
  }

  /** Ends the run of bits and writes a restart marker. */
  restart(number: number): void {
    this.align();
    this.byte(0xff);
    this.byte(0xd0 + number);
  }

  /** Ends the data and hands over what there is. */
  end(): void {
    this.align();
    if (this.at > 0) this.emit(this.piece.slice(0, this.at));
    this.at = 0;
  }
}
