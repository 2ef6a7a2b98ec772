import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCutGraph } from './maxflow.ts';
import { connectPixels } from './pixelGraph.ts';

type Case = { width: number; height: number; terminals: number[]; arcs: number[] };

const small: fc.Arbitrary<Case> = fc
  .record({ width: fc.integer({ min: 1, max: 4 }), height: fc.integer({ min: 1, max: 3 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      terminals: fc.array(fc.integer({ min: -9, max: 9 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
      arcs: fc.array(fc.integer({ min: 0, max: 6 }), {
        minLength: 8 * width * height,
        maxLength: 8 * width * height,
      }),
    }),
  );

function neighboursOf({ width, height }: Case): Int32Array {
  return connectPixels(new Uint8Array(width * height).fill(1), width, height).neighbours;
}

/** What a labelling costs: the arcs from source to sink side, and every terminal on the wrong side. */
function cost(neighbours: Int32Array, arcs: number[], terminals: number[], isSource: boolean[]) {
  let sum = 0;
  terminals.forEach((weight, i) => {
    if (isSource[i] && weight < 0) sum -= weight;
    if (!isSource[i] && weight > 0) sum += weight;
    for (let d = 0; d < 8; d++) {
      const j = neighbours[8 * i + d];
      if (j >= 0 && isSource[i] && !isSource[j]) sum += arcs[8 * i + d];
    }
  });
  return sum;
}

function leastCost(neighbours: Int32Array, arcs: number[], terminals: number[]): number {
  let least = Infinity;
  for (let code = 0; code < 2 ** terminals.length; code++) {
    const isSource = terminals.map((_, i) => ((code >> i) & 1) === 1);
    least = Math.min(least, cost(neighbours, arcs, terminals, isSource));
  }
  return least;
}

describe('createCutGraph', () => {
  it('finds a cut as cheap as the best of all labellings', () => {
    fc.assert(
      fc.property(small, (given) => {
        const neighbours = neighboursOf(given);
        const graph = createCutGraph(neighbours, Int32Array.from(given.arcs));
        given.terminals.forEach((weight, i) => graph.setTerminal(i, weight));
        graph.solve();
        const found = given.terminals.map((_, i) => graph.isSource(i));
        expect(cost(neighbours, given.arcs, given.terminals, found)).toBe(
          leastCost(neighbours, given.arcs, given.terminals),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('finds the best cut again after terminals have changed, from the flow it has', () => {
    fc.assert(
      fc.property(small, fc.array(fc.integer({ min: -9, max: 9 })), (given, changes) => {
        const neighbours = neighboursOf(given);
        const graph = createCutGraph(neighbours, Int32Array.from(given.arcs));
        given.terminals.forEach((weight, i) => graph.setTerminal(i, weight));
        graph.solve();
        const later = given.terminals.map((weight, i) => changes[i] ?? weight);
        later.forEach((weight, i) => graph.setTerminal(i, weight));
        graph.solve();
        const found = later.map((_, i) => graph.isSource(i));
        expect(cost(neighbours, given.arcs, later, found)).toBe(leastCost(neighbours, given.arcs, later));
      }),
      { numRuns: 150 },
    );
  });

  it('cuts a chain at its weakest arc', () => {
    const neighbours = connectPixels(new Uint8Array(5).fill(1), 5, 1).neighbours;
    const capacities = new Int32Array(40);
    [7, 5, 2, 6].forEach((c, i) => {
      capacities[8 * i] = c;
      capacities[8 * (i + 1) + 1] = c;
    });
    const graph = createCutGraph(neighbours, capacities);
    graph.setTerminal(0, 100);
    graph.setTerminal(4, -100);
    graph.solve();
    expect([0, 1, 2, 3, 4].map((i) => (graph.isSource(i) ? '#' : '.')).join('')).toBe('###..');
  });

  it('says what it was given when the arrays disagree', () => {
    expect(() => createCutGraph(new Int32Array(8), new Int32Array(16))).toThrow(
      '8 neighbours and 16 capacities',
    );
  });
});
