import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractRequestSchema } from './extract.ts';
import { removalRequestSchema } from './removal.ts';
import { peopleClassIds, semanticClasses } from './semanticClasses.ts';

const smallest = { engine: 'imagen3', maskMode: 'user' };
const accepts = (request: unknown) => removalRequestSchema.safeParse(request).success;

describe('a removal request', () => {
  it('fills in what Google documents as default', () => {
    expect(removalRequestSchema.parse(smallest)).toEqual({
      ...smallest,
      prompt: '',
      sampleCount: 4,
      dilation: 0.01,
    });
  });

  it.each([
    ['"3"'],
    ['[3]'],
    ['true'],
    ['null'],
    ['1.5'],
    ['1e400'],
    ['-0'],
    ['9007199254740993'],
    ['0'],
    ['5'],
  ])('takes no %s for sampleCount', (json) =>
    expect(accepts({ ...smallest, sampleCount: JSON.parse(json) })).toBe(false),
  );

  it.each([
    ['{"__proto__":{"x":1}}'],
    ['{"constructor":{"prototype":{"x":1}}}'],
    ['{"toString":1}'],
    ['{"n":1}'],
  ])('refuses the unknown key of %s', (json) => {
    const request = Object.assign(JSON.parse(json), {});
    for (const [key, value] of Object.entries(smallest)) request[key] = value;
    expect(accepts(request)).toBe(false);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('refuses a seed with a watermark, which Google would ignore', () => {
    expect(accepts({ ...smallest, seed: 7 })).toBe(false);
    expect(accepts({ ...smallest, seed: 7, addWatermark: true })).toBe(false);
    expect(accepts({ ...smallest, seed: 7, addWatermark: false })).toBe(true);
  });

  it('wants one to five different classes with a semantic mask, and none without', () => {
    const semantic = { ...smallest, maskMode: 'semantic' };
    expect(accepts(semantic)).toBe(false);
    expect(accepts({ ...semantic, maskClasses: [125, 126] })).toBe(true);
    expect(accepts({ ...semantic, maskClasses: [125, 125] })).toBe(false);
    expect(accepts({ ...semantic, maskClasses: [1, 2, 3, 4, 5, 6] })).toBe(false);
    expect(accepts({ ...semantic, maskClasses: [194] })).toBe(false);
    expect(accepts({ ...smallest, maskClasses: [1] })).toBe(false);
  });

  it('gives gemini the user mask only, and no option it would refuse', () => {
    expect(accepts({ engine: 'gemini', maskMode: 'user', imageSize: '2K' })).toBe(true);
    expect(accepts({ engine: 'gemini', maskMode: 'foreground' })).toBe(false);
    expect(accepts({ engine: 'gemini', maskMode: 'user', seed: 1 })).toBe(false);
  });

  it('takes safety and people settings in any case, as Google does', () => {
    const request = removalRequestSchema.parse({
      ...smallest,
      safetySetting: 'BLOCK_NONE',
      personGeneration: 'Allow_Adult',
    });
    expect(request).toMatchObject({ safetySetting: 'block_none', personGeneration: 'allow_adult' });
  });

  it('makes any prompt well formed and keeps it within 2 000 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (words) => {
        const { prompt } = removalRequestSchema.parse({ ...smallest, prompt: `\ud800${words}` });
        expect(prompt).not.toMatch(/\p{Surrogate}/u);
      }),
    );
    expect(accepts({ ...smallest, prompt: 'x'.repeat(2000) })).toBe(true);
    expect(accepts({ ...smallest, prompt: 'x'.repeat(2001) })).toBe(false);
  });
});

describe('an extract request', () => {
  it('wants classes for classes and words for words, and nothing else', () => {
    const accepted = (request: unknown) => extractRequestSchema.safeParse(request).success;
    expect(accepted({ engine: 'gemini', what: 'people' })).toBe(true);
    expect(accepted({ engine: 'gemini', what: 'classes' })).toBe(false);
    expect(accepted({ engine: 'gemini', what: 'classes', classes: [3] })).toBe(true);
    expect(accepted({ engine: 'gemini', what: 'words', words: '  ' })).toBe(false);
    expect(accepted({ engine: 'gemini', what: 'words', words: 'the price tag' })).toBe(true);
    expect(accepted({ engine: 'imagen3', what: 'people' })).toBe(false);
  });
});

describe('the semantic classes', () => {
  it('are 194, and people are the ids that name people', () => {
    expect(semanticClasses).toHaveLength(194);
    expect(peopleClassIds.map((id) => semanticClasses[id])).toEqual([
      'person',
      'rider (other)',
      'bicyclist',
      'motorcyclist',
    ]);
  });
});
