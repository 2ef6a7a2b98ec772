import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { describe, expect, it } from 'vitest';
import type { Engine, EngineEvent } from '../engines/engine.ts';
import type { CandidateInput, RemovalCrop } from '../workers/documentApi.ts';
import { overallFraction, runRemoval, type RunProgress } from './removalRun.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

const crop: RemovalCrop = {
  removalId: 'r1',
  region: { x: 0, y: 0, width: 1, height: 1 },
  pixels: new Uint8ClampedArray(4),
  mask: new Uint8Array(1),
  drawnMask: new Uint8Array(1),
  photoWidth: 1,
  guideLines: [],
};

const candidate = (
  slot: number,
  more: Partial<Extract<EngineEvent, { type: 'candidate' }>> = {},
): EngineEvent => ({
  type: 'candidate',
  slot,
  preview: false,
  area: { x: 0, y: 0, width: 1, height: 1 },
  pixels: new Uint8ClampedArray(4),
  strategy: 'balanced',
  seconds: 1,
  ...more,
});

/** The document's side as a notebook: what was added, discarded, abandoned. */
function setUp(
  remove: Engine['remove'],
  begin: unknown = { ok: true, value: crop },
  beside?: Engine['remove'],
) {
  const added: CandidateInput[] = [];
  const log: string[] = [];
  const progress: RunProgress[] = [];
  const controller = new AbortController();
  const run = () =>
    runRemoval({
      api: {
        beginRemoval: async () => begin,
        addCandidate: async (input: CandidateInput) => {
          added.push(input);
          return input.strategy === 'misaligned'
            ? { ok: false, problem: { code: 'CANDIDATE_MISALIGNED' } }
            : { ok: true, value: `result-${input.slot}` };
        },
        markBest: async (id: string, slot: number) => void log.push(`best ${id} ${slot}`),
        abandonRemoval: async (id: string) => void log.push(`abandon ${id}`),
        discardResult: async (id: string) => void log.push(`discard ${id}`),
      } as unknown as Parameters<typeof runRemoval>[0]['api'],
      engine: {
        description: { id: 'local', runs: 'browser', limits: { aspect: 'any' } } as EngineDescription,
        remove,
      },
      parameters: { sampleCount: 2, dilation: 0.01 },
      ...(beside && {
        beside: {
          engine: {
            description: { id: 'local', runs: 'browser' } as EngineDescription,
            remove: beside,
          },
          parameters: { sampleCount: 1, dilation: 0.01 },
        },
      }),
      signal: controller.signal,
      onProgress: (state) => progress.push(state),
      onResult: (id) => log.push(`result ${id}`),
      onNotice: (notice) => log.push(notice.type),
      onRefused: (refused) => log.push(refused.problem.code),
      onCandidateProblem: (problem) => log.push(problem.code),
    });
  return { run, added, log, progress, controller };
}

describe('runRemoval', () => {
  it('ends with the finished results, the best named', async () => {
    const { run, added, log, progress } = setUp(async (_, __, onEvent) => {
      onEvent({ type: 'progress', stage: 'working', slot: 0, fraction: 0.5 });
      onEvent(candidate(0, { preview: true }));
      onEvent(candidate(0));
      onEvent(candidate(1));
      onEvent({ type: 'best', slot: 1 });
      return null;
    });
    expect(await run()).toEqual({ kind: 'done', resultIds: ['result-0', 'result-1'], bestId: 'result-1' });
    expect(log).toEqual(['best r1 1', 'result result-0', 'result result-1']);
    expect(added.map(({ slot, preview, leftComputer }) => [slot, preview, leftComputer])).toEqual([
      [0, true, false],
      [0, false, false],
      [1, false, false],
    ]);
    expect(progress.map(({ fraction }) => fraction)).toEqual([null, 0.25, 0.5, 1]);
  });

  it('cancel settles at once although the engine does not, keeps what is finished and takes previews away', async () => {
    const { run, log, controller } = setUp((_, __, onEvent) => {
      onEvent(candidate(0));
      onEvent(candidate(1, { preview: true }));
      return new Promise(() => {});
    });
    const ending = run();
    await pause();
    const before = performance.now();
    controller.abort();
    expect(await ending).toEqual({ kind: 'cancelled', resultIds: ['result-0'], bestId: null });
    expect(performance.now() - before).toBeLessThan(50);
    await pause();
    expect(log).toEqual(['result result-0', 'discard result-1']);
  });

  it('cancel before the first result forgets the removal', async () => {
    const { run, log, controller } = setUp(() => new Promise(() => {}));
    const ending = run();
    await pause();
    controller.abort();
    expect((await ending).kind).toBe('cancelled');
    await pause();
    expect(log).toEqual(['abandon r1']);
  });

  it('events after the cancel are not heard', async () => {
    let late: ((event: EngineEvent) => void) | undefined;
    const { run, added, controller } = setUp((_, __, onEvent) => {
      late = onEvent;
      return new Promise(() => {});
    });
    const ending = run();
    await pause();
    controller.abort();
    await ending;
    late?.(candidate(0));
    expect(added).toEqual([]);
  });

  it('an empty mask never reaches the engine', async () => {
    const problem = { code: 'MASK_EMPTY' };
    const { run } = setUp(() => Promise.reject(new Error('was called')), { ok: false, problem });
    expect(await run()).toEqual({ kind: 'problem', problem, resultIds: [], bestId: null });
  });

  it('a problem after some results keeps them', async () => {
    const { run, log } = setUp(async (_, __, onEvent) => {
      onEvent(candidate(0));
      return { code: 'UPSTREAM_TIMEOUT', params: { seconds: 90 } };
    });
    expect(await run()).toMatchObject({
      kind: 'problem',
      problem: { code: 'UPSTREAM_TIMEOUT' },
      resultIds: ['result-0'],
    });
    expect(log).not.toContain('abandon r1');
  });

  it('an engine that throws ends as a problem, and the removal is forgotten', async () => {
    const { run, log } = setUp(() => Promise.reject(new Error('worker died')));
    expect(await run()).toMatchObject({ kind: 'problem', problem: { code: 'ENGINE_FAILED' } });
    expect(log).toEqual(['abandon r1']);
  });

  it('a candidate that does not fit is told and does not stop the others', async () => {
    const { run, log } = setUp(async (_, __, onEvent) => {
      onEvent(candidate(0, { strategy: 'misaligned' }));
      onEvent(candidate(1));
      return null;
    });
    expect(await run()).toMatchObject({ kind: 'done', resultIds: ['result-1'] });
    expect(log).toEqual(['CANDIDATE_MISALIGNED', 'result result-1']);
  });
});

describe('overallFraction', () => {
  const slot = (fraction: number, finished = false) => ({ fraction, finished });
  it('is unknown until somebody tells', () => expect(overallFraction([slot(0), slot(0)], null)).toBeNull());
  it('counts a finished result as whole', () =>
    expect(overallFraction([slot(0.2, true), slot(0.5)], null)).toBe(0.75));
  it('takes what the engine says of the whole when that is further', () =>
    expect(overallFraction([slot(0.5), slot(0)], 0.6)).toBe(0.6));
});

it('two engines side by side each have a crop of their own, whatever the other does to its', async () => {
  let left = -1;
  const { run } = setUp(
    async (own) => {
      await pause();
      left = own.pixels.length;
      return null;
    },
    { ok: true, value: { ...crop, pixels: new Uint8ClampedArray(4) } },
    async (other) => {
      // As a transfer to a worker does.
      structuredClone(other.pixels, { transfer: [other.pixels.buffer] });
      return null;
    },
  );
  await run();
  expect(left).toBe(4);
});
