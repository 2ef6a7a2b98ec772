import { describe, expect, it } from 'vitest';
import { stretchColours } from './membrane.ts';

describe('stretchColours', () => {
  it('keeps what is known and continues a gradient across a hole', () => {
    const [width, height] = [16, 16];
    const lab = Float32Array.from({ length: 3 * width * height }, (_, k) => Math.floor(k / 3) % width);
    const known = new Uint8Array(width * height).fill(1);
    for (let y = 5; y < 11; y++) known.fill(0, y * width + 5, y * width + 11);
    const painted = lab.map((v, k) => (known[Math.floor(k / 3)] ? v : 99));
    const stretched = stretchColours(painted, width, height, known);
    for (let i = 0; i < width * height; i++) {
      expect(Math.abs(stretched[3 * i] - (i % width))).toBeLessThan(known[i] ? 1e-6 : 1.5);
    }
  });

  it('gives 0 where nothing is known at all', () => {
    expect(stretchColours(new Float32Array(9).fill(5), 3, 1, new Uint8Array(3))).toEqual(new Float32Array(9));
  });
});
