import { cutBands, type EngineHost } from '../host.ts';
import { EQUATION_BYTES } from '../kernels/layout.ts';

/** A window of the equation: three floats a pixel in `field` and `rhs`, one byte in `mask`, offsets into the arena. */
export type Grid = {
  readonly field: number;
  readonly rhs: number;
  readonly mask: number;
  readonly width: number;
  readonly height: number;
};

const CYCLES = 3;
const SMOOTHING = 2;
/** Sweeps on a grid too small to halve. */
const LAST_SWEEPS = 30;
const SMALLEST = 3;

/** Allocates a grid of zeros. */
export function createGrid(host: EngineHost, width: number, height: number): Grid {
  const pixels = width * height;
  const field = host.arena.alloc(EQUATION_BYTES * pixels);
  const rhs = host.arena.alloc(EQUATION_BYTES * pixels);
  return { field, rhs, mask: host.arena.alloc(pixels), width, height };
}

/**
 * Solves (n + screening)·e − Σ neighbours = rhs on the grid's mask, e = 0 off it, by V-cycles with red-black Gauss-Seidel
 * (Briggs, Henson & McCormick, A Multigrid Tutorial, 2000). `field` holds the answer.
 *
 * @param screening per pixel of this grid, ≥ 0; four times as much on each coarser one
 */
export function solveGrid(host: EngineHost, grid: Grid, screening: number, isFinest = true): void {
  const { field, rhs, mask, width, height } = grid;
  if (Math.min(width, height) <= SMALLEST) {
    smooth(host, grid, screening, LAST_SWEEPS);
    return;
  }
  const mark = host.arena.mark();
  const coarse = createGrid(host, (width + 1) >> 1, (height + 1) >> 1);
  shrinkMask(host, grid, coarse);
  for (let cycle = 0; cycle < (isFinest ? CYCLES : 1); cycle++) {
    smooth(host, grid, screening, SMOOTHING);
    host.runBands(
      'restrictResidual',
      [field, rhs, mask, width, height, coarse.rhs, coarse.mask, screening],
      cutBands(coarse.height, 32),
    );
    host.arena.clear(coarse.field, EQUATION_BYTES * coarse.width * coarse.height);
    solveGrid(host, coarse, 4 * screening, false);
    host.runBands('prolong', [field, mask, width, height, coarse.field], cutBands(height, 32));
    smooth(host, grid, screening, SMOOTHING);
  }
  host.arena.release(mark);
}

function smooth(host: EngineHost, grid: Grid, screening: number, sweeps: number): void {
  const cuts = cutBands(grid.height, 64);
  for (let k = 0; k < 2 * sweeps; k++) {
    host.runBands(
      'relax',
      [grid.field, grid.rhs, grid.mask, grid.width, grid.height, k & 1, screening],
      cuts,
    );
  }
}

/** A coarse pixel is solved when all its children are: the hole's edge stays where it is. */
function shrinkMask(host: EngineHost, fine: Grid, coarse: Grid): void {
  const { u8 } = host.arena;
  for (let y = 0; y < coarse.height; y++) {
    for (let x = 0; x < coarse.width; x++) {
      const first = fine.mask + 2 * y * fine.width + 2 * x;
      const hasRight = 2 * x + 1 < fine.width;
      const hasBelow = 2 * y + 1 < fine.height;
      u8[coarse.mask + y * coarse.width + x] =
        u8[first] &
        (hasRight ? u8[first + 1] : 1) &
        (hasBelow ? u8[first + fine.width] : 1) &
        (hasRight && hasBelow ? u8[first + fine.width + 1] : 1);
    }
  }
}
