import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterValues, removalParameters } from './parameters.ts';
import { createSettingsStore, defaultSettings, readSettings, setParameter, settingsKey } from './settings.ts';

describe('readSettings', () => {
  it('gives back what was written', () => {
    const settings = {
      ...defaultSettings,
      theme: 'light',
      language: 'zh-Hant',
      parameters: { local: { dilation: 0.02, sampleCount: 2 } },
      quality: 0.8,
    } as const;
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
  });

  it('mends one damaged value without losing the others', () => {
    const stored = {
      theme: 'light',
      language: 'tlh',
      overlay: 7,
      quality: 3,
      parameters: { local: { seed: 'x', dilation: null } },
    };
    expect(readSettings(JSON.stringify(stored))).toEqual({
      ...defaultSettings,
      theme: 'light',
      parameters: { local: { seed: 'x' } },
    });
  });

  it('keeps unknown keys and prototypes out', () => {
    const settings = readSettings(
      '{"__proto__":{"theme":"light"},"parameters":{"__proto__":{"seed":1},"local":{"constructor":1}}}',
    );
    expect(settings).toEqual({ ...defaultSettings, parameters: { local: {} } });
    expect(({} as { seed?: number }).seed).toBeUndefined();
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readSettings(text).quality).toBeGreaterThan(0);
      }),
    );
    expect(readSettings(null)).toEqual(defaultSettings);
  });
});

describe('the settings store', () => {
  const memory = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };

  it('remembers a parameter per engine, and forgets it again', () => {
    const storage = memory();
    const store = createSettingsStore(storage);
    setParameter(store, 'local', 'seed', 7);
    setParameter(store, 'gemini', 'prompt', 'a vase');
    expect(createSettingsStore(storage).getState().parameters).toEqual({
      local: { seed: 7 },
      gemini: { prompt: 'a vase' },
    });
    setParameter(store, 'local', 'seed', undefined);
    expect(readSettings(storage.kept.get(settingsKey) ?? null).parameters).toEqual({
      local: {},
      gemini: { prompt: 'a vase' },
    });
  });

  it('works where the storage is blocked or full', () => {
    const refusing = () => {
      throw new Error('QuotaExceededError');
    };
    const store = createSettingsStore({ getItem: refusing, setItem: refusing });
    store.setState({ theme: 'dark' });
    expect(store.getState().theme).toBe('dark');
  });
});

describe('parameterValues', () => {
  const description = {
    parameters: {
      sampleCount: { kind: 'number', min: 1, max: 4, step: 1, default: 4 },
      dilation: { kind: 'number', min: 0, max: 1, step: 0.001, default: 0.01 },
      seed: { kind: 'number', min: 0, max: 2 ** 31 - 1, step: 1, default: null },
      imageSize: { kind: 'choice', choices: ['1K', '2K'], default: '1K' },
      prompt: { kind: 'text', maxChars: 5, default: '' },
    },
  } as unknown as EngineDescription;

  it('are the defaults where nothing was chosen, and nothing where there is no default', () => {
    expect(parameterValues(description)).toEqual({
      sampleCount: 4,
      dilation: 0.01,
      imageSize: '1K',
      prompt: '',
    });
  });

  it('stay in the engine’s ranges and choices', () => {
    expect(
      parameterValues(description, {
        sampleCount: 9,
        dilation: -1,
        seed: 3,
        imageSize: '8K',
        prompt: 'a long one',
      }),
    ).toEqual({
      sampleCount: 4,
      dilation: 0,
      seed: 3,
      imageSize: '1K',
      prompt: 'a lon',
    });
  });

  it('leave out what the engine does not name', () => {
    expect(parameterValues(description, { negativePrompt: 'dogs', guidanceScale: 3 })).not.toHaveProperty(
      'negativePrompt',
    );
    expect(removalParameters({ parameters: {} } as EngineDescription, { sampleCount: 3 })).toEqual({
      sampleCount: 1,
      dilation: 0,
    });
  });
});
