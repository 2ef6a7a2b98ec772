import { colourCost, COMPONENT_STRIDE, fitColourModel, type ColourModel } from './colourModel.ts';
import { createCutGraph } from './maxflow.ts';
import { nearbyCosts } from './nearbyColours.ts';
import { connectPixels, contrastCapacities, contrastScale, ENERGY_UNIT } from './pixelGraph.ts';

/** What is known of a pixel before the cut. The order is the order of belief. */
export const SURE_BACKGROUND = 0;
export const MAYBE_BACKGROUND = 1;
export const MAYBE_FOREGROUND = 2;
export const SURE_FOREGROUND = 3;

export type ColourModels = {
  readonly foreground: ColourModel;
  readonly background: ColourModel;
  /** `nearbyCosts` of both, by pixel of the region. */
  readonly nearby?: { readonly foreground: Float32Array; readonly background: Float32Array };
};

export type RegionLabels = {
  /** One byte a pixel, 1 = foreground. */
  readonly labels: Uint8Array;
  readonly models: ColourModels;
};

export type RegionHints = {
  /** One SURE_… or MAYBE_… a pixel. */
  readonly hints: Uint8Array;
  /** Other evidence for the foreground, a natural logarithm of odds a pixel. */
  readonly prior?: Float32Array;
};

export type RegionCut = {
  /** β of the contrast term. */
  readonly beta: number;
  /**
   * GrabCut's loop: fit both colour models to the present labels, cut, repeat until few labels move.
   * @param rounds most rounds
   * @param models where to start; fitted to the hints when absent
   */
  readonly solve: (given: RegionHints, rounds: number, models?: ColourModels) => RegionLabels;
};

// More than the eight arcs of a pixel can cost together, so a sure pixel is never cut off.
const SURE = 9 * 50 * ENERGY_UNIT;
// A colour that one model has never seen says no more than this, however far off it is.
const MOST_EVIDENCE = 20;
// The first rounds look at colours alone: neighbourhoods of a cut that is still wrong would keep it wrong.
const COLOUR_ROUNDS = 3;
// Rounds end when fewer pixels than this change sides.
const SETTLED = 0.002;

/**
 * Cuts a small region into foreground and background: GrabCut (Rother et al. 2004) in Lab.
 *
 * @param lab interleaved Lab, `3 × width × height` floats
 * @param free not 0 = may be foreground; the rest is background for good, and costs nothing
 * @throws RangeError when the sizes disagree
 */
export function createRegionCut(
  lab: Float32Array,
  width: number,
  height: number,
  free: Uint8Array,
): RegionCut {
  const n = width * height;
  if (lab.length !== 3 * n || free.length !== n) {
    throw new RangeError(
      `${lab.length} floats and ${free.length} flags; a region of ${width}×${height} needs ${3 * n} and ${n}`,
    );
  }
  const nodes = connectPixels(withRim(free, width, height), width, height);
  const nodeLab = new Float32Array(3 * nodes.count);
  for (let i = 0; i < nodes.count; i++) {
    nodeLab.set(lab.subarray(3 * nodes.at[i], 3 * nodes.at[i] + 3), 3 * i);
  }
  const beta = contrastScale(nodeLab, nodes.neighbours);
  const graph = createCutGraph(nodes.neighbours, contrastCapacities(nodeLab, nodes.neighbours, beta));

  function cut({ hints, prior }: RegionHints, models: ColourModels): Uint8Array {
    for (let i = 0; i < nodes.count; i++) {
      const p = nodes.at[i];
      const hint = free[p] ? hints[p] : SURE_BACKGROUND;
      graph.setTerminal(i, evidence(hint, lab, p, models, prior ? prior[p] : 0, p));
    }
    graph.solve();
    const labels = new Uint8Array(n);
    for (let i = 0; i < nodes.count; i++) if (graph.isSource(i)) labels[nodes.at[i]] = 1;
    return labels;
  }

  function nearbyBoth({ foreground, background }: ColourModels, labels: Uint8Array) {
    return {
      foreground: nearbyCosts(foreground, lab, labels, 1, width, height),
      background: nearbyCosts(background, lab, labels, 0, width, height),
    };
  }

  return {
    beta,
    solve(given, rounds, models) {
      const { hints } = given;
      if (hints.length !== n) throw new RangeError(`${hints.length} hints for ${n} pixels`);
      let current =
        models ??
        fitModels(
          lab,
          Uint8Array.from(hints, (hint) => (hint >= MAYBE_FOREGROUND ? 1 : 0)),
        );
      let labels = cut(given, current);
      for (let round = 1; round < rounds; round++) {
        current = fitModels(lab, labels, current);
        const isNearby = round >= COLOUR_ROUNDS || models?.nearby;
        if (isNearby) current = { ...current, nearby: nearbyBoth(current, labels) };
        const next = cut(given, current);
        const moved = countDifferences(labels, next);
        labels = next;
        if (isNearby && moved < SETTLED * nodes.count) break;
      }
      return { labels, models: current };
    },
  };
}

/**
 * How much more a colour belongs to the foreground than to the background, in energy units.
 * @param i pixel of `lab`; @param at the region's pixel it lies in, for the neighbourhood
 */
export function evidence(
  hint: number,
  lab: Float32Array,
  i: number,
  { foreground, background, nearby }: ColourModels,
  prior: number,
  at: number,
): number {
  if (hint === SURE_FOREGROUND) return SURE;
  if (hint === SURE_BACKGROUND) return -SURE;
  const more =
    colourCost(background, lab, 3 * i, nearby?.background, at * (background.length / COMPONENT_STRIDE)) -
    colourCost(foreground, lab, 3 * i, nearby?.foreground, at * (foreground.length / COMPONENT_STRIDE));
  const bounded = Math.max(-MOST_EVIDENCE, Math.min(MOST_EVIDENCE, more));
  return Math.round((bounded + prior) * ENERGY_UNIT);
}

/** Colour models of the two sides; a side without pixels is modelled by all of them, and so decides nothing. */
export function fitModels(lab: Float32Array, labels: Uint8Array, from?: ColourModels): ColourModels {
  return {
    foreground: fitSide(lab, labels, 1, from?.foreground),
    background: fitSide(lab, labels, 0, from?.background),
  };
}

function fitSide(lab: Float32Array, labels: Uint8Array, side: number, from?: ColourModel) {
  const pixels = new Int32Array(labels.length);
  let count = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === side) pixels[count++] = i;
  if (count === 0) for (let i = 0; i < labels.length; i++) pixels[count++] = i;
  return fitColourModel(lab, pixels.subarray(0, count), from && { from });
}

/** The free pixels and their neighbours, which hold the cut in place. */
function withRim(free: Uint8Array, width: number, height: number): Uint8Array {
  const grown = new Uint8Array(free.length);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (!free[p]) continue;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        grown.fill(1, ny * width + Math.max(0, x - 1), ny * width + Math.min(width, x + 2));
      }
    }
  }
  return grown;
}

function countDifferences(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}
