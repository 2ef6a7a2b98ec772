/** One Huffman table of a JPEG, for reading and for writing. */
export interface HuffmanTable {
  /** Code length by symbol, 1 to 16; 0 where the symbol has no code. */
  readonly lengths: Uint8Array;
  /** Code by symbol. */
  readonly codes: Uint16Array;
  /** Symbol + 256 × code length, by the next 16 bits of the data; 0 where no code begins so. */
  readonly lookup: Uint16Array;
}

/**
 * Builds a table from a DHT segment's two lists (T.81, annex C).
 * @param counts how many codes there are of each length, 1 to 16
 * @param symbols in the order of their codes
 * @throws RangeError when the lists are no prefix code
 */
export function createHuffmanTable(counts: ArrayLike<number>, symbols: ArrayLike<number>): HuffmanTable {
  const table = {
    lengths: new Uint8Array(256),
    codes: new Uint16Array(256),
    lookup: new Uint16Array(65_536),
  };
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length++) {
    for (let i = 0; i < counts[length - 1]; i++, code++, at++) {
      if (at >= symbols.length || code >= 1 << length)
        throw new RangeError(`a Huffman table with more codes of ${length} bits than there can be`);
      const symbol = symbols[at];
      table.lengths[symbol] = length;
      table.codes[symbol] = code;
      const first = code << (16 - length);
      table.lookup.fill((length << 8) | symbol, first, first + (1 << (16 - length)));
    }
    code <<= 1;
  }
  return table;
}

/** The body of a DHT segment that defines one table. `slot`: 0–3 for DC, 16–19 for AC (T.81, B.2.4.2). */
export function huffmanBody(slot: number, table: HuffmanTable): Uint8Array {
  const { counts, symbols } = listsOf(table.lengths);
  return Uint8Array.from([slot, ...counts, ...symbols]);
}

/**
 * The table itself when it has a code for every symbol asked for; otherwise one that has. A file written with optimised
 * tables has codes for what occurred in it only, and a changed block may need others. The lengths of the present codes
 * tell how often each symbol occurs, so the new table costs the unchanged blocks next to nothing.
 */
export function completeTable(table: HuffmanTable, symbols: readonly number[]): HuffmanTable {
  const missing = symbols.filter((symbol) => table.lengths[symbol] === 0);
  if (missing.length === 0) return table;
  const frequencies = Array.from(table.lengths, (length) => (length === 0 ? 0 : 2 ** (17 - length)));
  for (const symbol of missing) frequencies[symbol] = 1;
  const lists = listsOf(codeLengths(frequencies));
  return createHuffmanTable(lists.counts, lists.symbols);
}

function listsOf(lengths: Uint8Array): { counts: number[]; symbols: number[] } {
  const symbols = [...lengths.keys()].filter((symbol) => lengths[symbol] > 0);
  symbols.sort((a, b) => lengths[a] - lengths[b] || a - b);
  const counts = Array.from(
    { length: 16 },
    (_, i) => symbols.filter((symbol) => lengths[symbol] === i + 1).length,
  );
  return { counts, symbols };
}

/**
 * Code lengths for 256 symbols of the given frequencies, none over 16 bits and none all ones: T.81, annex K.2, where
 * a 257th symbol takes the code that must stay free and is left out at the end.
 */
function codeLengths(frequencies: readonly number[]): Uint8Array {
  interface Node {
    readonly weight: number;
    readonly symbols: readonly number[];
  }
  const depths = new Uint8Array(257);
  const reserved = 256;
  const nodes: Node[] = [...frequencies.entries()]
    .filter(([, weight]) => weight > 0)
    .map(([symbol, weight]) => ({ weight, symbols: [symbol] }));
  nodes.push({ weight: 0, symbols: [reserved] });
  while (nodes.length > 1) {
    nodes.sort((a, b) => b.weight - a.weight);
    const [a, b] = nodes.splice(-2) as [Node, Node];
    const symbols = [...a.symbols, ...b.symbols];
    for (const symbol of symbols) depths[symbol]++;
    nodes.push({ weight: a.weight + b.weight, symbols });
  }
  // By frequency, so that shortening gives the rarest the longest codes; the reserved one is the last of all.
  const order = [...depths.keys()].filter((symbol) => depths[symbol] > 0);
  order.sort((a, b) => depths[a] - depths[b] || a - b);
  const counts = Array.from({ length: 258 }, () => 0);
  for (const symbol of order) counts[depths[symbol]]++;
  for (let length = counts.length - 1; length > 16; length--)
    while (counts[length] > 0) {
      // Two of the longest lose a bit: one takes their parent's place, the other shares the place of a shorter code.
      let shorter = length - 2;
      while (counts[shorter] === 0) shorter--;
      counts[length] -= 2;
      counts[length - 1]++;
      counts[shorter + 1] += 2;
      counts[shorter]--;
    }
  const lengths = new Uint8Array(256);
  let at = 0;
  for (let length = 1; length <= 16; length++)
    for (let i = 0; i < counts[length]; i++) {
      const symbol = order[at++];
      if (symbol !== reserved) lengths[symbol] = length;
    }
  return lengths;
}
