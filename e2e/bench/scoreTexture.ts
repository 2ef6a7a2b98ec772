import { laplacian, type Plane } from './scorePlanes.ts';

const LEVELS = 3;
const PROJECTIONS = 96;
const RADIUS = 3;
const SPOTS = 4096;
/** Fewer patches than this tell nothing about a distribution. */
const LEAST_SPOTS = 50;

/**
 * Mean over three Laplacian levels of the sliced Wasserstein distance (Rabin et al. 2011; as in Karras et al. 2018) between the
 * 7×7×3 patches of two pictures whose centres lie in the mask, in grey levels. Lower is better; 0 is the same texture.
 */
export function textureDistance(a: readonly Plane[], b: readonly Plane[], mask: Uint8Array): number {
  const random = createRandom(7);
  let [planesA, planesB, inside] = [[...a], [...b], mask];
  const scores: number[] = [];
  for (let level = 0; level < LEVELS; level++) {
    const { width, height } = planesA[0];
    const bandsA = planesA.map(laplacian);
    const bandsB = planesB.map(laplacian);
    const spots = chooseSpots(inside, width, height, random);
    if (!spots) break;
    let total = 0;
    for (let p = 0; p < PROJECTIONS; p++) {
      const direction = Float32Array.from({ length: 3 * (2 * RADIUS + 1) ** 2 }, () => normal(random));
      const length = Math.hypot(...direction);
      const project = (bands: typeof bandsA) => {
        const details = bands.map((band) => band.detail.data);
        return Float32Array.from(spots, (s) => projectPatch(details, s, width, direction) / length).sort();
      };
      const projectedA = project(bandsA);
      const projectedB = project(bandsB);
      let distance = 0;
      for (let i = 0; i < projectedA.length; i++) distance += Math.abs(projectedA[i] - projectedB[i]);
      total += distance / projectedA.length;
    }
    scores.push(total / PROJECTIONS);
    inside = halveMask(inside, width, height);
    planesA = bandsA.map((band) => band.coarse);
    planesB = bandsB.map((band) => band.coarse);
  }
  return scores.reduce((x, y) => x + y, 0) / scores.length;
}

function projectPatch(
  details: readonly Float32Array[],
  s: number,
  width: number,
  direction: Float32Array,
): number {
  let value = 0;
  let k = 0;
  for (const detail of details) {
    for (let y = -RADIUS; y <= RADIUS; y++) {
      for (let x = -RADIUS; x <= RADIUS; x++) value += direction[k++] * detail[s + y * width + x];
    }
  }
  return value;
}

function chooseSpots(
  inside: Uint8Array,
  width: number,
  height: number,
  random: () => number,
): number[] | undefined {
  const spots: number[] = [];
  for (let y = RADIUS; y < height - RADIUS; y++) {
    for (let x = RADIUS; x < width - RADIUS; x++) if (inside[y * width + x]) spots.push(y * width + x);
  }
  if (spots.length < LEAST_SPOTS) return undefined;
  for (let i = 0; i < Math.min(SPOTS, spots.length); i++) {
    const j = i + Math.floor(random() * (spots.length - i));
    [spots[i], spots[j]] = [spots[j], spots[i]];
  }
  spots.length = Math.min(SPOTS, spots.length);
  return spots;
}

/** A pixel stays inside when more than two of its four children are. */
function halveMask(mask: Uint8Array, width: number, height: number): Uint8Array {
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const half = new Uint8Array(halfWidth * halfHeight);
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      let count = 0;
      for (let v = 0; v < 2; v++) {
        for (let u = 0; u < 2; u++) {
          if (mask[Math.min(height - 1, 2 * y + v) * width + Math.min(width - 1, 2 * x + u)]) count++;
        }
      }
      half[y * halfWidth + x] = count > 2 ? 1 : 0;
    }
  }
  return half;
}

/** The linear congruential generator of Numerical Recipes: the same numbers in every run. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}
