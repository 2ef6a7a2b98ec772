import { createBitWriter, type BitWriter } from './bitWriter.ts';
import { PREDICTORS, residual, residualCost, type Predictor } from './predict.ts';
import { createPrefixCode, type PrefixCode } from './prefixCode.ts';

/** A picture that is read strip by strip, twice. */
export interface LosslessSource {
  /** 1 to 16,383 each. */
  readonly width: number;
  readonly height: number;
  /** RGBA of rows `y` to `y + rows`, alpha not premultiplied. */
  read(y: number, rows: number): Uint8ClampedArray | Uint8Array;
}

/** WebP's own limit of a side. */
export const maxWebpSide = 16_383;

// Squares of 32 × 32 pixels share a predictor.
const BLOCK_BITS = 5;
const BLOCK = 1 << BLOCK_BITS;
/** Symbols of green and of run lengths share an alphabet: 256 and 24 (§5.2). */
const LENGTHS_FROM = 256;
// A run of two is no shorter than two pixels written out.
const MIN_RUN = 3;
const MAX_RUN = 4096;
/** The distance code that means the pixel to the left (§5.2.2) is 2; of values up to 4 the symbol is one less. */
const LEFT_SYMBOL = 1;

/** What a run of `value` pixels is written as (§5.2.2). */
function runSymbol(value: number): {
  readonly symbol: number;
  readonly extra: number;
  readonly bits: number;
} {
  if (value <= 4) return { symbol: value - 1, extra: 0, bits: 0 };
  const rest = value - 1;
  const highest = 31 - Math.clz32(rest);
  const bits = highest - 1;
  return { symbol: 2 * highest + ((rest >> bits) & 1), extra: rest & ((1 << bits) - 1), bits };
}

/** Hears the tokens of a picture: pixels as green, red, blue and alpha, and runs of the pixel before. */
interface Listener {
  pixel(green: number, red: number, blue: number, alpha: number): void;
  run(length: number): void;
}

function createCounter() {
  const green = new Uint32Array(LENGTHS_FROM + 24);
  const [red, blue, alpha] = [256, 256, 256].map((size) => new Uint32Array(size));
  const distance = new Uint32Array(40);
  const listener: Listener = {
    pixel(g, r, b, a) {
      green[g]++;
      red[r]++;
      blue[b]++;
      alpha[a]++;
    },
    run(length) {
      green[LENGTHS_FROM + runSymbol(length).symbol]++;
      distance[LEFT_SYMBOL]++;
    },
  };
  return { listener, codes: () => [green, red, blue, alpha, distance].map(createPrefixCode) };
}

/** Writes tokens with codes in the order in which the format gives them: green and lengths, red, blue, alpha, distance. */
function createTokenWriter(
  [green, red, blue, alpha, distance]: readonly PrefixCode[],
  out: BitWriter,
): Listener {
  const put = ({ codes, lengths }: PrefixCode, symbol: number): void =>
    out.bits(codes[symbol], lengths[symbol]);
  return {
    pixel(g, r, b, a) {
      put(green, g);
      put(red, r);
      put(blue, b);
      put(alpha, a);
    },
    run(length) {
      const { symbol, extra, bits } = runSymbol(length);
      put(green, LENGTHS_FROM + symbol);
      out.bits(extra, bits);
      put(distance, LEFT_SYMBOL);
    },
  };
}

/** Four bytes a pixel, red, green, blue, alpha, as tokens. A run never goes beyond its strip. */
function tellTokens(bytes: Uint8Array, length: number, to: Listener): void {
  for (let at = 0; at < length;) {
    to.pixel(bytes[at + 1], bytes[at], bytes[at + 2], bytes[at + 3]);
    at += 4;
    let run = 0;
    while (
      at + 4 * run < length &&
      run < MAX_RUN &&
      bytes[at + 4 * run] === bytes[at - 4] &&
      bytes[at + 4 * run + 1] === bytes[at - 3] &&
      bytes[at + 4 * run + 2] === bytes[at - 2] &&
      bytes[at + 4 * run + 3] === bytes[at - 1]
    )
      run++;
    if (run < MIN_RUN) continue;
    to.run(run);
    at += 4 * run;
  }
}

/** A strip with green taken out of red and blue (§4.3): the three of a photo rise and fall together. */
function withoutGreen(rgba: Uint8ClampedArray | Uint8Array): Uint8Array {
  const out = Uint8Array.from(rgba);
  for (let i = 0; i < out.length; i += 4) {
    out[i] -= out[i + 1];
    out[i + 2] -= out[i + 1];
  }
  return out;
}

