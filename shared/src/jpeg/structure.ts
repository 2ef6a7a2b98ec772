import { hasText, u16be, type Span } from '../formats/bytes.ts';
import { createHuffmanTable, type HuffmanTable } from './huffman.ts';

/** One colour component of the frame. Blocks are 8 × 8 samples. */
export interface Component {
  readonly id: number;
  /** Blocks per MCU. */
  readonly across: number;
  readonly down: number;
  /** Pixels per sample. */
  readonly pixelsAcross: number;
  readonly pixelsDown: number;
  /** Blocks that hold pixels: what a scan of this component alone contains. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks of all whole MCUs: what an interleaved scan contains. A block's index is y × `columns` + x. */
  readonly columns: number;
  readonly rows: number;
  /** Divisors of the coefficients, in zigzag order. */
  readonly quantisation: Uint16Array;
}

/**
 * What a decoder makes of the components: luma and chroma, red green blue, or luma alone. Of four, the first three; the fourth
 * is black ink.
 */
export type JpegColour = 'ycc' | 'rgb' | 'grey';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  readonly colour: JpegColour;
  readonly mcusAcross: number;
  readonly mcusDown: number;
  /** Pixels of an MCU. */
  readonly mcuWidth: number;
  readonly mcuHeight: number;
}

export interface ScanComponent {
  /** Index in `Frame.components`. */
  readonly index: number;
  readonly component: Component;
  /** Table slots, 0 to 3, and the tables in force. */
  readonly dcSlot: number;
  readonly acSlot: number;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

/** One scan: some components, a band of coefficients, some of their bits (T.81, B.2.3 and G.1). */
export interface Scan {
  readonly components: readonly ScanComponent[];
  /** First and last coefficient, in zigzag order. */
  readonly from: number;
  readonly to: number;
  /** Bits known before this scan, 0 for a first scan, and the lowest bit that this scan gives. */
  readonly high: number;
  readonly low: number;
  /** MCUs between restart markers; 0 means none. */
  readonly restartInterval: number;
  /** From its marker to the last byte of its header. */
  readonly header: Span;
  /** The entropy-coded data. */
  readonly data: Span;
}

/** What stands between the start and the end of the file, in order. Huffman tables are in the scans that use them. */
export type Part =
  | { readonly kind: 'segment'; readonly marker: number; readonly whole: Span; readonly body: Span }
  | { readonly kind: 'tables'; readonly whole: Span }
  | { readonly kind: 'scan'; readonly scan: Scan };

export interface JpegStructure {
  readonly frame: Frame;
  readonly parts: readonly Part[];
  /** Just behind the end marker. */
  readonly end: number;
}

/** Thrown for a JPEG whose coefficients cannot be kept: its pixels are encoded anew instead. */
export class JpegUnsupportedError extends Error {}

const SOF0 = 0xc0;
const SOF2 = 0xc2;
const DHT = 0xc4;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DRI = 0xdd;

/**
 * Takes a JPEG apart without decoding it: frame, scans with the tables in force, and every other segment where it stands.
 * Baseline, extended and progressive Huffman files of 8 bits with one or three components.
 * @param counts how many components it may have, where others are wanted
 * @throws JpegUnsupportedError for any other, and for a file that is incomplete or breaks the rules
 */
export function readStructure(bytes: Uint8Array, counts: readonly number[] = [1, 3]): JpegStructure {
  const parts: Part[] = [];
  const quantisation: (Uint16Array | undefined)[] = [];
  const tables: (HuffmanTable | undefined)[] = [];
  let frame: Frame | undefined;
  let restartInterval = 0;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) throw new JpegUnsupportedError(`no marker at byte ${at}`);
    while (bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1];
    if (marker === EOI) break;
    const length = u16be(bytes, at + 2);
    const body = { at: at + 4, length: length - 2 };
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length)
      throw new JpegUnsupportedError(`the segment at byte ${at} does not end`);
    const content = bytes.subarray(body.at, end);
    const whole = { at, length: end - at };
    at = end;
    if (marker === SOS) {
      if (!frame) throw new JpegUnsupportedError('a scan before the frame');
      const dataEnd = endOfData(bytes, end);
      const scan = readScan(content, frame, tables, restartInterval);
      parts.push({
        kind: 'scan',
        scan: { ...scan, header: whole, data: { at: end, length: dataEnd - end } },
      });
      at = dataEnd;
      continue;
    }
    if (marker === DHT) {
      readTables(content, tables);
      parts.push({ kind: 'tables', whole });
      continue;
    }
    parts.push({ kind: 'segment', marker, whole, body });
    if (marker === DQT) readQuantisation(content, quantisation);
    else if (marker === DRI) restartInterval = u16be(content, 0);
    else if (marker >= SOF0 && marker <= 0xcf) {
      if (marker > SOF2 || frame) throw new JpegUnsupportedError(`a frame of kind ${marker - SOF0}`);
      if (!counts.includes(content[5]))
        throw new JpegUnsupportedError(`a frame of ${content[5]} components; ${counts.join(' or ')} wanted`);
      frame = readFrame(content, marker === SOF2, quantisation, bytes, parts);
    }
  }
  if (!frame || !parts.some(({ kind }) => kind === 'scan'))
    throw new JpegUnsupportedError('no picture in it');
  return { frame, parts, end: at + 2 };
}

