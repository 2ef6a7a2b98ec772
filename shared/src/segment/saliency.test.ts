import { describe, expect, it } from 'vitest';
import { barrierDistance, borderSaliency, otsuThreshold } from './saliency.ts';

/** Lightness ×10 by digit, no colour. */
function lightness(...rows: string[]) {
  const lab = new Float32Array(rows.length * rows[0].length * 3);
  [...rows.join('')].forEach((digit, i) => (lab[3 * i] = 10 * Number(digit)));
  return { lab, width: rows[0].length, height: rows.length };
}

const seedAt = (count: number, ...at: number[]) =>
  Uint8Array.from({ length: count }, (_, i) => (at.includes(i) ? 1 : 0));

describe('barrierDistance', () => {
  it('is the least range of values that a path must cross, not the difference to the seed', () => {
    const { lab, width, height } = lightness('0', '2', '7', '2', '0');
    expect([...barrierDistance(lab, width, height, seedAt(5, 0))]).toEqual([0, 20, 70, 70, 70]);
  });

  it('goes round a wall through its gap', () => {
    const { lab, width, height } = lightness('009', '090', '000');
    const distance = barrierDistance(lab, width, height, seedAt(9, 0));
    expect([distance[8], distance[5], distance[4]]).toEqual([0, 0, 90]);
  });

  it('is infinite without a seed', () => {
    const { lab, width, height } = lightness('05');
    expect([...barrierDistance(lab, width, height, seedAt(2))]).toEqual([Infinity, Infinity]);
  });
});

describe('borderSaliency', () => {
  it('marks what the border does not reach, and 0 where nothing stands out', () => {
    const { lab, width, height } = lightness('00000', '00000', '00800', '00000', '00000');
    const saliency = borderSaliency(lab, width, height);
    expect([saliency[12], saliency[6]]).toEqual([1, 0]);
    expect(Math.max(...borderSaliency(new Float32Array(27), 3, 3))).toBe(0);
  });
});

describe('otsuThreshold', () => {
  it('splits two heaps between them', () => {
    const values = Float32Array.from({ length: 100 }, (_, i) => (i < 70 ? 0.1 + i / 1000 : 0.8 + i / 1000));
    const { threshold, separation } = otsuThreshold(values);
    expect(threshold).toBeGreaterThan(0.16);
    expect(threshold).toBeLessThan(0.87);
    expect(separation).toBeGreaterThan(0.95);
  });

  it('is 0 when all values are one', () => {
    expect(otsuThreshold(new Float32Array(9).fill(0.5))).toEqual({ threshold: 0, separation: 0 });
  });
});