/** Turns strips of up to BLOCK rows, from the first one on, into what the predictors leave of them. */
function createStrips({ width, height, read }: LosslessSource, predictors: Uint8Array) {
  const stride = 4 * width;
  const across = Math.ceil(width / BLOCK);
  const scratch = new Uint8Array(stride);
  let above = new Uint8Array(stride);

  const choose = (rows: readonly Uint8Array[], from: number, to: number): Predictor => {
    let best: Predictor = PREDICTORS[0];
    let least = Infinity;
    for (const predictor of PREDICTORS) {
      let cost = 0;
      // Every second row tells as much.
      for (let y = 1; y < rows.length; y += 2) {
        residual(predictor, rows[y], rows[y - 1], from, to, scratch);
        cost += residualCost(scratch, from, to);
      }
      if (cost < least) [best, least] = [predictor, cost];
    }
    return best;
  };

  return {
    /** @param isFirstPass the predictors are still to be chosen */
    residuals(y: number, isFirstPass: boolean): Uint8Array {
      const count = Math.min(BLOCK, height - y);
      const strip = withoutGreen(read(y, count));
      const rows = Array.from({ length: count }, (_, row) =>
        strip.subarray(row * stride, (row + 1) * stride),
      );
      const out = new Uint8Array(strip.length);
      for (let block = 0; block < across; block++) {
        const from = Math.max(4, 4 * block * BLOCK);
        const to = Math.min(stride, 4 * (block + 1) * BLOCK);
        const place = (y >> BLOCK_BITS) * across + block;
        if (isFirstPass) predictors[place] = choose(rows, from, to);
        for (const [row, bytes] of rows.entries()) {
          const result = out.subarray(row * stride, (row + 1) * stride);
          // The first row knows only what is left of it.
          const predictor = y + row === 0 ? 1 : (predictors[place] as Predictor);
          residual(predictor, bytes, row === 0 ? above : rows[row - 1], from, to, result);
        }
      }
      // The first column: from what is above it; the very first pixel: from opaque black.
      for (const [row, bytes] of rows.entries()) {
        const over = row === 0 ? (y === 0 ? Uint8Array.of(0, 0, 0, 255) : above) : rows[row - 1];
        for (let c = 0; c < 4; c++) out[row * stride + c] = bytes[c] - over[c];
      }
      above = rows[count - 1].slice();
      return out;
    },
  };
}

/** Sizes, transforms and their predictors: all that stands before the pixels (§3, §4). */
function writeHeader({ width, height }: LosslessSource, predictors: Uint8Array, out: BitWriter): void {
  out.bits(0x2f, 8);
  out.bits(width - 1, 14);
  out.bits(height - 1, 14);
  // Alpha matters; version 0.
  out.bits(1, 1);
  out.bits(0, 3);
  // A transform: green taken out.
  out.bits(1, 1);
  out.bits(2, 2);
  // Another: predictors, in a picture of their own whose green they are.
  out.bits(1, 1);
  out.bits(0, 2);
  out.bits(BLOCK_BITS - 2, 3);
  const picture = new Uint8Array(4 * predictors.length);
  for (const [at, predictor] of predictors.entries()) picture.set([0, predictor, 0, 255], 4 * at);
  const { listener, codes } = createCounter();
  tellTokens(picture, picture.length, listener);
  const prefixCodes = codes();
  // No colour cache.
  out.bits(0, 1);
  for (const code of prefixCodes) code.write(out);
  tellTokens(picture, picture.length, createTokenWriter(prefixCodes, out));
  // No further transform.
  out.bits(0, 1);
}

/**
 * Writes a lossless WebP: the data of its `VP8L` chunk (RFC 9649, §3 to §6), with every byte of the picture, those under
 * full transparency too. Why not the browser's encoder: a canvas premultiplies. Memory stays flat: the picture is read twice,
 * in strips; pixels are predicted by their neighbours, runs told by their length. Yields the fraction done.
 *
 * @param emit is given the data piece by piece
 * @throws RangeError when a side is larger than WebP can say
 */
export function* writeLosslessWebp(
  source: LosslessSource,
  emit: (piece: Uint8Array<ArrayBuffer>) => void,
): Generator<number, void, void> {
  const { width, height } = source;
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= maxWebpSide))
    throw new RangeError(`a WebP has 1 to ${maxWebpSide} pixels a side; the picture is ${width}×${height}`);
  const predictors = new Uint8Array(Math.ceil(width / BLOCK) * Math.ceil(height / BLOCK));
  const { listener, codes } = createCounter();
  const looking = createStrips(source, predictors);
  for (let y = 0; y < height; y += BLOCK) {
    const bytes = looking.residuals(y, true);
    tellTokens(bytes, bytes.length, listener);
    yield (0.6 * (y + BLOCK)) / (height + BLOCK);
  }
  const prefixCodes = codes();
  const out = createBitWriter();
  writeHeader(source, predictors, out);
  // No colour cache, and one set of codes for all of the picture.
  out.bits(0, 2);
  for (const code of prefixCodes) code.write(out);
  const writer = createTokenWriter(prefixCodes, out);
  const writing = createStrips(source, predictors);
  for (let y = 0; y < height; y += BLOCK) {
    const bytes = writing.residuals(y, false);
    tellTokens(bytes, bytes.length, writer);
    emit(out.take());
    yield 0.6 + (0.4 * (y + BLOCK)) / (height + BLOCK);
  }
  emit(out.finish());
  yield 1;
}
