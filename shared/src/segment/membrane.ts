/**
 * Stretches the colours of known pixels smoothly over the unknown ones, coarse to fine: what a plain
 * backdrop would look like without the object before it. Push–pull (Gortler, Grzeszczuk, Szeliski and
 * Cohen, SIGGRAPH 1996): one pass down a pyramid of means, one pass up with bilinear filling.
 *
 * @param lab interleaved, three floats a pixel
 * @param known not 0 = keep this pixel
 * @returns a new array; known pixels are unchanged; all 0 when nothing is known
 */
export function stretchColours(
  lab: Float32Array,
  width: number,
  height: number,
  known: Uint8Array,
): Float32Array {
  const levels: Level[] = [
    { width, height, lab: lab.slice(), weight: Float32Array.from(known, (k) => (k ? 1 : 0)) },
  ];
  for (let i = 0; i < width * height; i++) if (!known[i]) levels[0].lab.fill(0, 3 * i, 3 * i + 3);
  for (let level = levels[0]; level.width > 1 || level.height > 1; levels.push(level)) level = halved(level);
  for (let k = levels.length - 2; k >= 0; k--) fillFrom(levels[k], levels[k + 1]);
  return levels[0].lab;
}

/** Means, and how far each is known, 0–1. */
type Level = { width: number; height: number; lab: Float32Array; weight: Float32Array };

function halved(fine: Level): Level {
  const width = (fine.width + 1) >> 1;
  const height = (fine.height + 1) >> 1;
  const lab = new Float32Array(3 * width * height);
  const weight = new Float32Array(width * height);
  for (let y = 0, i = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++, i++) {
      const j = (y >> 1) * width + (x >> 1);
      weight[j] += fine.weight[i];
      for (let c = 0; c < 3; c++) lab[3 * j + c] += fine.weight[i] * fine.lab[3 * i + c];
    }
  }
  for (let j = 0; j < weight.length; j++) {
    if (weight[j] === 0) continue;
    for (let c = 0; c < 3; c++) lab[3 * j + c] /= weight[j];
    weight[j] = Math.min(1, weight[j]);
  }
  return { width, height, lab, weight };
}

function fillFrom(fine: Level, coarse: Level): void {
  const clamp = (v: number, most: number) => (v < 0 ? 0 : v > most ? most : v);
  for (let y = 0, i = 0; y < fine.height; y++) {
    const cy = clamp((y - 0.5) / 2, coarse.height - 1);
    const top = Math.floor(cy);
    const down = top + 1 < coarse.height ? 3 * coarse.width : 0;
    const ty = cy - top;
    for (let x = 0; x < fine.width; x++, i++) {
      const open = 1 - fine.weight[i];
      if (open <= 0) continue;
      const cx = clamp((x - 0.5) / 2, coarse.width - 1);
      const left = Math.floor(cx);
      const right = left + 1 < coarse.width ? 3 : 0;
      const tx = cx - left;
      const j = 3 * (top * coarse.width + left);
      for (let c = 0; c < 3; c++) {
        const above = coarse.lab[j + c] * (1 - tx) + coarse.lab[j + right + c] * tx;
        const below = coarse.lab[j + down + c] * (1 - tx) + coarse.lab[j + down + right + c] * tx;
        const guess = above * (1 - ty) + below * ty;
        fine.lab[3 * i + c] = fine.weight[i] * fine.lab[3 * i + c] + open * guess;
      }
    }
  }
}
