import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tile } from '../document/tiledPlane.ts';
import { createArrayNames, packPlain, unpackPlain } from './plainData.ts';
import { DamagedRecord, decodeRecord, encodeRecord, NewerRecord } from './record.ts';
import { packRuns, unpackRuns } from './runs.ts';
import { packTiles, unpackTiles } from './tileDelta.ts';

/** Bytes as masks have them: runs, edges, and now and then anything. */
const bytes = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 255 }),
      fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 700 })),
    ),
    {
      maxLength: 60,
    },
  )
  .map((runs) => Uint8Array.from(runs.flatMap(([value, length]) => Array.from({ length }, () => value))));

test('runs give back exactly what went in, and stay short for a flat tile', () => {
  fc.assert(
    fc.property(bytes, (data) => Buffer.compare(unpackRuns(packRuns(data), data.length), data) === 0),
  );
  expect(packRuns(new Uint8Array(65_536).fill(255)).length).toBeLessThan(6);
});

test('runs that were changed give an error or bytes of the right number, never more', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.nat(255), (data, at, value) => {
      const packed = packRuns(data);
      if (packed.length === 0) return;
      packed[at % packed.length] = value;
      try {
        expect(unpackRuns(packed, data.length).length).toBe(data.length);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test('a record with any byte changed or missing is damaged, never another record', () => {
  const record = encodeRecord({ kind: 'entry', depth: 3 }, [
    Uint8Array.from([1, 2, 3]),
    Uint8Array.from([4]),
  ]);
  expect(decodeRecord(record)).toEqual({
    header: { kind: 'entry', depth: 3 },
    body: Uint8Array.from([1, 2, 3, 4]),
  });
  for (let at = 0; at < record.length; at++) {
    const changed = record.slice();
    changed[at] ^= 0x11;
    expect(() => decodeRecord(changed), `byte ${at}`).toThrow(at === 3 ? NewerRecord : DamagedRecord);
    expect(() => decodeRecord(record.slice(0, at))).toThrow(DamagedRecord);
  }
});

test('tiles keep their index and their kind; a tile that the plane does not have is refused', () => {
  const tile = Uint8Array.from({ length: 65_536 }, (_, i) => (i % 300 < 200 ? 255 : i & 255));
  const tiles = new Map<number, Tile>([
    [0, 0],
    [7, 255],
    [9, tile],
  ]);
  const read = unpackTiles(packTiles(tiles), 10);
  expect([...read.keys()]).toEqual([0, 7, 9]);
  expect([read.get(0), read.get(7), Buffer.compare(read.get(9) as Uint8Array, tile)]).toEqual([0, 255, 0]);
  expect(() => unpackTiles(packTiles(tiles), 9)).toThrow(/tile 9 of 9/);
});

test('plain data keeps its arrays shared and its colours clamped', () => {
  const mask = Uint8Array.from([0, 255]);
  const value = { a: { mask, pixels: Uint8ClampedArray.from([1, 2]) }, b: { mask }, text: 'é' };
  const names = createArrayNames();
  const { json, arrays } = packPlain(value, names);
  expect(arrays.size).toBe(2);
  const stored = new Map([...arrays].map(([name, array]) => [name, new Uint8Array(array)]));
  const read = unpackPlain(json, stored, createArrayNames()) as typeof value;
  expect(read).toEqual(value);
  expect(read.b.mask).toBe(read.a.mask);
  expect(packPlain(value, names).json).toBe(json);
});
