/** Patches and results out of stored JSON: checked field by field, because a project file may come from anywhere. */
import { clipRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { z } from '@cleanplate/shared/contract/schema.ts';
import type { Standing, Table } from '../document/past.ts';
import type { Patch } from '../document/patch.ts';
import { unpackPlain, type ArrayNames, type ByteArray } from './plainData.ts';

export interface PlainReader {
  /** Throws for anything that is not a table of this photo. */
  table(json: string): Table;
  standing(json: string): Standing;
}

const text = z.string().max(200);
const count = z.number().int().nonnegative();
const place = z.number().finite();
const guide = z.object({ id: count, x1: place, y1: place, x2: place, y2: place });
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const colours = z.custom<Uint8ClampedArray<ArrayBuffer>>((value) => value instanceof Uint8ClampedArray);
const parameters = z.record(text, z.union([z.string().max(4000), z.number()]));

/** The schemas of one photo's data: a rectangle that leaves the photo is damage. */
function schemasFor(width: number, height: number) {
  const rect = z
    .object({ x: count, y: count, width: z.number().int().positive(), height: z.number().int().positive() })
    .refine((one: Rect) => {
      const inside = clipRect(one, width, height);
      return inside.width === one.width && inside.height === one.height;
    });
  const layer = {
    area: rect,
    pixels: colours,
    mask: bytes,
    matteWidth: z.number().nonnegative().max(10_000),
    colourMatch: z.boolean(),
    grainMatch: z.boolean(),
  };
  const origin = {
    removalId: text,
    engine: text,
    strategy: text,
    drawnMask: bytes,
    parameters,
    seed: z.number().nullable(),
    margin: z.number().nonnegative(),
    region: rect,
    seconds: z.number().nonnegative(),
    leftComputer: z.boolean(),
  };
  const fits = (one: {
    area: Rect;
    mask: Uint8Array;
    drawnMask: Uint8Array;
    pixels?: Uint8ClampedArray;
  }): boolean => {
    const size = one.area.width * one.area.height;
    return (
      one.mask.length === size &&
      one.drawnMask.length === size &&
      (one.pixels === undefined || one.pixels.length === size * 4)
    );
  };
  const patch = z
    .looseObject({ ...layer, ...origin, id: text, number: count, name: text, visible: z.boolean() })
    .refine(fits);
  const result = z
    .looseObject({
      ...layer,
      ...origin,
      id: text,
      slot: count,
      number: count,
      preview: z.boolean(),
      best: z.boolean(),
      proof: z.object({
        changedOutside: count,
        seam: z.object({ contrast: z.number(), distance: z.number(), isVisible: z.boolean() }).nullable(),
      }),
    })
    .refine(fits);
  const removal = z
    .looseObject({
      id: text,
      roundId: text,
      number: count,
      firstNumber: count,
      engine: text,
      parameters,
      bounds: rect,
      count,
      margin: z.number().nonnegative(),
      region: rect,
      area: rect,
      mask: bytes,
      drawnMask: bytes,
      results: z.array(result).max(64),
    })
    .refine(fits);
  const view = z.looseObject({
    scale: z.number().positive(),
    offsetX: z.number(),
    offsetY: z.number(),
    turns: z.number().int(),
  });
  return {
    table: z.object({
      patches: z.array(patch).max(10_000),
      shownId: text.nullable(),
      guides: z.array(guide).max(10_000).default([]),
    }),
    standing: z.object({
      rounds: z.array(removal).max(10_000),
      shownId: text.nullable(),
      numbers: z.object({ round: count, patch: count }),
      view: view.nullable(),
    }),
  };
}

/** @param arrays the bytes that the JSON names */
export function createPlainReader(
  size: { readonly width: number; readonly height: number },
  arrays: ReadonlyMap<string, Uint8Array>,
  names: ArrayNames,
): PlainReader {
  const schemas = schemasFor(size.width, size.height);
  // One table follows another with nearly the same patches: one object for each, so that what is made from it is made once.
  const known = new Map<string, Patch>();
  const shared = (patch: Patch): Patch => {
    const key = JSON.stringify(patch, (_key, value: unknown) =>
      value instanceof Uint8Array || value instanceof Uint8ClampedArray
        ? names.nameOf(value as ByteArray)
        : value,
    );
    const one = known.get(key) ?? patch;
    known.set(key, one);
    return one;
  };
  const made = new Map<string, ByteArray>();
  const read = (json: string): unknown => unpackPlain(json, arrays, names, made);
  return {
    table(json) {
      const { patches, shownId, guides } = schemas.table.parse(read(json)) as unknown as Table;
      return { patches: patches.map(shared), shownId, guides };
    },
    standing: (json) => schemas.standing.parse(read(json)) as unknown as Standing,
  };
}
