import { hasText, latin1At, lengthWithoutZeros, u16be, u32be, type Span } from './bytes.ts';

/** What the boxes of an AVIF or HEIC file say of its primary picture. */
export interface AvifInfo {
  /** As shown, after `irot`; 0 × 0 when no header says it. */
  readonly width: number;
  readonly height: number;
  /** Bits per channel; 8 when not said. */
  readonly bitDepth: number;
  readonly hasAlpha: boolean;
  /** True for an image sequence. */
  readonly animated: boolean;
  /** Quarter turns anticlockwise (irot) and mirroring (imir) that every decoder applies by itself. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
  /** False when a top-level box reaches beyond the end of the file. */
  readonly complete: boolean;
  readonly stoppedAt: number;
}

interface Box extends Span {
  readonly type: string;
}

/** Boxes looked at per level; real files have fewer than 100, a hostile one may have millions of empty ones. */
const MAX_BOXES = 1024;

/**
 * Reads the item properties of the primary picture (ISO/IEC 14496-12 and 23008-12: meta, pitm, iprp, ipco, ipma),
 * once `ftyp` has been seen. Never throws.
 */
export function readAvif(bytes: Uint8Array): AvifInfo {
  const whole = { at: 0, length: bytes.length };
  const top = boxesIn(bytes, whole);
  const last = top.at(-1);
  const complete = last !== undefined && last.at + last.length <= bytes.length;
  const meta = find(top, 'meta');
  // meta is a full box: four bytes of version and flags before its children.
  const children = meta ? boxesIn(bytes, inside(meta, 4)) : [];
  const properties = find(children, 'iprp');
  const parts = properties ? boxesIn(bytes, properties) : [];
  const container = find(parts, 'ipco');
  const list = container ? boxesIn(bytes, container) : [];
  const own = primaryProperties(bytes, find(children, 'pitm'), find(parts, 'ipma'), list);
  const size = find(own, 'ispe');
  const depth = find(own, 'pixi');
  const turn = find(own, 'irot');
  const quarterTurns = turn ? ((bytes[turn.at] & 3) as AvifInfo['quarterTurns']) : 0;
  const across = size ? u32be(bytes, size.at + 4) : 0;
  const down = size ? u32be(bytes, size.at + 8) : 0;
  return {
    width: quarterTurns % 2 ? down : across,
    height: quarterTurns % 2 ? across : down,
    bitDepth: depth && bytes[depth.at + 4] > 0 ? bytes[depth.at + 5] : 8,
    hasAlpha: list.some(
      ({ type, at, length }) => type === 'auxC' && isAlpha(latin1At(bytes, at + 4, Math.min(length, 64))),
    ),
    animated: hasText(bytes, 8, 'avis') || hasText(bytes, 8, 'hevc') || hasText(bytes, 8, 'msf1'),
    quarterTurns,
    mirrored: find(own, 'imir') !== undefined,
    complete,
    stoppedAt: complete ? bytes.length : lengthWithoutZeros(bytes),
  };
}

function isAlpha(auxiliaryType: string): boolean {
  return auxiliaryType.includes('auxiliary:alpha') || auxiliaryType.includes('auxid:1');
}

function find(boxes: readonly Box[], type: string): Box | undefined {
  return boxes.find((box) => box.type === type);
}

function inside(box: Span, skip: number): Span {
  return { at: box.at + skip, length: Math.max(0, box.length - skip) };
}

/** The boxes side by side in a span; each as the span of its payload, which may reach beyond the file. */
function boxesIn(bytes: Uint8Array, span: Span): Box[] {
  const boxes: Box[] = [];
  const end = Math.min(span.at + span.length, bytes.length);
  for (let at = span.at; at + 8 <= end && boxes.length < MAX_BOXES;) {
    let header = 8;
    let size = u32be(bytes, at);
    if (size === 1) {
      header = 16;
      size = u32be(bytes, at + 8) * 2 ** 32 + u32be(bytes, at + 12);
    } else if (size === 0) size = end - at;
    if (size < header) break;
    boxes.push({ type: latin1At(bytes, at + 4, 4), at: at + header, length: size - header });
    at += size;
  }
  return boxes;
}

/** The properties that ipma ties to the primary item; all of them when it does not say. */
function primaryProperties(
  bytes: Uint8Array,
  pitm: Box | undefined,
  ipma: Box | undefined,
  list: readonly Box[],
): readonly Box[] {
  if (!pitm || !ipma) return list;
  const primary = bytes[pitm.at] === 0 ? u16be(bytes, pitm.at + 4) : u32be(bytes, pitm.at + 4);
  const wideIds = bytes[ipma.at] >= 1;
  const wideIndices = (bytes[ipma.at + 3] & 1) === 1;
  const end = Math.min(ipma.at + ipma.length, bytes.length);
  let at = ipma.at + 8;
  for (let entry = u32be(bytes, ipma.at + 4); entry > 0 && at < end; entry--) {
    const id = wideIds ? u32be(bytes, at) : u16be(bytes, at);
    at += wideIds ? 4 : 2;
    const count = bytes[at++] ?? 0;
    const indices = Array.from({ length: count }, (_, i) =>
      // The highest bit says "essential"; numbers begin at 1.
      wideIndices ? u16be(bytes, at + i * 2) & 0x7fff : bytes[at + i] & 0x7f,
    );
    if (id === primary) return indices.flatMap((index) => list[index - 1] ?? []);
    at += count * (wideIndices ? 2 : 1);
  }
  return list;
}
