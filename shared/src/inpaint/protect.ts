import * as slot from './kernels/layout.ts';

/** The product is taken to continue across gaps of up to twice this fraction of the picture's longer side. */
const CLOSING = 0.03;
/** Hole pixels this near to the product may copy from it: the soft edge between the two. */
const RIM = 0.006;
/** A blob with more of its border on the product than this lies on the product. */
const ON_PRODUCT = 0.6;

/**
 * Labels the hole pixels where the product itself continues (CONTINUES): inside the morphological closing of the known product
 * across the hole, close to it, or in a blob that lies on it. `flags` has HOLE and PRODUCT set.
 *
 * @param longerSide of the whole picture, pixels: the closing does not depend on how it was cropped
 */
export function labelContinuation(
  u8: Uint8Array,
  flags: number,
  width: number,
  height: number,
  longerSide: number,
): void {
  const pixels = width * height;
  const toProduct = chamfer(width, height, (i) => (u8[flags + i] & slot.PRODUCT) !== 0);
  const reach = CLOSING * longerSide;
  const rim = RIM * longerSide;
  const toFar = chamfer(width, height, (i) => toProduct[i] > reach);
  for (let i = 0; i < pixels; i++) {
    if ((u8[flags + i] & slot.HOLE) === 0) continue;
    if (toFar[i] > reach || toProduct[i] <= rim) u8[flags + i] |= slot.CONTINUES;
  }
  labelBlobsOnProduct(u8, flags, width, height);
}

/** Distances to the nearest pixel that `isZero`, by a two-pass chamfer with steps 1 and √2. */
function chamfer(width: number, height: number, isZero: (i: number) => boolean): Float32Array {
  const distance = new Float32Array(width * height);
  for (let i = 0; i < distance.length; i++) distance[i] = isZero(i) ? 0 : 1e9;
  const lower = (i: number, j: number, step: number) => {
    if (distance[j] + step < distance[i]) distance[i] = distance[j] + step;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x > 0) lower(i, i - 1, 1);
      if (y === 0) continue;
      lower(i, i - width, 1);
      if (x > 0) lower(i, i - width - 1, Math.SQRT2);
      if (x + 1 < width) lower(i, i - width + 1, Math.SQRT2);
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const i = y * width + x;
      if (x + 1 < width) lower(i, i + 1, 1);
      if (y + 1 === height) continue;
      lower(i, i + width, 1);
      if (x > 0) lower(i, i + width - 1, Math.SQRT2);
      if (x + 1 < width) lower(i, i + width + 1, Math.SQRT2);
    }
  }
  return distance;
}

/** Floods each blob of the hole and looks what its border is made of. */
function labelBlobsOnProduct(u8: Uint8Array, flags: number, width: number, height: number): void {
  const seen = new Uint8Array(width * height);
  const blob = new Int32Array(width * height);
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] !== 0 || (u8[flags + start] & slot.HOLE) === 0) continue;
    let count = 0;
    let border = 0;
    let product = 0;
    blob[count++] = start;
    seen[start] = 1;
    const visit = (j: number) => {
      const flag = u8[flags + j];
      if ((flag & slot.HOLE) === 0) {
        border++;
        if ((flag & slot.PRODUCT) !== 0) product++;
      } else if (seen[j] === 0) {
        seen[j] = 1;
        blob[count++] = j;
      }
    };
    for (let k = 0; k < count; k++) {
      const i = blob[k];
      const x = i % width;
      if (x > 0) visit(i - 1);
      if (x + 1 < width) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i + width < seen.length) visit(i + width);
    }
    if (product > ON_PRODUCT * border) for (let k = 0; k < count; k++) u8[flags + blob[k]] |= slot.CONTINUES;
  }
}
