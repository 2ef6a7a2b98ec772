import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedBytes, packTile, unpackTile } from './packedTile.ts';
import { openSurface } from './surface.ts';
import { createTiledPlane, tileSize } from './tiledPlane.ts';

const isSame = (a: ReturnType<typeof unpackTile>, b: ReturnType<typeof unpackTile>): boolean =>
  typeof a === 'number' || typeof b === 'number' ? a === b : Buffer.compare(a, b) === 0;

describe('a packed tile', () => {
  it('comes back byte for byte, whatever is in it', () => {
    const run = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 30_000 }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 40 }), (runs) => {
        const tile = new Uint8Array(tileSize * tileSize);
        let at = 0;
        for (const [value, length] of runs) tile.fill(value, at, (at += length));
        expect(isSame(unpackTile(packTile(tile)), tile)).toBe(true);
      }),
    );
    const noise = Uint8Array.from({ length: tileSize * tileSize }, (_, at) => (at * 2_654_435_761) >>> 24);
    expect(isSame(unpackTile(packTile(noise)), noise)).toBe(true);
    expect([unpackTile(packTile(0)), unpackTile(packTile(255))]).toEqual([0, 255]);
  });

  it('takes less than a tenth along the edge of a stroke', () => {
    const plane = createTiledPlane(tileSize, tileSize);
    openSurface(plane).capsule({ ax: 0, ay: 0, bx: 256, by: 256, radius: 60, hardness: 1 }, 'add');
    expect(packedBytes(packTile(plane.tiles[0]))).toBeLessThan((tileSize * tileSize) / 10);
  });
});
