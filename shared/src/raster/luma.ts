import type { Picture, Plane } from './picture.ts';

/** Luma of a picture in grey levels (Rec. 601, of the stored numbers), and how much each pixel counts, 0–1. */
export interface LumaLevel {
  readonly luma: Float32Array;
  readonly weight: Float32Array;
  readonly width: number;
  readonly height: number;
  /** How many photo pixels one pixel of this level is across. */
  readonly factor: number;
}

/** The full-size level; pixels of `ring` from 128 on count. */
export function lumaLevel(picture: Picture, ring: Plane): LumaLevel {
  const { data, width, height } = picture;
  const luma = new Float32Array(width * height);
  const weight = new Float32Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 4) {
    luma[i] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    weight[i] = ring.data[i] >= 128 ? 1 : 0;
  }
  return { luma, weight, width, height, factor: 1 };
}

/** Half the size: means of 2 × 2; an odd last row or column is left out. */
export function halveLevel(level: LumaLevel): LumaLevel {
  const width = level.width >> 1;
  const height = level.height >> 1;
  const luma = new Float32Array(width * height);
  const weight = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    let at = 2 * y * level.width;
    for (let x = 0; x < width; x++, i++, at += 2) {
      const below = at + level.width;
      luma[i] = (level.luma[at] + level.luma[at + 1] + level.luma[below] + level.luma[below + 1]) / 4;
      weight[i] =
        (level.weight[at] + level.weight[at + 1] + level.weight[below] + level.weight[below + 1]) / 4;
    }
  }
  return { luma, weight, width, height, factor: level.factor * 2 };
}
