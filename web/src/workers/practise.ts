import type { EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { RemovalInput } from '@cleanplate/shared/inpaint/types.ts';

const side = 192;
const hole = { from: 70, to: 122 };

/** Boards with grain and a hole across their joints: every part of the engine has something to do. */
function boards(): RemovalInput {
  const pixels = new Uint8ClampedArray(4 * side * side).fill(255);
  const mask = new Uint8Array(side * side);
  let grain = 1;
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      grain = (Math.imul(grain, 1_103_515_245) + 12_345) & 0x7fffffff;
      const board = 90 + 40 * (Math.floor(x / 24) % 3) + ((grain >> 16) % 16);
      for (let c = 0; c < 3; c++) pixels[4 * i + c] = board - 12 * c;
      const isHole = x >= hole.from && x < hole.to && y >= hole.from && y < hole.to;
      mask[i] = isHole ? 255 : 0;
    }
  }
  return { pixels, width: side, height: side, mask, seed: 1 };
}

/** A removal for nobody: what the browser compiles meanwhile, the first one finds compiled. */
export function practise(host: EngineHost): void {
  const input = boards();
  fillCandidate(prepareRemoval(input, {}, host), STRATEGIES[0]);
}