function readFrame(
  body: Uint8Array,
  progressive: boolean,
  quantisation: readonly (Uint16Array | undefined)[],
  bytes: Uint8Array,
  parts: readonly Part[],
): Frame {
  const [precision] = body;
  const height = u16be(body, 1);
  const width = u16be(body, 3);
  const count = body[5];
  if (precision !== 8 || width === 0 || height === 0 || body.length < 6 + 3 * count)
    throw new JpegUnsupportedError(`a frame of ${width}×${height}, ${count} components of ${precision} bits`);
  const sampling = Array.from({ length: count }, (_, i) => {
    const packed = body[7 + 3 * i];
    // Of one component alone the factors mean nothing: its MCU is one block (T.81, A.2.2).
    return count === 1 ? { across: 1, down: 1 } : { across: packed >> 4, down: packed & 15 };
  });
  const most = (values: readonly number[]) => Math.max(...values);
  const mostAcross = most(sampling.map(({ across }) => across));
  const mostDown = most(sampling.map(({ down }) => down));
  const mcusAcross = Math.ceil(width / (8 * mostAcross));
  const mcusDown = Math.ceil(height / (8 * mostDown));
  const components = sampling.map(({ across, down }, i): Component => {
    if (across < 1 || down < 1 || mostAcross % across > 0 || mostDown % down > 0)
      throw new JpegUnsupportedError(`sampling ${across}×${down} beside ${mostAcross}×${mostDown}`);
    const table = quantisation[body[8 + 3 * i]];
    if (!table) throw new JpegUnsupportedError('a component without a quantisation table');
    const pixelsAcross = mostAcross / across;
    const pixelsDown = mostDown / down;
    return {
      id: body[6 + 3 * i],
      across,
      down,
      pixelsAcross,
      pixelsDown,
      blocksAcross: Math.ceil(Math.ceil(width / pixelsAcross) / 8),
      blocksDown: Math.ceil(Math.ceil(height / pixelsDown) / 8),
      columns: mcusAcross * across,
      rows: mcusDown * down,
      quantisation: table,
    };
  });
  return {
    width,
    height,
    progressive,
    components,
    colour: colourOf(components, bytes, parts),
    mcusAcross,
    mcusDown,
    mcuWidth: 8 * mostAcross,
    mcuHeight: 8 * mostDown,
  };
}

/** As decoders guess it: JFIF means luma and chroma, Adobe's marker says it, and without either the ids tell. */
function colourOf(components: readonly Component[], bytes: Uint8Array, parts: readonly Part[]): JpegColour {
  if (components.length === 1) return 'grey';
  const segment = (wanted: number, text: string) =>
    parts.find(
      (part) => part.kind === 'segment' && part.marker === wanted && hasText(bytes, part.body.at, text),
    );
  if (segment(0xe0, 'JFIF\0') && components.length === 3) return 'ycc';
  const adobe = segment(0xee, 'Adobe');
  if (adobe?.kind === 'segment' && adobe.body.length >= 12)
    return bytes[adobe.body.at + 11] === 0 ? 'rgb' : 'ycc';
  if (components.length === 4) return 'rgb';
  return String.fromCharCode(...components.map(({ id }) => id)) === 'RGB' ? 'rgb' : 'ycc';
}

function readScan(
  body: Uint8Array,
  frame: Frame,
  tables: readonly (HuffmanTable | undefined)[],
  restartInterval: number,
): Omit<Scan, 'header' | 'data'> {
  const count = body[0];
  const components = Array.from({ length: count }, (_, i): ScanComponent => {
    const index = frame.components.findIndex(({ id }) => id === body[1 + 2 * i]);
    if (index < 0) throw new JpegUnsupportedError('a scan of an unknown component');
    const dcSlot = body[2 + 2 * i] >> 4;
    const acSlot = body[2 + 2 * i] & 15;
    return {
      index,
      component: frame.components[index],
      dcSlot,
      acSlot,
      dc: tables[dcSlot],
      ac: tables[16 + acSlot],
    };
  });
  const [from, to, bits] = body.subarray(1 + 2 * count);
  const high = bits >> 4;
  const low = bits & 15;
  const isWhole = from === 0 && to === 63 && bits === 0;
  const isBand = from === 0 ? to === 0 : from <= to && to < 64 && count === 1;
  if (count < 1 || (frame.progressive ? !isBand || low > 13 : !isWhole))
    throw new JpegUnsupportedError(`a scan of coefficients ${from} to ${to}, bits ${high} to ${low}`);
  const needsDc = from === 0 && high === 0;
  const needsAc = to > 0;
  if (components.some(({ dc, ac }) => (needsDc && !dc) || (needsAc && !ac)))
    throw new JpegUnsupportedError('a scan without its Huffman tables');
  return { components, from, to, high, low, restartInterval };
}

function readQuantisation(body: Uint8Array, into: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < body.length;) {
    const wide = body[at] >> 4;
    const slot = body[at++] & 15;
    into[slot] = Uint16Array.from({ length: 64 }, (_, i) => (wide ? u16be(body, at + 2 * i) : body[at + i]));
    at += wide ? 128 : 64;
  }
}

function readTables(body: Uint8Array, into: (HuffmanTable | undefined)[]): void {
  for (let at = 0; at + 17 <= body.length;) {
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, n) => sum + n, 0);
    const symbols = body.subarray(at + 17, at + 17 + total);
    try {
      into[body[at]] = createHuffmanTable(counts, symbols);
    } catch (error) {
      throw new JpegUnsupportedError(error instanceof Error ? error.message : 'a bad Huffman table');
    }
    at += 17 + total;
  }
}

/** Where the first marker stands that is neither a stuffed 0xFF nor a restart. */
function endOfData(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new JpegUnsupportedError('the file ends within a scan');
}
