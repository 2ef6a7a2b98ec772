import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Level } from './level.ts';
import type { Pyramid } from './pyramid.ts';
import { UNIT_COST } from './solve.ts';
import type { GuideLine, Rect } from './types.ts';

/** How far from its line a guide holds sources, pixels of the photo, and at least this many of any level. */
const REACH = 24;
const LEAST_REACH = 4;
/** RMS grey levels per sample for a source one level pixel nearer to the line, or farther, than its target. */
const ACROSS_COST = 5;
/** Row 0 is for targets without a guide. */
export const MOST_GUIDES = slot.SPATIAL_ROWS - 1;

/**
 * Ties the targets near each line to it: their sources may lie anywhere along its direction but not across, so what crosses the
 * hole's edge there goes on straight. Lines are in pixels of the finest level; those past MOST_GUIDES are left out. Searched
 * levels only; without lines every target keeps the spatial cost of its strategy.
 */
export function tieGuides(host: EngineHost, { levels, work }: Pyramid, lines: readonly GuideLine[]): void {
  const used = lines.slice(0, MOST_GUIDES).filter(({ x1, y1, x2, y2 }) => Math.hypot(x2 - x1, y2 - y1) >= 1);
  if (used.length === 0) return;
  levels.forEach((level, k) => {
    if (k < work) return;
    const cells = level.grid.width * level.grid.height;
    const guided = host.arena.alloc(cells);
    const { u8, i32, f32 } = host.arena;
    i32[(level.at + slot.GUIDED) >> 2] = guided;
    used.forEach((line, n) => {
      const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1);
      const [ux, uy] = [(line.x2 - line.x1) / length, (line.y2 - line.y1) / length];
      const scale = 1 / 2 ** k;
      const reach = Math.max(LEAST_REACH, (line.reach ?? REACH) * scale);
      // |across|² = dx²·uy² − 2·dx·dy·ux·uy + dy²·ux².
      const row = (level.at + slot.SPATIAL + 12 * (n + 1)) >> 2;
      const cost = UNIT_COST * ACROSS_COST ** 2;
      f32[row] = cost * uy * uy;
      f32[row + 1] = -2 * cost * ux * uy;
      f32[row + 2] = cost * ux * ux;
      const { grid, stride } = level;
      const end = length * scale + slot.RADIUS;
      const rows = cellsBetween(line.y1 * scale, line.y2 * scale, reach, grid.y, stride, grid.height);
      const columns = cellsBetween(line.x1 * scale, line.x2 * scale, reach, grid.x, stride, grid.width);
      for (let ty = rows.first; ty <= rows.last; ty++) {
        const y = grid.y + ty * stride - line.y1 * scale;
        for (let tx = columns.first; tx <= columns.last; tx++) {
          const t = ty * grid.width + tx;
          const x = grid.x + tx * stride - line.x1 * scale;
          const across = Math.abs(x * uy - y * ux);
          if (across > reach) continue;
          const along = x * ux + y * uy;
          if (along < -slot.RADIUS || along > end) continue;
          // Where two lines cross, a target follows the one it is nearer to.
          const before = u8[guided + t];
          if (before !== 0 && distanceTo(used[before - 1], scale, level, t) <= across) continue;
          u8[guided + t] = n + 1;
        }
      }
    });
  });
}

/** The rows or columns of targets that a line between two places can reach. */
function cellsBetween(
  from: number,
  to: number,
  reach: number,
  first: number,
  stride: number,
  count: number,
): { readonly first: number; readonly last: number } {
  const slack = reach + slot.RADIUS;
  return {
    first: Math.max(0, Math.floor((Math.min(from, to) - slack - first) / stride)),
    last: Math.min(count - 1, Math.ceil((Math.max(from, to) + slack - first) / stride)),
  };
}

function distanceTo(line: GuideLine, scale: number, { grid, stride }: Level, t: number): number {
  const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1);
  const x = grid.x + (t % grid.width) * stride - line.x1 * scale;
  const y = grid.y + Math.floor(t / grid.width) * stride - line.y1 * scale;
  return Math.abs(x * (line.y2 - line.y1) - y * (line.x2 - line.x1)) / length;
}

/** The lines in a picture that is `divisor` times smaller; where none is given, their reach shrinks from the photo's. */
export function scaledLines(lines: readonly GuideLine[], divisor: number): GuideLine[] {
  return lines.map(({ x1, y1, x2, y2, reach = REACH }) => ({
    x1: x1 / divisor,
    y1: y1 / divisor,
    x2: x2 / divisor,
    y2: y2 / divisor,
    reach: reach / divisor,
  }));
}

/** The lines in the pixels of a region. */
export function linesInRegion(lines: readonly GuideLine[], rect: Rect): GuideLine[] {
  return lines.map((line) => ({
    ...line,
    x1: line.x1 - rect.x,
    y1: line.y1 - rect.y,
    x2: line.x2 - rect.x,
    y2: line.y2 - rect.y,
  }));
}
