import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Pyramid } from './pyramid.ts';
import { UNIT_COST } from './solve.ts';

/**
 * How far the fill's patches are from the photo's own, without the truth: the mean patch cost over the fully searched levels,
 * spatial and rarity terms left out, as RMS grey levels per sample. Lower is better.
 */
export function scoreFill(host: EngineHost, { levels, work }: Pyramid): number {
  let sum = 0;
  for (const level of levels.slice(work)) {
    const set = (offset: number, value: number) => {
      host.arena.f32[(level.at + offset) >> 2] = value;
    };
    set(slot.RARITY_WEIGHT, 0);
    const guided = host.arena.i32[(level.at + slot.GUIDED) >> 2];
    host.arena.i32[(level.at + slot.GUIDED) >> 2] = 0;
    for (let k = 0; k < 3; k++) set(slot.SPATIAL + 4 * k, 0);
    host.runBands('measureCosts', [level.at], cutBands(level.grid.height, 8));
    const { u8, i32, f32 } = host.arena;
    i32[(level.at + slot.GUIDED) >> 2] = guided;
    const allowed = i32[(level.at + slot.ALLOWED) >> 2];
    const cost = i32[(level.at + slot.COST) >> 2] >> 2;
    let total = 0;
    for (let t = 0; t < level.grid.width * level.grid.height; t++)
      if (u8[allowed + t] !== 0) total += f32[cost + t];
    sum += Math.sqrt(total / level.targetCount / UNIT_COST);
  }
  return sum / (levels.length - work);
}
