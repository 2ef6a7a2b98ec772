import type { Arena } from '../arena.ts';
import * as slot from './layout.ts';

/** A level's slots, read once at the start of a kernel. Bases are byte offsets; `…32` ones index four-byte views. */
export type LevelView = {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly image: number;
  readonly flags: number;
  readonly rarity: number;
  readonly sums16: number;
  readonly gridX: number;
  readonly gridY: number;
  readonly gridWidth: number;
  readonly gridHeight: number;
  readonly stride: number;
  readonly allowed: number;
  readonly guided: number;
  readonly match32: number;
  readonly cost32: number;
  readonly weight32: number;
  readonly bias32: number;
  readonly targetSums16: number;
  readonly confidence32: number;
  readonly forgiven: number;
  readonly biasLimit: number;
  readonly rarityWeight: number;
  readonly spatial32: number;
};

export function viewLevel(arena: Arena, level: number): LevelView {
  const { u8, u16, i32, f32 } = arena;
  const whole = (offset: number) => i32[(level + offset) >> 2];
  const real = (offset: number) => f32[(level + offset) >> 2];
  return {
    u8,
    u16,
    i32,
    f32,
    width: whole(slot.WIDTH),
    height: whole(slot.HEIGHT),
    image: whole(slot.IMAGE),
    flags: whole(slot.FLAGS),
    rarity: whole(slot.RARITY),
    sums16: whole(slot.SUMS) >> 1,
    gridX: whole(slot.GRID_X),
    gridY: whole(slot.GRID_Y),
    gridWidth: whole(slot.GRID_WIDTH),
    gridHeight: whole(slot.GRID_HEIGHT),
    stride: whole(slot.STRIDE),
    allowed: whole(slot.ALLOWED),
    guided: whole(slot.GUIDED),
    match32: whole(slot.MATCH) >> 2,
    cost32: whole(slot.COST) >> 2,
    weight32: whole(slot.WEIGHT) >> 2,
    bias32: whole(slot.BIAS) >> 2,
    targetSums16: whole(slot.TARGET_SUMS) >> 1,
    confidence32: whole(slot.CONFIDENCE) >> 2,
    forgiven: real(slot.FORGIVEN),
    biasLimit: real(slot.BIAS_LIMIT),
    rarityWeight: real(slot.RARITY_WEIGHT),
    spatial32: (level + slot.SPATIAL) >> 2,
  };
}
