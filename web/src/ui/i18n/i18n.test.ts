import { problemCodes, problemSentence, problemTable } from '@cleanplate/shared/contract/problem.ts';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { createI18n } from './i18n.ts';
import { pickLanguage } from '../../state/language.ts';
import { problemText } from './problemText.ts';
import { zhHant } from './zhHant.ts';

function leaves(node: unknown, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]]);
  const entries = Object.entries(node as Record<string, unknown>);
  return new Map(entries.flatMap(([key, child]) => [...leaves(child, path ? `${path}.${key}` : key)]));
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();

describe('the two languages', () => {
  const english = leaves(en);
  const chinese = leaves(zhHant);

  it('have the same keys', () => {
    expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('fill the same placeholders', () => {
    const differing = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(chinese.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('have every key that is named in state, where the compiler does not look', () => {
    const sources = import.meta.glob<string>(
      ['../../state/*.ts', '../../tools/*.ts', '!../../**/*.test.ts'],
      {
        query: '?raw',
        import: 'default',
        eager: true,
      },
    );
    const named = Object.values(sources).flatMap((source) =>
      [...source.matchAll(/'((?:say|notices|run|tool|control|shortcut)\.[\w.]+)'/g)].map(([, key]) => key),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((key) => !english.has(key))).toEqual([]);
  });

  it('leave nothing empty', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('problem sentences', () => {
  const { t } = createI18n('en');
  const say = (problem: Parameters<typeof problemText>[0]) =>
    problemText(problem, (key, params) => t(key, params ?? {}));

  it('are the contract’s, closed by what is kept', () => {
    expect(say({ code: 'IMAGE_EMPTY' })).toBe('The file is empty. Your picture and mask are kept.');
    expect(say({ code: 'IMAGE_TRUNCATED', params: { stoppedAtKb: 134 } })).toBe(
      'The file is incomplete (stopped at 134 KB). Open what is there? Your picture and mask are kept.',
    );
  });

  it('read as the server writes them, for every code and variant', () => {
    const params = new Proxy(
      {},
      {
        get: (_, name) => `<${String(name)}>`,
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
      },
    );
    for (const code of problemCodes)
      for (const variant of Object.keys(problemTable[code].sentences)) {
        const named = Object.fromEntries(
          [...problemTable[code].sentences[variant].matchAll(/\{(\w+)\}/g)].map(([, name]) => [
            name,
            `<${name}>`,
          ]),
        );
        expect(say({ code, variant, params: named })).toBe(
          `${problemSentence(code, params, variant)} ${en.kept.sentence}`,
        );
      }
  });

  it('take names as text: markup and braces in a parameter stay what they are', () => {
    expect(say({ code: 'BAD_IMAGE', variant: 'looksLike', params: { type: '<b>{type}</b>' } })).toContain(
      '<b>{type}</b>',
    );
  });

  it('of an unknown code or variant still say something', () => {
    expect(say({ code: 'FROM_THE_FUTURE' })).toContain('FROM_THE_FUTURE');
    expect(say({ code: 'BAD_IMAGE', variant: 'FROM_THE_FUTURE' })).toBe(say({ code: 'BAD_IMAGE' }));
  });

  it('in Chinese need no space between sentences', () => {
    const chinese = createI18n('zh-Hant');
    const filtered = (variant: string, params: Record<string, string>) =>
      problemText({ code: 'CONTENT_FILTERED', variant, params }, (key, given) => chinese.t(key, given ?? {}));
    expect(filtered('category', { categories: 'violence, a celebrity' })).toContain('（暴力, 名人）');
    expect(filtered('said', { reason: 'Filtered out 2 images. (sexual content)' })).toContain(
      'Filtered out 2 images. (色情內容)',
    );
    expect(problemText({ code: 'IMAGE_EMPTY' }, (key, params) => chinese.t(key, params ?? {}))).toBe(
      '檔案是空的。你的圖片和遮罩都還在。',
    );
  });
});

describe('pickLanguage', () => {
  it.each([
    [['zh-TW', 'en'], 'zh-Hant'],
    [['zh-Hant-HK'], 'zh-Hant'],
    [['de-DE', 'en-GB', 'zh-TW'], 'en'],
    [['fr', 'zh'], 'zh-Hant'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j is answered in %s', (wanted, language) => {
    expect(pickLanguage(wanted)).toBe(language);
  });
});
