import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Level } from './level.ts';
import type { Pyramid } from './pyramid.ts';
import { UNIT_COST } from './solve.ts';
import { STRATEGY_SETTINGS } from './strategies.ts';

/**
 * How far the fill's patches are from the photo's own, without the truth: the mean patch cost over the fully searched levels no
 * finer than `finest`, as RMS grey levels per sample. Every strategy is measured alike: the balanced share is forgiven, and where
 * a source lies or how rare it is costs nothing. Lower is better.
 */
export function scoreFill(host: EngineHost, { levels, work }: Pyramid, finest = 0): number {
  const measured = levels.slice(Math.max(work, finest));
  return measured.reduce((sum, level) => sum + patchError(host, level), 0) / measured.length;
}

function patchError(host: EngineHost, level: Level): number {
  const { balanced } = STRATEGY_SETTINGS;
  const { arena } = host;
  const set = (offset: number, value: number) => {
    arena.f32[(level.at + offset) >> 2] = value;
  };
  set(slot.RARITY_WEIGHT, 0);
  set(slot.FORGIVEN, balanced.forgiven);
  set(slot.BIAS_LIMIT, balanced.biasLimit);
  for (let k = 0; k < 3; k++) set(slot.SPATIAL + 4 * k, 0);
  const guided = arena.i32[(level.at + slot.GUIDED) >> 2];
  arena.i32[(level.at + slot.GUIDED) >> 2] = 0;
  host.runBands('measureCosts', [level.at], cutBands(level.grid.height, 8));
  arena.i32[(level.at + slot.GUIDED) >> 2] = guided;

  const allowed = arena.i32[(level.at + slot.ALLOWED) >> 2];
  const cost = arena.i32[(level.at + slot.COST) >> 2] >> 2;
  let total = 0;
  for (let t = 0; t < level.grid.width * level.grid.height; t++) {
    if (arena.u8[allowed + t] !== 0) total += arena.f32[cost + t];
  }
  return Math.sqrt(total / level.targetCount / UNIT_COST);
}
