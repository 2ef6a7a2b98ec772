import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { RemovalInput } from '@cleanplate/shared/inpaint/types.ts';
import type { RemovalCrop } from '../workers/documentApi.ts';
import { createFillPool, type FillPool } from '../workers/fillPool.ts';
import type { Engine, RemovalParameters } from './engine.ts';

const description: EngineDescription = {
  id: 'local',
  label: 'This computer',
  model: 'Patch completion',
  runs: 'browser',
  location: '',
  mask: 'exact',
  automaticModes: [],
  extracts: [],
  protect: true,
  parameters: {
    sampleCount: { kind: 'number', min: 1, max: 4, step: 1, default: 4 },
    dilation: { kind: 'number', min: 0, max: 0.05, step: 0.001, default: 0.01 },
    seed: { kind: 'number', min: 0, max: 4_294_967_295, step: 1, default: 1 },
  },
  limits: {
    maxImageBytes: Number.MAX_SAFE_INTEGER,
    maxMaskBytes: Number.MAX_SAFE_INTEGER,
    maxPixels: 100_000_000,
    bestSides: [4096],
    aspect: 'any',
  },
  availability: { state: 'ready', code: 'READY', reason: '', fix: '' },
};

const inputOf = (crop: RemovalCrop, parameters: RemovalParameters): RemovalInput => ({
  pixels: crop.pixels,
  width: crop.region.width,
  height: crop.region.height,
  mask: crop.mask,
  seed: parameters.seed ?? 1,
  ...(crop.protectedArea ? { protectedArea: crop.protectedArea } : {}),
});

/** The engine that runs in this browser: no network, no account. */
export function createLocalEngine(pool: FillPool = createFillPool()): Engine {
  return {
    description,
    async remove(crop, parameters, onEvent, signal) {
      const strategies = STRATEGIES.slice(
        0,
        Math.max(1, Math.min(STRATEGIES.length, parameters.sampleCount)),
      );
      const scores = new Map<number, number>();
      try {
        await pool.fill(
          inputOf(crop, parameters),
          strategies,
          (event) => {
            const slot = strategies.indexOf(event.strategy);
            if (event.type === 'progress') {
              onEvent({ type: 'progress', stage: 'running', fraction: event.fraction, slot });
              return;
            }
            scores.set(slot, event.score);
            const { area, pixels, strategy, seconds } = event;
            onEvent({ type: 'candidate', slot, preview: false, area, pixels, strategy, seconds });
            for (const notice of event.notices)
              onEvent({ type: 'notice', code: notice.code, message: '', slot });
          },
          signal,
        );
      } catch {
        signal.throwIfAborted();
        return { code: 'ENGINE_FAILED' };
      }
      const best = [...scores].sort((a, b) => a[1] - b[1])[0];
      if (best) onEvent({ type: 'best', slot: best[0] });
      return null;
    },
  };
}
