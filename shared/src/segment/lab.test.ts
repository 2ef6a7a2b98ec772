import { describe, expect, it } from 'vitest';
import { rgbaToLab } from './lab.ts';

function lab(r: number, g: number, b: number): number[] {
  const out = new Float32Array(3);
  rgbaToLab(Uint8ClampedArray.of(r, g, b, 255), out, 1);
  return [...out];
}

function deltaE(a: number[], b: number[]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe('rgbaToLab', () => {
  it.each([
    ['white', [255, 255, 255], [100, 0, 0]],
    ['black', [0, 0, 0], [0, 0, 0]],
    ['red', [255, 0, 0], [53.24, 80.09, 67.2]],
    ['green', [0, 255, 0], [87.73, -86.18, 83.18]],
    ['blue', [0, 0, 255], [32.3, 79.19, -107.86]],
    ['middle grey', [119, 119, 119], [50.03, 0, 0]],
  ])('agrees with the published value of %s', (_, rgb, published) => {
    expect(deltaE(lab(rgb[0], rgb[1], rgb[2]), published)).toBeLessThan(0.06);
  });

  it('keeps one code value of noise near black under half a unit', () => {
    expect(deltaE(lab(0, 0, 0), lab(1, 1, 1))).toBeLessThan(0.5);
  });

  it('gives greys no hue', () => {
    for (let v = 0; v < 256; v++) {
      const [, a, b] = lab(v, v, v);
      expect(Math.hypot(a, b)).toBeLessThan(0.05);
    }
  });

  it('says what it was given when a buffer is too short', () => {
    expect(() => rgbaToLab(Uint8ClampedArray.of(1, 2, 3, 4), new Float32Array(3), 2)).toThrow(
      '2 pixels need 8 bytes and 6 floats; got 4 and 3',
    );
  });
});
