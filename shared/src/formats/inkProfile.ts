import { hasText, latin1At, u16be, u32be } from './bytes.ts';

/** How a profile turns four inks into L*a*b*: a curve each, a grid of four dimensions, a curve each (ICC.1:2022, 10.10). */
export interface InkProfile {
  /** For each ink, where each of 256 values lies on the grid: 0 to `grid` − 1. */
  readonly inputs: readonly Float32Array[];
  /** Points along a side. */
  readonly grid: number;
  /** Three numbers of 0–1 for each point; cyan outermost, black innermost. */
  readonly nodes: Float32Array;
  /** For each of L*, a*, b*, the value at evenly spaced places from 0 to 1. */
  readonly outputs: readonly Float32Array[];
}

/** The profile's table for pictures (perceptual), else for colours. Undefined for what has none of this kind; never throws. */
export function readInkProfile(icc: Uint8Array): InkProfile | undefined {
  if (icc.length < 132 || !hasText(icc, 36, 'acsp') || !hasText(icc, 16, 'CMYKLab ')) return undefined;
  const count = Math.min(u32be(icc, 128), 100);
  for (const wanted of ['A2B0', 'A2B1'])
    for (let i = 0; i < count && 144 + 12 * i <= icc.length; i++) {
      if (latin1At(icc, 132 + 12 * i, 4) !== wanted) continue;
      const start = u32be(icc, 136 + 12 * i);
      const end = start + u32be(icc, 140 + 12 * i);
      const found = end <= icc.length ? readTable(icc.subarray(start, end)) : undefined;
      if (found) return found;
    }
  return undefined;
}

/** `mft1` and `mft2`: numbers of 8 and of 16 bits. */
function readTable(tag: Uint8Array): InkProfile | undefined {
  if (tag.length < 52 || tag[8] !== 4 || tag[9] !== 3) return undefined;
  const isWide = hasText(tag, 0, 'mft2');
  if (!isWide && !hasText(tag, 0, 'mft1')) return undefined;
  const grid = tag[10];
  const inputLength = isWide ? u16be(tag, 48) : 256;
  const outputLength = isWide ? u16be(tag, 50) : 256;
  const bytes = isWide ? 2 : 1;
  const nodeCount = 3 * grid ** 4;
  const inputsAt = isWide ? 52 : 48;
  const nodesAt = inputsAt + 4 * inputLength * bytes;
  const outputsAt = nodesAt + nodeCount * bytes;
  if (grid < 2 || inputLength < 2 || outputLength < 2) return undefined;
  if (outputsAt + 3 * outputLength * bytes > tag.length) return undefined;
  const share = (at: number): number => (isWide ? u16be(tag, at) / 65_535 : tag[at] / 255);
  const numbers = (at: number, length: number) =>
    Float32Array.from({ length }, (_, i) => share(at + i * bytes));
  const inputs = [0, 1, 2, 3].map((ink) => {
    const curve = numbers(inputsAt + ink * inputLength * bytes, inputLength);
    return Float32Array.from({ length: 256 }, (_, value) => (grid - 1) * along(curve, value / 255));
  });
  // 16 bits: 0xFF00 is L* of 100, 0x8000 a* of 0 (table 42); 8 bits: 255 and 128.
  const scales = isWide ? [(100 * 65_535) / 65_280, 65_535 / 256, 65_535 / 256] : [100, 255, 255];
  const outputs = scales.map((scale, channel) =>
    numbers(outputsAt + channel * outputLength * bytes, outputLength).map(
      (value) => value * scale - (channel === 0 ? 0 : 128),
    ),
  );
  return { inputs, grid, nodes: numbers(nodesAt, nodeCount), outputs };
}

/** A curve at a place of 0–1, between its points in a straight line. */
export function along(curve: Float32Array, place: number): number {
  const at = Math.min(1, Math.max(0, place)) * (curve.length - 1);
  const below = Math.min(curve.length - 2, Math.floor(at));
  return curve[below] + (curve[below + 1] - curve[below]) * (at - below);
}
