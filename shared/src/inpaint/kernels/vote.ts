import type { Arena } from '../arena.ts';
import { FALLOFF, HOLE_LIST, RADIUS, VOTES } from './layout.ts';
import { viewLevel } from './levelView.ts';
import { CHROMA_BIAS, PER_SAMPLE, sumPatch, sumsAt } from './patchCost.ts';

const { fround } = Math;

/** Keeps a weighted mean defined where every weight is vanishingly small. */
const LEAST_WEIGHT = fround(1e-12);

export function weighTargets(arena: Arena, levelAt: number, from: number, to: number): void {
  const level = viewLevel(arena, levelAt);
  const { u8, u16, i32, f32, gridWidth, bias32, targetSums16 } = level;
  const falloff = f32[(levelAt + FALLOFF) >> 2];
  const chroma = fround(CHROMA_BIAS * level.biasLimit);
  const limits = [level.biasLimit, chroma, chroma];
  for (let ty = from; ty < to; ty++) {
    for (let tx = 0; tx < gridWidth; tx++) {
      const t = ty * gridWidth + tx;
      if (u8[level.allowed + t] === 0) continue;
      f32[level.weight32 + t] =
        fround(f32[level.confidence32 + t] * fround(Math.exp(fround(-f32[level.cost32 + t] * falloff)))) +
        LEAST_WEIGHT;
      f32[bias32 + 4 * t + 3] = 0;
      if (level.forgiven === 0) {
        f32.fill(0, bias32 + 4 * t, bias32 + 4 * t + 3);
        continue;
      }
      const q = i32[level.match32 + t];
      const qy = (q / level.width) | 0;
      sumPatch(level, level.gridX + tx * level.stride, level.gridY + ty * level.stride, targetSums16 + 4 * t);
      const source = sumsAt(level, q - qy * level.width, qy);
      for (let c = 0; c < 3; c++) {
        const mean = fround((u16[targetSums16 + 4 * t + c] - source[c]) * PER_SAMPLE);
        f32[bias32 + 4 * t + c] = level.forgiven * Math.max(-limits[c], Math.min(limits[c], mean));
      }
    }
  }
}

export function voteColours(arena: Arena, levelAt: number, from: number, to: number): number {
  const level = viewLevel(arena, levelAt);
  const { u8, i32, f32, width, height, image, gridX, gridY, gridWidth, gridHeight, stride } = level;
  const { match32, weight32, bias32, allowed } = level;
  const list = arena.i32[(levelAt + HOLE_LIST) >> 2] >> 2;
  const votes = arena.i32[(levelAt + VOTES) >> 2];
  let change = 0;
  for (let k = from; k < to; k++) {
    const i = i32[list + k];
    const y = (i / width) | 0;
    const x = i - y * width;
    // Targets whose patch covers the pixel; at the picture's edge centres stay inside, at stride 2 every other one exists.
    const ty0 = Math.max(0, Math.ceil((Math.max(RADIUS, y - RADIUS) - gridY) / stride));
    const ty1 = Math.min(
      gridHeight - 1,
      Math.floor((Math.min(height - 1 - RADIUS, y + RADIUS) - gridY) / stride),
    );
    const tx0 = Math.max(0, Math.ceil((Math.max(RADIUS, x - RADIUS) - gridX) / stride));
    const tx1 = Math.min(
      gridWidth - 1,
      Math.floor((Math.min(width - 1 - RADIUS, x + RADIUS) - gridX) / stride),
    );
    let sum = 0;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let ty = ty0; ty <= ty1; ty++) {
      for (let tx = tx0; tx <= tx1; tx++) {
        const t = ty * gridWidth + tx;
        if (u8[allowed + t] === 0) continue;
        const weight = f32[weight32 + t];
        const shift = i - ((gridY + ty * stride) * width + gridX + tx * stride);
        const p = image + (i32[match32 + t] + shift) * 4;
        sum = fround(sum + weight);
        s0 = fround(s0 + fround(weight * fround(u8[p] + f32[bias32 + 4 * t])));
        s1 = fround(s1 + fround(weight * fround(u8[p + 1] + f32[bias32 + 4 * t + 1])));
        s2 = fround(s2 + fround(weight * fround(u8[p + 2] + f32[bias32 + 4 * t + 2])));
        s3 = fround(s3 + fround(weight * u8[p + 3]));
      }
    }
    const p = image + i * 4;
    const v = votes + 4 * k;
    if (sum === 0) {
      // At stride 2 the last column or row of the picture may have no target: it keeps what the coarser level gave it.
      u8.copyWithin(v, p, p + 4);
      continue;
    }
    const scale = fround(1 / sum);
    const v0 = toByte(fround(s0 * scale));
    const v1 = toByte(fround(s1 * scale));
    const v2 = toByte(fround(s2 * scale));
    change += Math.abs(v0 - u8[p]) + Math.abs(v1 - u8[p + 1]) + Math.abs(v2 - u8[p + 2]);
    u8[v] = v0;
    u8[v + 1] = v1;
    u8[v + 2] = v2;
    u8[v + 3] = toByte(fround(s3 * scale));
  }
  return change;
}

export function commitVotes(arena: Arena, levelAt: number, from: number, to: number): void {
  const { i32, u32 } = arena;
  const { image } = viewLevel(arena, levelAt);
  const list = i32[(levelAt + HOLE_LIST) >> 2] >> 2;
  const votes = i32[(levelAt + VOTES) >> 2] >> 2;
  for (let k = from; k < to; k++) u32[(image >> 2) + i32[list + k]] = u32[votes + k];
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : fround(value + 0.5) | 0;
}
