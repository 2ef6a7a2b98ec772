import { Problem, problemData } from '@cleanplate/shared/contract/problem.ts';
import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import { toProblem } from './problem.ts';
import type { Queue } from './queue.ts';
import type { Quotas } from './quotas.ts';
import { runEngine } from './runEngine.ts';
import type { EngineRun } from './runEngine.ts';

/** Problems after which a picture may have been made, and billed, although we have none. */
const maybeBilled = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_BAD_RESPONSE', 'INTERNAL']);

/**
 * An engine run with its place in line and its share of the budget: waits, sets the pictures aside, runs, and gives back
 * those that were surely not billed. Ends with `done` like `runEngine`, and never throws.
 */
export async function runPaid(
  { owner, queue, quotas }: { owner: string; queue: Queue; quotas: Quotas },
  run: EngineRun,
  emit: (event: RemovalEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let release: (() => void) | undefined;
  try {
    release = await queue.enter(owner, signal, (place) =>
      emit({ type: 'progress', stage: 'waiting', place }),
    );
    const giveBack = await quotas.reserve(owner, run.wanted);
    let candidates = 0;
    let isMaybeBilled = false;
    await runEngine(
      run,
      (event) => {
        if (event.type === 'candidate') candidates += 1;
        if (event.type === 'problem' && maybeBilled.has(event.error.code)) isMaybeBilled = true;
        emit(event);
      },
      signal,
    );
    // A cancelled call has been sent: Google bills it whether or not anybody waits for the answer.
    const unbilled = isMaybeBilled || signal.aborted ? 0 : run.wanted - candidates;
    if (unbilled > 0) await giveBack(unbilled);
  } catch (error) {
    const problem = toProblem(error);
    if (!signal.aborted || signal.reason instanceof Problem)
      emit({ type: 'problem', error: { ...problemData(problem, run.requestId), status: problem.status } });
    emit({ type: 'done', candidates: 0 });
  } finally {
    release?.();
  }
}
