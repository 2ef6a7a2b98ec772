import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem, problemData } from '@cleanplate/shared/contract/problem.ts';
import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import { judgeCandidate } from './candidate.ts';
import type { Answer, PicturePart } from './engines/engine.ts';
import { toProblem } from './problem.ts';
import { nextTurn } from './turns.ts';

type Emit = (event: RemovalEvent) => void;

/** The calls of one request, ready to go: how often, and what each does. */
export interface EngineRun {
  readonly requestId: string;
  /** The picture that was sent: candidates are measured against it. */
  readonly image: PicturePart;
  readonly calls: number;
  /** Pictures asked for in all. */
  readonly wanted: number;
  readonly limits: ServerLimits;
  readonly call: (hooks: {
    readonly signal: AbortSignal;
    readonly onSending: () => void;
    readonly onRetry: (inMs: number) => void;
  }) => Promise<Answer>;
  /** Told of every failure, and once of a success: for what is known about the engine. */
  readonly onOutcome: (problem: Problem | undefined) => void;
}

/**
 * Makes the calls side by side and turns what comes back into events: each candidate as it arrives, then what is
 * missing and why. Always ends with `done`; never throws.
 */
export async function runEngine(run: EngineRun, emit: Emit, signal: AbortSignal): Promise<void> {
  let candidates = 0;
  let isSending = false;
  let otherShapes = 0;
  let unusable = 0;
  const filtered: Answer['filtered'][number][] = [];
  const problems: Problem[] = [];

  const take = async (answer: Answer) => {
    for (const base64 of answer.pictures.slice(0, run.wanted - candidates)) {
      await nextTurn();
      const verdict = judgeCandidate(base64, run.image, run.limits);
      if (verdict.kind === 'unusable') unusable += 1;
      else if (verdict.kind === 'otherShape') otherShapes += 1;
      else {
        const { width, height, mimeType, bytesBase64Encoded } = verdict.candidate;
        if (width !== run.image.width || height !== run.image.height)
          emit(otherSize(run.image, { width, height }));
        emit({ type: 'candidate', index: candidates, mimeType, bytesBase64Encoded });
        candidates += 1;
      }
    }
    for (const { reason } of answer.filtered) emit({ type: 'filtered', reason });
    filtered.push(...answer.filtered);
  };

  const callOnce = async () => {
    try {
      const answer = await run.call({
        signal,
        onSending: () => {
          if (!isSending) emit({ type: 'progress', stage: 'sending' });
          isSending = true;
        },
        onRetry: (retryInMs) => emit({ type: 'progress', stage: 'retrying', retryInMs }),
      });
      run.onOutcome(undefined);
      await take(answer);
    } catch (error) {
      if (signal.aborted) return;
      const problem = toProblem(error);
      run.onOutcome(problem);
      problems.push(problem);
    }
  };
  await Promise.all(Array.from({ length: run.calls }, callOnce));

  const stopped: unknown = signal.reason;
  if (stopped instanceof Problem) problems.splice(0, Infinity, stopped);
  else if (!signal.aborted) {
    if (otherShapes > 0) emit(otherShape(otherShapes));
    if (candidates === 0 && problems.length === 0)
      problems.push(nothingUsable(filtered, unusable + otherShapes));
    else if (unusable > 0) problems.push(new Problem('UPSTREAM_BAD_RESPONSE'));
    const missing = run.wanted - candidates - filtered.length - otherShapes - unusable;
    if (problems.length === 0 && filtered.length === 0 && missing > 0) emit(fewer(candidates, run.wanted));
  }
  // Whoever cancelled knows; whoever was cut off by the server's own end is told.
  if (!signal.aborted || stopped instanceof Problem)
    for (const problem of distinct(problems))
      emit({ type: 'problem', error: { ...problemData(problem, run.requestId), status: problem.status } });
  emit({ type: 'done', candidates });
}

/** Why there is not a single candidate: a filter, a refusal in words, or pictures that are none. */
function nothingUsable(filtered: Answer['filtered'], broken: number): Problem {
  if (filtered.some(({ kind }) => kind === 'safety')) return new Problem('CONTENT_FILTERED');
  const words = filtered[0];
  if (words)
    return new Problem('UPSTREAM_BAD_RESPONSE', { variant: 'words', params: { reason: words.reason } });
  return new Problem('UPSTREAM_BAD_RESPONSE', broken > 0 ? {} : { variant: 'noPicture' });
}

/** Four calls that fail alike are one thing to tell the user. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(problems.map((problem) => [`${problem.code} ${problem.variant ?? ''}`, problem])).values(),
  ];
}

function otherSize(
  sent: { width: number; height: number },
  got: { width: number; height: number },
): RemovalEvent {
  const params = {
    width: sent.width,
    height: sent.height,
    candidateWidth: got.width,
    candidateHeight: got.height,
  };
  return {
    type: 'notice',
    code: 'OTHER_SIZE',
    message: `Google returned ${got.width}×${got.height} for ${sent.width}×${sent.height}.`,
    params,
  };
}

function otherShape(count: number): RemovalEvent {
  const what = count === 1 ? 'One picture had' : `${count} pictures had`;
  return {
    type: 'notice',
    code: 'OTHER_SHAPE',
    message: `${what} another shape than the photo.`,
    params: { count },
  };
}

function fewer(candidates: number, wanted: number): RemovalEvent {
  return {
    type: 'notice',
    code: 'FEWER_CANDIDATES',
    message: `Google returned ${candidates} of ${wanted} pictures without a reason.`,
    params: { candidates, wanted },
  };
}
