/** Normal equations AᵀWA x = AᵀWb of `size` unknowns, summed up row by row. */
export interface NormalEquations {
  readonly size: number;
  readonly matrix: Float64Array;
  readonly vector: Float64Array;
}

/** Empty equations of `size` unknowns. */
export function createNormalEquations(size: number): NormalEquations {
  return { size, matrix: new Float64Array(size * size), vector: new Float64Array(size) };
}

/** Back to empty, to be summed again. */
export function clearEquations({ matrix, vector }: NormalEquations): void {
  matrix.fill(0);
  vector.fill(0);
}

/** Adds one observation: `row` · x ≈ `value`, with this weight. */
export function addObservation(
  { size, matrix, vector }: NormalEquations,
  row: Float64Array,
  value: number,
  weight: number,
): void {
  for (let i = 0; i < size; i++) {
    const share = weight * row[i];
    vector[i] += share * value;
    for (let j = i; j < size; j++) matrix[i * size + j] += share * row[j];
  }
}

/** Adds the belief x[index] ≈ `value`; its weight counts like that of as many observations of slope 1. */
export function addPrior(equations: NormalEquations, index: number, value: number, weight: number): void {
  equations.matrix[index * equations.size + index] += weight;
  equations.vector[index] += weight * value;
}

/** x, by Cholesky's decomposition; undefined when the observations do not settle every unknown. */
export function solveEquations({ size, matrix, vector }: NormalEquations): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[j * size + i];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j];
      // A pivot this much smaller than its own sum of squares is rounding.
      else if (!(sum > 1e-12 * matrix[i * size + i])) return undefined;
      else factor[i * size + i] = Math.sqrt(sum);
    }
  }
  const x = new Float64Array(vector);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * size + k] * x[k];
    x[i] /= factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= factor[k * size + i] * x[k];
    x[i] /= factor[i * size + i];
  }
  return x;
}

/** Tukey's biweight: 1 for no residual, 0 from 4.685 × `spread` on (95 % efficient on Gaussian noise). */
export function tukeyWeight(residual: number, spread: number): number {
  const t = residual / (4.685 * spread);
  return t >= 1 || t <= -1 ? 0 : (1 - t * t) ** 2;
}

/**
 * Sums observations anew, each weighted by Tukey's biweight of its residual: a step of iteratively reweighted least
 * squares. Priors are added after it.
 *
 * @param rows of all observations, one after the other
 * @param values what each row · x should be
 */
export function sumRobustly(
  equations: NormalEquations,
  rows: Float32Array,
  values: Float32Array,
  residuals: Float32Array,
  count: number,
  spread: number,
): void {
  const { size } = equations;
  const row = new Float64Array(size);
  clearEquations(equations);
  for (let k = 0; k < count; k++) {
    const weight = tukeyWeight(residuals[k], spread);
    if (weight === 0) continue;
    for (let i = 0; i < size; i++) row[i] = rows[k * size + i];
    addObservation(equations, row, values[k], weight);
  }
}

/**
 * The standard deviation that Gaussian residuals of this median size would have: half of them may be anything. At
 * least `least`, so that a perfect fit does not make everything else an outlier. Residuals in grey levels.
 */
export function robustSpread(residuals: Float32Array, count: number, least: number): number {
  // Bins of 1/8 grey level up to 128: beyond that a residual is no fit in any case.
  const bins = new Uint32Array(1025);
  for (let i = 0; i < count; i++) bins[Math.min(1024, Math.round(Math.abs(residuals[i]) * 8))]++;
  let seen = 0;
  let bin = 0;
  while (bin < 1024 && (seen += bins[bin]) * 2 < count) bin++;
  return Math.max(least, (1.4826 * bin) / 8);
}
