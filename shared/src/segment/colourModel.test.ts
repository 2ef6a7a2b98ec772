import { describe, expect, it } from 'vitest';
import { colourCost, fitColourModel } from './colourModel.ts';
import { createRandom } from './random.ts';

/** `count` Lab pixels scattered ±spread about each of the colours given. */
function cloud(colours: number[][], count: number, spread: number): Float32Array {
  const random = createRandom(7);
  const lab = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) lab[3 * i + c] = colours[i % colours.length][c] + spread * (random() - 0.5);
  }
  return lab;
}

const all = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
const costAt = (model: Float64Array, ...colour: number[]) => colourCost(model, Float32Array.from(colour), 0);

describe('fitColourModel', () => {
  it('finds the colours that the pixels gather at', () => {
    const colours = [
      [20, 0, 0],
      [80, 0, 0],
      [50, 40, -30],
    ];
    const model = fitColourModel(cloud(colours, 900, 6), all(900), { components: 3 });
    for (const colour of colours) expect(costAt(model, ...colour)).toBeLessThan(6);
    expect(costAt(model, 50, 0, 0)).toBeGreaterThan(40);
  });

  it('follows a slanted cloud: equal distances along it cost less than across it', () => {
    const lab = Float32Array.from({ length: 600 }, (_, i) => Math.floor(i / 3) / 4);
    const model = fitColourModel(lab, all(200), { components: 1 });
    expect(costAt(model, 40, 40, 40)).toBeLessThan(costAt(model, 40, 25, 10));
  });

  it('gives the same model for the same seed', () => {
    const lab = cloud(
      [
        [10, 5, 5],
        [70, -20, 20],
      ],
      500,
      30,
    );
    expect(fitColourModel(lab, all(500), { seed: 3 })).toEqual(fitColourModel(lab, all(500), { seed: 3 }));
  });

  it('stays finite on one colour, on one pixel and when started from an earlier model', () => {
    const flat = cloud([[60, 0, 0]], 50, 0);
    const model = fitColourModel(flat, all(50));
    expect(costAt(model, 60, 0, 0)).toBeLessThan(1);
    expect(costAt(fitColourModel(flat, all(1)), 0, 0, 0)).toBeGreaterThan(1000);
    expect(costAt(fitColourModel(flat, all(50), { from: model }), 60, 0, 0)).toBeLessThan(1);
  });

  it('asks for at least one pixel', () => {
    expect(() => fitColourModel(new Float32Array(3), new Int32Array(0))).toThrow('at least 1 pixel; got 0');
  });
});
