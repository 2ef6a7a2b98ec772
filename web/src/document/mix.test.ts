import { describe, expect, it } from 'vitest';
import { findParts, maxParts, mixLayers } from './mix.ts';
import type { RemovalResult } from './removal.ts';

const drawn = (...rows: string[]) => ({
  mask: Uint8Array.from(rows.join(''), (dot) => (dot === '#' ? 255 : 0)),
  area: { x: 100, y: 50, width: rows[0].length, height: rows.length },
});
const two = drawn('##....', '##....', '....#.', '....##');

describe('the parts of a mask', () => {
  it('are numbered by size, with their bounds on the photo', () => {
    const { labels, bounds } = findParts(two.area, two.mask);
    expect([...labels].join('')).toBe('110000110000000020000022');
    expect(bounds).toEqual([
      { x: 100, y: 50, width: 2, height: 2 },
      { x: 104, y: 52, width: 2, height: 2 },
    ]);
  });

  it('are not more than can be chosen: the smallest join the nearest', () => {
    const many = drawn('#.#.#.#.#.#.#.#.#.#.#');
    const { labels, bounds } = findParts(many.area, many.mask);
    expect(bounds).toHaveLength(maxParts);
    expect(labels.every((label, at) => label > 0 === many.mask[at] > 0)).toBe(true);
    expect(Math.max(...labels)).toBe(maxParts);
  });
});

describe('a mix', () => {
  const result = (id: string) => ({ id, mask: two.mask, drawnMask: two.mask }) as RemovalResult;
  const removal = { area: two.area, mask: two.mask, drawnMask: two.mask } as Parameters<typeof mixLayers>[0];

  it('cuts each result’s mask down to its parts: together the whole mask, nothing twice', () => {
    const layers = mixLayers(removal, [result('a'), result('b')]);
    expect(layers.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([...layers[0].mask].map((value, at) => value + layers[1].mask[at])).toEqual([...two.mask]);
    expect([...layers[0].mask].some((value, at) => value > 0 && layers[1].mask[at] > 0)).toBe(false);
  });

  it('makes one layer of a result that is chosen twice', () => {
    const one = result('a');
    const layers = mixLayers(removal, [one, one]);
    expect(layers).toHaveLength(1);
    expect([...layers[0].mask]).toEqual([...two.mask]);
  });
});
