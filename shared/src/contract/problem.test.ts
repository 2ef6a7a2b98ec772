import { describe, expect, it } from 'vitest';
import {
  Problem,
  problemCodes,
  problemData,
  problemDataSchema,
  problemSentence,
  problemTable,
  sentenceParams,
} from './problem.ts';

describe('the table of problems', () => {
  it('gives every code the status that faults.md names', () => {
    const statusOf = (code: keyof typeof problemTable) => problemTable[code].status;
    expect([
      statusOf('BAD_REQUEST'),
      statusOf('IMAGE_TOO_LARGE_PIXELS'),
      statusOf('CONTENT_FILTERED'),
    ]).toEqual([400, 413, 422]);
    expect([statusOf('UPSTREAM_TIMEOUT'), statusOf('UPSTREAM_FORBIDDEN'), statusOf('SHUTTING_DOWN')]).toEqual(
      [504, 502, 503],
    );
  });

  it('ends every sentence as a sentence', () => {
    for (const code of problemCodes)
      for (const sentence of Object.values(problemTable[code].sentences)) expect(sentence).toMatch(/[.?!}]$/);
  });

  it('leaves no hole in a sentence whose parameters are all given', () => {
    for (const code of problemCodes)
      for (const [variant, template] of Object.entries(problemTable[code].sentences)) {
        const params = Object.fromEntries(sentenceParams(template).map((name) => [name, 'x']));
        expect(problemSentence(code, params, variant)).not.toContain('{');
      }
  });
});

describe('a problem', () => {
  it('says what happened, with its numbers, and that the work is kept', () => {
    const problem = new Problem('MASK_MISMATCH', {
      params: { maskWidth: 3, maskHeight: 4, width: 4, height: 3 },
    });
    expect(problemData(problem, 'r1').message).toBe(
      'Mask (3×4) and picture (4×3) differ in size. Your picture and mask are kept.',
    );
  });

  it('carries nothing of its cause onto the wire', () => {
    const problem = new Problem('INTERNAL', { cause: new Error('secret') });
    const data = problemData(problem, 'r2');
    expect(problemDataSchema.parse(data)).toEqual(data);
    expect(JSON.stringify(data)).not.toContain('secret');
    expect(data.message).toContain('(ID r2)');
  });

  it('falls back to the first sentence for a variant it does not know, even one named like a built-in', () => {
    expect(problemSentence('MASK_EMPTY', {}, 'toString')).toBe('Nothing is masked.');
  });
});
