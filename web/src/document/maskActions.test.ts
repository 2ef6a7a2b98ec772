import { describe, expect, it } from 'vitest';
import { actOnMask } from './maskActions.ts';
import { openSurface } from './surface.ts';
import {
  createTiledPlane,
  planeBounds,
  planeOf,
  readPlane,
  tileSize,
  type TiledPlane,
} from './tiledPlane.ts';

const whole = ({ width, height }: TiledPlane) => ({ x: 0, y: 0, width, height });

/** What the document's worker does with the answer. */
function applied(plane: TiledPlane, action: Parameters<typeof actOnMask>[1], amount: number) {
  const acted = actOnMask(planeOf(structuredClone(plane)), action, amount);
  if (!acted) throw new Error('nothing is masked');
  const surface = openSurface(plane);
  surface.takeTiles(acted.tiles);
  return { acted, surface };
}

function boxed(rect: { x: number; y: number; width: number; height: number }): TiledPlane {
  const plane = createTiledPlane(3 * tileSize, 2 * tileSize);
  openSurface(plane).box(rect, 'add');
  return plane;
}

describe('mask actions on a copy', () => {
  it('give back only the tiles that changed, across their borders (M-8)', () => {
    const plane = boxed({ x: 100, y: 100, width: tileSize - 100, height: 20 });
    const { acted } = applied(plane, 'grow', 2);
    expect(new Set(acted.tiles.keys())).toEqual(new Set([0, 1]));
    expect(planeBounds(plane)).toEqual({ x: 98, y: 98, width: tileSize - 96, height: 24 });
    expect(acted.gained).toBe(
      readPlane(plane, whole(plane)).filter((value) => value >= 128).length - 156 * 20,
    );
  });

  it('are taken back byte for byte by what the surface saved', () => {
    const plane = boxed({ x: 200, y: 200, width: 300, height: 200 });
    const before = readPlane(plane, whole(plane));
    const { surface } = applied(plane, 'feather', 9);
    expect(Buffer.compare(readPlane(plane, whole(plane)), before)).not.toBe(0);
    for (const [index, tile] of surface.saved) plane.tiles[index] = tile;
    expect(Buffer.compare(readPlane(plane, whole(plane)), before)).toBe(0);
  });

  it('know that the mask they were made from is no longer there', () => {
    const plane = boxed({ x: 10, y: 10, width: 5, height: 5 });
    const { revision } = plane;
    expect(actOnMask(planeOf(structuredClone(plane)), 'grow', 3)?.tiles.size).toBe(1);
    expect(plane.revision).toBe(revision);
    openSurface(plane).box({ x: 50, y: 50, width: 1, height: 1 }, 'add');
    expect(plane.revision).toBeGreaterThan(revision);
  });

  it('have nothing to do on an empty mask', () => {
    expect(actOnMask(createTiledPlane(10, 10), 'grow', 3)).toBeNull();
  });
});
