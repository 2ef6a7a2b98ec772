/** One channel of a picture, in floats. */
export type Plane = { readonly data: Float32Array; readonly width: number; readonly height: number };

export function planeOf(width: number, height: number, value: (i: number) => number): Plane {
  const data = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = value(i);
  return { data, width, height };
}

/** A Gaussian of 2·radius + 1 weights that sum to 1. */
export function gaussian(sigma: number, radius: number): number[] {
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((a, b) => a + b);
  return kernel.map((weight) => weight / sum);
}

/** Separable convolution with mirrored edges. */
export function blur({ data, width, height }: Plane, kernel: readonly number[]): Plane {
  const radius = (kernel.length - 1) / 2;
  const across = new Float32Array(width * height);
  const both = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++)
        sum += kernel[k + radius] * data[y * width + mirror(x + k, width)];
      across[y * width + x] = sum;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++)
        sum += kernel[k + radius] * across[mirror(y + k, height) * width + x];
      both[y * width + x] = sum;
    }
  }
  return { data: both, width, height };
}

function mirror(i: number, count: number): number {
  return i < 0 ? -i : i >= count ? 2 * count - 2 - i : i;
}

/** Every second pixel after a [1 4 6 4 1]/16 blur. */
function halve(plane: Plane): Plane {
  const smooth = blur(plane, [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]);
  const width = (plane.width + 1) >> 1;
  const height = (plane.height + 1) >> 1;
  return planeOf(
    width,
    height,
    (i) => smooth.data[2 * Math.floor(i / width) * plane.width + 2 * (i % width)],
  );
}

/** One step of a Laplacian pyramid (Burt & Adelson 1983): the half-size plane, and what it lost. */
export function laplacian(plane: Plane): { coarse: Plane; detail: Plane } {
  const coarse = halve(plane);
  const detail = planeOf(plane.width, plane.height, (i) => {
    const fx = Math.min((i % plane.width) / 2, coarse.width - 1);
    const fy = Math.min(Math.floor(i / plane.width) / 2, coarse.height - 1);
    const x0 = Math.floor(fx);
    const y0 = Math.floor(fy);
    const x1 = Math.min(x0 + 1, coarse.width - 1);
    const y1 = Math.min(y0 + 1, coarse.height - 1);
    const a = fx - x0;
    const b = fy - y0;
    const at = (x: number, y: number) => coarse.data[y * coarse.width + x];
    // Rounded to a float like the plane it stands for, so that the figures agree with the reference to the last digit.
    const up = Math.fround(
      (1 - b) * ((1 - a) * at(x0, y0) + a * at(x1, y0)) + b * ((1 - a) * at(x0, y1) + a * at(x1, y1)),
    );
    return plane.data[i] - up;
  });
  return { coarse, detail };
}
