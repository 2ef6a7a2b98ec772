import type { BitWriter } from './bitWriter.ts';

/** A canonical prefix code (RFC 9649, §6.2) made from how often each symbol occurs. */
export interface PrefixCode {
  /** Bits of each symbol's code; 0 where the symbol does not occur, and everywhere when only one does. */
  readonly lengths: Uint8Array;
  /** Codes with their first bit lowest, as they are written. */
  readonly codes: Uint16Array;
  /** What the decoder is told, before any symbol. */
  write(out: BitWriter): void;
}

/** Lengths of an optimal code of at most `longest` bits: where it would be longer, rare symbols are taken for less rare. */
function codeLengths(counts: Uint32Array, longest: number): Uint8Array {
  const used = [...counts.keys()].filter((symbol) => counts[symbol] > 0);
  for (let least = 1; ; least *= 2) {
    const lengths = huffmanLengths(
      used.map((symbol) => Math.max(least, counts[symbol])),
      used,
      counts.length,
    );
    if (lengths.every((length) => length <= longest)) return lengths;
  }
}

/** Huffman by two queues: leaves by weight, and the nodes made of them, which come up in order by themselves. */
function huffmanLengths(weights: readonly number[], symbols: readonly number[], size: number): Uint8Array {
  const order = [...weights.keys()].sort((a, b) => weights[a] - weights[b]);
  const sums: number[] = [];
  const children: (readonly [number, number])[] = [];
  let [leaf, node] = [0, 0];
  // Negative: a leaf, by its complement.
  const smallest = (): readonly [number, number] => {
    const isLeaf = leaf < order.length && (node >= sums.length || weights[order[leaf]] <= sums[node]);
    if (isLeaf) return [~order[leaf], weights[order[leaf++]]];
    return [node, sums[node++]];
  };
  for (let i = 1; i < order.length; i++) {
    const [a, wa] = smallest();
    const [b, wb] = smallest();
    children.push([a, b]);
    sums.push(wa + wb);
  }
  const lengths = new Uint8Array(size);
  const depths = new Uint8Array(children.length);
  for (let at = children.length - 1; at >= 0; at--)
    for (const child of children[at]) {
      if (child < 0) lengths[symbols[~child]] = depths[at] + 1;
      else depths[child] = depths[at] + 1;
    }
  return lengths;
}

/** Codes of the given lengths: shorter before longer, then by symbol. */
function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= 15; length++, code <<= 1)
    for (const [symbol, own] of lengths.entries()) {
      if (own !== length) continue;
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
      codes[symbol] = reversed;
      code++;
    }
  return codes;
}

/** In this order the lengths of the code that the lengths are written in are given (§6.2.1). */
const lengthOrder = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

interface Token {
  readonly symbol: number;
  readonly extra: number;
  readonly bits: number;
}

/** Code lengths as they are written: runs of zeros are told by how long they are. */
function tokensOf(lengths: Uint8Array): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < lengths.length;) {
    let run = 1;
    while (lengths[at] === 0 && lengths[at + run] === 0 && run < 138) run++;
    if (lengths[at] > 0 || run < 3) {
      tokens.push({ symbol: lengths[at++], extra: 0, bits: 0 });
      continue;
    }
    tokens.push(
      run < 11 ? { symbol: 17, extra: run - 3, bits: 3 } : { symbol: 18, extra: run - 11, bits: 7 },
    );
    at += run;
  }
  return tokens;
}

function writeLengths(lengths: Uint8Array, out: BitWriter): void {
  const tokens = tokensOf(lengths);
  const counts = new Uint32Array(19);
  for (const { symbol } of tokens) counts[symbol]++;
  const own = codeLengths(counts, 7);
  const codes = codesOf(own);
  // Where all lengths are the same, that one takes no bits; it is told by a length of 1.
  const told = own.slice();
  if (tokens.every(({ symbol }) => symbol === tokens[0].symbol)) told[tokens[0].symbol] = 1;
  let given = 19;
  while (given > 4 && told[lengthOrder[given - 1]] === 0) given--;
  out.bits(0, 1);
  out.bits(given - 4, 4);
  for (const symbol of lengthOrder.slice(0, given)) out.bits(told[symbol], 3);
  // The lengths of all symbols follow, not of the first few.
  out.bits(0, 1);
  for (const { symbol, extra, bits } of tokens) {
    out.bits(codes[symbol], own[symbol]);
    out.bits(extra, bits);
  }
}

/** @param counts how often each symbol of the alphabet occurs; at least one does, or the code holds nothing */
export function createPrefixCode(counts: Uint32Array): PrefixCode {
  const used = [...counts.keys()].filter((symbol) => counts[symbol] > 0);
  if (used.length <= 1 && (used[0] ?? 0) < 256) {
    // The one symbol takes no bits at all.
    const [symbol = 0] = used;
    return {
      lengths: new Uint8Array(counts.length),
      codes: new Uint16Array(counts.length),
      write(out) {
        out.bits(1, 1);
        out.bits(0, 1);
        out.bits(1, 1);
        out.bits(symbol, 8);
      },
    };
  }
  const lengths = codeLengths(counts, 15);
  return { lengths, codes: codesOf(lengths), write: (out) => writeLengths(lengths, out) };
}
