import { colourCost } from './colourModel.ts';
import type { RegionLabels } from './regionCut.ts';

export type CutQuality = {
  /** Share of foreground pixels whose colour the background's model explains no better. */
  readonly apart: number;
  /** Mean over the cut's edge of how plainly it shows, 0–1; 1 is a step of 20 ΔE or more. */
  readonly edge: number;
  /** Whether the two together speak for a true outline. */
  readonly confident: boolean;
};

const PLAIN_STEP = 20;
// The glass bottle of the samples, cut rightly, has 0.77 of its own colours; edges of right cuts show at 0.57 and more.
const LEAST_APART = 0.65;
const LEAST_EDGE = 0.3;

/** Judges a cut by what it rests on: colours of its own, and an edge that shows. */
export function judgeCut(
  lab: Float32Array,
  width: number,
  height: number,
  { labels, models }: RegionLabels,
): CutQuality {
  let inside = 0;
  let own = 0;
  let edges = 0;
  let shown = 0;
  const step = (p: number, q: number) => {
    const d = Math.hypot(
      lab[3 * p] - lab[3 * q],
      lab[3 * p + 1] - lab[3 * q + 1],
      lab[3 * p + 2] - lab[3 * q + 2],
    );
    edges++;
    shown += Math.min(1, d / PLAIN_STEP);
  };
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (labels[p]) {
        inside++;
        if (colourCost(models.background, lab, 3 * p) > colourCost(models.foreground, lab, 3 * p)) own++;
      }
      if (x + 1 < width && labels[p] !== labels[p + 1]) step(p, p + 1);
      if (y + 1 < height && labels[p] !== labels[p + width]) step(p, p + width);
    }
  }
  const apart = inside > 0 ? own / inside : 0;
  const edge = edges > 0 ? shown / edges : 0;
  return { apart, edge, confident: apart > LEAST_APART && edge > LEAST_EDGE };
}
