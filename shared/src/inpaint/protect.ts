import { chamfer } from './chamfer.ts';
import * as slot from './kernels/layout.ts';
import type { Rect, Size } from './types.ts';

/** The product is taken to continue across gaps of up to twice this fraction of the picture's longer side. */
const CLOSING = 0.03;
/** Hole pixels this near to the product may copy from it: the soft edge between the two. */
const RIM = 0.006;
/** A blob with more of its border on the product than this lies on the product. */
const ON_PRODUCT = 0.6;
/** The labels are found on cells, so many at most: they need not be finer than the rim. */
const MOST_CELLS = 300_000;

/** A window of cells: 1 where any pixel is hole, where the middle pixel is product. */
type Cells = Rect & {
  readonly hole: Uint8Array;
  readonly product: Uint8Array;
};

/**
 * Labels the hole pixels where the product itself continues (CONTINUES): inside the morphological closing of the known product
 * across the hole, close to it, or in a blob that lies on it. `flags` has HOLE and PRODUCT set.
 *
 * @param within where the hole lies
 * @param longerSide of the whole picture, pixels: the closing does not depend on how it was cropped
 */
export function labelContinuation(
  u8: Uint8Array,
  flags: number,
  { width, height }: Size,
  within: Rect,
  longerSide: number,
): void {
  const size = Math.max(1, Math.ceil(Math.sqrt((width * height) / MOST_CELLS)));
  const reach = (CLOSING * longerSide) / size;
  const rim = (RIM * longerSide) / size;
  // A cell of the hole is within the closing or not by what lies up to twice the reach from it.
  const cells = readCells(u8, flags, { width, height }, within, size, Math.ceil(2 * reach) + 2);
  const toProduct = distanceTo(cells.product, cells);
  const toFar = distanceTo(
    Uint8Array.from(toProduct, (distance) => (distance > reach ? 1 : 0)),
    cells,
  );
  const continues = new Uint8Array(cells.hole.length);
  for (let i = 0; i < continues.length; i++) {
    if (cells.hole[i] !== 0 && (toFar[i] > reach || toProduct[i] <= rim)) continues[i] = 1;
  }
  labelBlobsOnProduct(cells, continues);
  forEachPixel(within, size, cells, (y, x, cell) => {
    const i = flags + y * width + x;
    if ((u8[i] & slot.HOLE) !== 0 && continues[cell] !== 0) u8[i] |= slot.CONTINUES;
  });
}

const distanceTo = (bytes: Uint8Array, { width, height }: Size): Float32Array =>
  chamfer({ bytes, at: 0, stride: width, bits: 1 }, { x: 0, y: 0, width, height });

/** Each pixel of a rectangle with the index of the cell that it lies in. */
function forEachPixel(
  { x: left, y: top, width, height }: Rect,
  size: number,
  cells: Rect,
  visit: (y: number, x: number, cell: number) => void,
): void {
  for (let y = top; y < top + height; y++) {
    const row = (Math.floor(y / size) - cells.y) * cells.width - cells.x;
    for (let x = left; x < left + width; x++) visit(y, x, row + Math.floor(x / size));
  }
}

/** @param margin cells round those of the hole */
function readCells(
  u8: Uint8Array,
  flags: number,
  { width, height }: Size,
  within: Rect,
  size: number,
  margin: number,
): Cells {
  const span = (from: number, length: number, all: number): [start: number, count: number] => {
    const start = Math.max(0, Math.floor(from / size) - margin);
    const end = Math.min(Math.ceil(all / size), Math.ceil((from + length) / size) + margin);
    return [start, end - start];
  };
  const [x, columns] = span(within.x, within.width, width);
  const [y, rows] = span(within.y, within.height, height);
  const cells = {
    x,
    y,
    width: columns,
    height: rows,
    hole: new Uint8Array(columns * rows),
    product: new Uint8Array(columns * rows),
  };
  forEachPixel(within, size, cells, (py, px, cell) => {
    if ((u8[flags + py * width + px] & slot.HOLE) !== 0) cells.hole[cell] = 1;
  });
  const middle = size >> 1;
  for (let cy = 0; cy < rows; cy++) {
    const row = Math.min(height - 1, (y + cy) * size + middle) * width;
    for (let cx = 0; cx < columns; cx++) {
      const px = Math.min(width - 1, (x + cx) * size + middle);
      if ((u8[flags + row + px] & slot.PRODUCT) !== 0) cells.product[cy * columns + cx] = 1;
    }
  }
  return cells;
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
