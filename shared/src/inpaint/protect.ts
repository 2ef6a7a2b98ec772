import { chamfer } from './chamfer.ts';
import * as slot from './kernels/layout.ts';

/** The product is taken to continue across gaps of up to twice this fraction of the picture's longer side. */
const CLOSING = 0.03;
/** Hole pixels this near to the product may copy from it: the soft edge between the two. */
const RIM = 0.006;
/** A blob with more of its border on the product than this lies on the product. */
const ON_PRODUCT = 0.6;
/** The labels are found on cells, so many at most: they need not be finer than the rim. */
const MOST_CELLS = 300_000;

/** A picture of cells: 1 where any pixel is hole, where the middle pixel is product. */
type Cells = {
  readonly width: number;
  readonly height: number;
  readonly hole: Uint8Array;
  readonly product: Uint8Array;
};

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
  const size = Math.max(1, Math.ceil(Math.sqrt((width * height) / MOST_CELLS)));
  const cells = readCells(u8, flags, width, height, size);
  const toProduct = chamfer(cells.width, cells.height, (i) => cells.product[i] !== 0);
  const reach = (CLOSING * longerSide) / size;
  const rim = (RIM * longerSide) / size;
  const toFar = chamfer(cells.width, cells.height, (i) => toProduct[i] > reach);
  const continues = new Uint8Array(cells.hole.length);
  for (let i = 0; i < continues.length; i++) {
    if (cells.hole[i] !== 0 && (toFar[i] > reach || toProduct[i] <= rim)) continues[i] = 1;
  }
  labelBlobsOnProduct(cells, continues);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / size) * cells.width;
    for (let x = 0; x < width; x++) {
      const i = flags + y * width + x;
      if ((u8[i] & slot.HOLE) !== 0 && continues[row + Math.floor(x / size)] !== 0) u8[i] |= slot.CONTINUES;
    }
  }
}

function readCells(u8: Uint8Array, flags: number, width: number, height: number, size: number): Cells {
  const columns = Math.ceil(width / size);
  const rows = Math.ceil(height / size);
  const hole = new Uint8Array(columns * rows);
  const product = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / size) * columns;
    for (let x = 0; x < width; x++) {
      if ((u8[flags + y * width + x] & slot.HOLE) !== 0) hole[row + Math.floor(x / size)] = 1;
    }
  }
  const middle = size >> 1;
  for (let cy = 0; cy < rows; cy++) {
    const y = Math.min(height - 1, cy * size + middle);
    for (let cx = 0; cx < columns; cx++) {
      const x = Math.min(width - 1, cx * size + middle);
      if ((u8[flags + y * width + x] & slot.PRODUCT) !== 0) product[cy * columns + cx] = 1;
    }
  }
  return { width: columns, height: rows, hole, product };
}

/** Floods each blob of the hole and looks what its border is made of. */
function labelBlobsOnProduct({ width, hole, product }: Cells, continues: Uint8Array): void {
  const seen = new Uint8Array(hole.length);
  const blob = new Int32Array(hole.length);
  for (let start = 0; start < hole.length; start++) {
    if (seen[start] !== 0 || hole[start] === 0) continue;
    let count = 0;
    let border = 0;
    let onProduct = 0;
    blob[count++] = start;
    seen[start] = 1;
    for (let k = 0; k < count; k++) {
      const i = blob[k];
      const x = i % width;
      const around = [x > 0 ? i - 1 : -1, x + 1 < width ? i + 1 : -1, i - width, i + width];
      for (const j of around) {
        if (j < 0 || j >= hole.length) continue;
        if (hole[j] === 0) {
          border++;
          onProduct += product[j];
        } else if (seen[j] === 0) {
          seen[j] = 1;
          blob[count++] = j;
        }
      }
    }
    if (onProduct > ON_PRODUCT * border) for (let k = 0; k < count; k++) continues[blob[k]] = 1;
  }
}
