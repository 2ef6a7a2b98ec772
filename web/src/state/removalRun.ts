/** One removal, from the mask to the last candidate: pixels pass from the engine into the document, facts come here. */
import { transfer, type Remote } from 'comlink';
import {
  userMask,
  type Engine,
  type EngineEvent,
  type MaskChoice,
  type RemovalParameters,
} from '../engines/engine.ts';
import type { DocumentApi, Outcome, ProblemData, RemovalCrop } from '../workers/documentApi.ts';

export interface RunProgress {
  /** 'preparing', then whatever the engine says. */
  readonly stage: string;
  /** 0–1 over all results; null while nobody can tell. */
  readonly fraction: number | null;
  readonly finished: number;
  readonly total: number;
  /** Place in the queue, from 1, while waiting. */
  readonly place?: number;
  /** Until the next try, while Google is busy. */
  readonly retryInMs?: number;
}

export type RunEnd = {
  /** Finished results, in the order of their slots. */
  readonly resultIds: readonly string[];
  readonly bestId: string | null;
} & (
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'problem'; readonly problem: ProblemData }
);

export interface RunInput {
  readonly api: Pick<
    Remote<DocumentApi>,
    'beginRemoval' | 'addCandidate' | 'markBest' | 'abandonRemoval' | 'discardResult'
  >;
  readonly engine: Engine;
  readonly parameters: RemovalParameters;
  /** A second engine that adds its results after the first one's: what is made up beside what is copied. */
  readonly beside?: { readonly engine: Engine; readonly parameters: RemovalParameters };
  /** Who says what must go; the user's mask unless given. */
  readonly mask?: MaskChoice;
  readonly signal: AbortSignal;
  /** Resolves when the engine may be asked: mask and photo are taken before, as they are when Remove is pressed. */
  readonly turn?: () => Promise<void>;
  onBegun?(removalId: string): void;
  onProgress(progress: RunProgress): void;
  /** A finished result is in the document. */
  onResult(resultId: string): void;
  onNotice(notice: Extract<EngineEvent, { type: 'notice' }>): void;
  /** A candidate that cannot be offered; engines that run here have none. */
  onRefused?(refused: Extract<EngineEvent, { type: 'refused' }>): void;
  onCandidateProblem(problem: ProblemData): void;
}

interface Slot {
  fraction: number;
  finished: boolean;
  resultId: string | null;
}

/** Share of the work done: of all slots together, or what the engine says of the whole, whichever is further. */
export function overallFraction(
  slots: readonly Pick<Slot, 'fraction' | 'finished'>[],
  whole: number | null,
): number | null {
  const sum = slots.reduce((total, slot) => total + (slot.finished ? 1 : Math.min(1, slot.fraction)), 0);
  if (sum === 0) return whole;
  return Math.max(whole ?? 0, sum / slots.length);
}

/** Rejects with the signal's reason as soon as it aborts, whatever the others still do. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** An engine hands its crop's buffers on to its workers: two engines need a crop each. */
const copyOf = (crop: RemovalCrop): RemovalCrop => ({
  ...crop,
  pixels: crop.pixels.slice(),
  mask: crop.mask.slice(),
  drawnMask: crop.drawnMask.slice(),
  ...(crop.protectedArea && { protectedArea: crop.protectedArea.slice() }),
});

/**
 * Runs one removal to its end. Never rejects: a cancel or a failure is an end too, and finished results outlive both.
 * After `signal` aborts it settles at once, without waiting for the engine.
 */
