import { clipRect, intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { screenRect, type Size, type View } from './view.ts';

// 2048 px: well under every browser's canvas limit (an iPad's is 4096²), and few enough joints on screen.
const cellSize = 2048;

interface Cell {
  /** In photo pixels. */
  readonly rect: Rect;
  readonly bitmap: ImageBitmap;
}

/** The photo at full, half, quarter … size in cells, so that no view ever samples the whole photo. */
export interface Pyramid extends Size {
  /**
   * Draws what the view shows of it.
   * @param isPassing drawn from the level nearest in size, which may be smaller than the screen's: no picture to look at, but
   * a fourth of the memory to go through
   */
  draw(context: OffscreenCanvasRenderingContext2D, view: View, isPassing?: boolean): void;
  /** Draws a photo rectangle over the whole canvas, for reading it at another size. */
  drawScaled(
    context: OffscreenCanvasRenderingContext2D,
    rect: Rect,
    scale: { readonly x: number; readonly y: number },
  ): void;
  /** The cells of full size, for reading the photo's own pixels. */
  readonly cells: readonly Cell[];
  close(): void;
}

/** Where a bitmap made of photo rectangle `rect` goes on screen; edges fall on whole pixels so that no joint shows. */
export function drawTurned(
  context: OffscreenCanvasRenderingContext2D,
  view: View,
  rect: Rect,
  bitmap: ImageBitmap | OffscreenCanvas,
): void {
  const a = { x: rect.x, y: rect.y };
  const b = { x: rect.x + rect.width, y: rect.y + rect.height };
  const corner = (p: { x: number; y: number }) => {
    const x = p.x * view.scale;
    const y = p.y * view.scale;
    const [u, v] = [
      [x, y],
      [-y, x],
      [-x, -y],
      [y, -x],
    ][view.turns & 3];
    return { x: Math.round(view.offsetX + u), y: Math.round(view.offsetY + v) };
  };
  const p = corner(a);
  const q = corner(b);
  const width = Math.max(1, (view.turns & 1) === 1 ? Math.abs(q.y - p.y) : Math.abs(q.x - p.x));
  const height = Math.max(1, (view.turns & 1) === 1 ? Math.abs(q.x - p.x) : Math.abs(q.y - p.y));
  const [m11, m12, m21, m22] = [
    [1, 0, 0, 1],
    [0, 1, -1, 0],
    [-1, 0, 0, -1],
    [0, -1, 1, 0],
  ][view.turns & 3];
  context.setTransform(m11, m12, m21, m22, p.x, p.y);
  context.drawImage(bitmap, 0, 0, width, height);
}

/** Lets everything else that waits in this worker have its turn: at 100 MP the copies take seconds, a cell some tens of ms. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function cut(photo: Size, cellOf: (rect: Rect) => Promise<ImageBitmap>): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (let y = 0; y < photo.height; y += cellSize)
    for (let x = 0; x < photo.width; x += cellSize) {
      const rect = clipRect({ x, y, width: cellSize, height: cellSize }, photo.width, photo.height);
      await turn();
      cells.push({ rect, bitmap: await cellOf(rect) });
    }
  return cells;
}

/** The next smaller level: cells of the same bitmap size that cover twice the photo pixels each way. */
async function halve(
  cells: readonly Cell[],
  photo: Size,
  factor: number,
  space: PredefinedColorSpace,
): Promise<Cell[]> {
  const span = cellSize * factor;
  const smaller: Cell[] = [];
  for (let y = 0; y < photo.height; y += span)
    for (let x = 0; x < photo.width; x += span) {
      const rect = clipRect({ x, y, width: span, height: span }, photo.width, photo.height);
      await turn();
      const canvas = new OffscreenCanvas(
        Math.max(1, Math.ceil(rect.width / factor)),
        Math.max(1, Math.ceil(rect.height / factor)),
      );
      const context = canvas.getContext('2d', { colorSpace: space });
      if (!context) throw new Error('no 2D context for the smaller copies of the photo');
      // At exactly half the size this is the mean of four pixels. 'medium' keeps a smaller copy of each cell in the browser's
      // cache (85 MB at 50 MP) and samples that again: 10 levels off on average where a side is odd (noise, 2041 × 2019).
      context.imageSmoothingQuality = 'low';
      for (const cell of cells) {
        if (isEmptyRect(intersectRects(cell.rect, rect))) continue;
        context.drawImage(
          cell.bitmap,
          (cell.rect.x - rect.x) / factor,
          (cell.rect.y - rect.y) / factor,
          cell.rect.width / factor,
          cell.rect.height / factor,
        );
      }
      smaller.push({ rect, bitmap: canvas.transferToImageBitmap() });
    }
  return smaller;
}

/**
 * Builds all levels.
 * @param cellOf the photo's pixels in a rectangle, at most 2048 × 2048
 * @param space what those bitmaps are marked as; the smaller levels keep it, so that no colour is lost before the screen
 */
export async function createPyramid(
  photo: Size,
  cellOf: (rect: Rect) => Promise<ImageBitmap>,
  space: PredefinedColorSpace,
): Promise<Pyramid> {
  const levels: Cell[][] = [await cut(photo, cellOf)];
  for (let factor = 2; Math.max(photo.width, photo.height) / factor > 512; factor *= 2)
    levels.push(await halve(levels[levels.length - 1], photo, factor, space));
  const levelFor = (scale: number, isPassing = false): number =>
    Math.min(levels.length - 1, Math.max(0, Math.floor(Math.log2(1 / scale) + (isPassing ? 0.5 : 0.01))));
  return {
    width: photo.width,
    height: photo.height,
    cells: levels[0],
    drawScaled(context, rect, scale) {
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = 'medium';
      for (const cell of levels[levelFor(Math.max(scale.x, scale.y))])
        if (!isEmptyRect(intersectRects(cell.rect, rect)))
          context.drawImage(
            cell.bitmap,
            (cell.rect.x - rect.x) * scale.x,
            (cell.rect.y - rect.y) * scale.y,
            cell.rect.width * scale.x,
            cell.rect.height * scale.y,
          );
    },
    draw(context, view, isPassing) {
      const level = levelFor(view.scale, isPassing);
      const screen: Rect = { x: 0, y: 0, width: context.canvas.width, height: context.canvas.height };
      // From 200 % up the pixels themselves are what a retoucher wants to see.
      context.imageSmoothingEnabled = view.scale < 2;
      context.imageSmoothingQuality = 'low';
      for (const cell of levels[level])
        if (!isEmptyRect(intersectRects(screenRect(view, cell.rect), screen)))
          drawTurned(context, view, cell.rect, cell.bitmap);
      context.resetTransform();
    },
    close() {
      for (const level of levels) for (const cell of level) cell.bitmap.close();
    },
  };
}