export async function runRemoval(input: RunInput): Promise<RunEnd> {
  const { api, engine, parameters, beside, signal, mask = userMask } = input;
  const slotCount = parameters.sampleCount + (beside?.parameters.sampleCount ?? 0);
  const slots: Slot[] = Array.from({ length: slotCount }, () => ({
    fraction: 0,
    finished: false,
    resultId: null,
  }));
  const adding = new Set<Promise<void>>();
  let removalId: string | null = null;
  let bestSlot: number | null = null;
  let whole: number | null = null;
  let stage = 'preparing';
  let details: Pick<RunProgress, 'place' | 'retryInMs'> = {};

  const report = () =>
    input.onProgress({
      stage,
      ...details,
      fraction: overallFraction(slots, whole),
      finished: slots.filter((slot) => slot.finished).length,
      total: slots.length,
    });

  async function add(
    event: Extract<EngineEvent, { type: 'candidate' }>,
    id: string,
    { description }: Engine,
    usedSeed: number | undefined,
  ): Promise<void> {
    const { area, pixels, slot: index, preview, strategy, seconds, seed = usedSeed } = event;
    const { processedAt, found } = event;
    const outcome: Outcome<string> = await api.addCandidate(
      transfer(
        {
          removalId: id,
          area,
          pixels,
          engine: description.id,
          strategy,
          seconds,
          ...(seed !== undefined && { seed }),
          preview,
          slot: index,
          leftComputer: description.runs === 'google',
          ...(processedAt ? { processedAt } : {}),
          ...(found ? { found } : {}),
        },
        found ? [pixels.buffer, found.buffer] : [pixels.buffer],
      ),
    );
    // Its removal was forgotten meanwhile, with all that it brought: nobody waits for this one.
    if (!outcome.ok && outcome.problem.code === 'REMOVAL_GONE') return;
    if (!outcome.ok) return input.onCandidateProblem(outcome.problem);
    const slot = slots[index];
    if (slot) slot.resultId = outcome.value;
    if (preview) return;
    if (slot) slot.finished = true;
    if (!signal.aborted) input.onResult(outcome.value);
    report();
  }

  const keep = (adds: Promise<void>): void => {
    const added = adds.catch(() => input.onCandidateProblem({ code: 'ENGINE_FAILED' }));
    adding.add(added);
    void added.finally(() => adding.delete(added));
  };

  /** Its slots follow the first engine's; its progress is theirs too, but it has no say in what is best. */
  function onEventBeside(other: NonNullable<RunInput['beside']>, event: EngineEvent): void {
    if (signal.aborted || removalId === null || !('slot' in event) || event.slot === undefined) return;
    const index = parameters.sampleCount + event.slot;
    if (event.type === 'candidate')
      keep(add({ ...event, slot: index }, removalId, other.engine, other.parameters.seed));
    const slot = slots[index];
    if (event.type !== 'progress' || !slot) return;
    slot.fraction = Math.max(slot.fraction, event.fraction ?? 0);
    report();
  }

  function onEvent(event: EngineEvent): void {
    if (signal.aborted || removalId === null) return;
    if (event.type === 'candidate') {
      keep(add(event, removalId, engine, parameters.seed));
    } else if (event.type === 'best') {
      bestSlot = event.slot;
      void api.markBest(removalId, event.slot);
    } else if (event.type === 'progress') {
      stage = event.stage;
      const { place, retryInMs } = event;
      details = {
        ...(place === undefined ? {} : { place }),
        ...(retryInMs === undefined ? {} : { retryInMs }),
      };
      const slot = event.slot === undefined ? undefined : slots[event.slot];
      if (slot) slot.fraction = Math.max(slot.fraction, event.fraction ?? 0);
      else whole = event.fraction ?? whole;
      report();
    } else if (event.type === 'refused') input.onRefused?.(event);
    else input.onNotice(event);
  }

  const finished = () => ({
    resultIds: slots.flatMap(({ finished, resultId }) => (finished && resultId !== null ? [resultId] : [])),
    bestId: bestSlot === null ? null : (slots[bestSlot]?.resultId ?? null),
  });

  async function tidy(): Promise<void> {
    await Promise.allSettled(adding);
    const unfinished = slots.filter((slot) => !slot.finished && slot.resultId !== null);
    for (const slot of unfinished) await api.discardResult(slot.resultId as string);
    if (removalId !== null && finished().resultIds.length === 0) await api.abandonRemoval(removalId);
  }

  async function begin(): Promise<Outcome<null>> {
    // While the document looks for the product.
    engine.prepare?.();
    beside?.engine.prepare?.();
    const begun = await api.beginRemoval({
      engine: engine.description.id,
      dilation: parameters.dilation,
      aspect: engine.description.limits.aspect,
      isFound: mask.mode !== 'user',
      protect: engine.description.protect || input.beside !== undefined,
      parameters: Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)),
    });
    if (!begun.ok) return begun;
    removalId = begun.value.removalId;
    input.onBegun?.(removalId);
    await input.turn?.();
    if (signal.aborted) {
      await api.abandonRemoval(removalId);
      return { ok: true, value: null };
    }
    // What goes wrong beside costs its own card only: the first engine's answer is what was asked for.
    const second = beside?.engine
      .remove(copyOf(begun.value), beside.parameters, (event) => onEventBeside(beside, event), signal)
      .catch(() => null);
    const problem = await engine.remove(begun.value, parameters, onEvent, signal, mask);
    await second;
    await Promise.all(adding);
    return problem ? { ok: false, problem } : { ok: true, value: null };
  }

  report();
  try {
    const outcome = await untilAborted(begin(), signal);
    if (!outcome.ok) {
      await tidy();
      return { ...finished(), kind: 'problem', problem: outcome.problem };
    }
    await tidy();
    return { ...finished(), kind: 'done' };
  } catch {
    const cancelled = signal.aborted;
    // The user is not kept waiting for the cleaning-up.
    const tidied = tidy().catch(() => undefined);
    if (!cancelled) await tidied;
    return cancelled
      ? { ...finished(), kind: 'cancelled' }
      : { ...finished(), kind: 'problem', problem: { code: 'ENGINE_FAILED' } };
  }
}
