/**
 * Remove when the stroke ends, for many small things one after the other: the fill starts when the pointer leaves, its
 * best candidate goes into the photo at once, and stroke and fill are one step for undo. It always runs in this browser:
 * a stroke must not send a picture anywhere.
 */
import type { Engine } from '../engines/engine.ts';
import { removalParameters } from './parameters.ts';
import { runRemoval, type RunEnd } from './removalRun.ts';
import type { RunInHand } from './runs.ts';
import type { SessionContext } from './sessionStore.ts';
import type { GestureAnnouncement } from '../workers/documentApi.ts';

/** The judge needs a choice, the hand a quick answer: two fills of a dust spot take as long as one on two cores. */
const candidates = 2;

export interface QuickRemoving {
  /** A gesture has ended; starts a fill when the setting asks for one and there is something to remove. */
  gestureEnded(gesture: Pick<GestureAnnouncement, 'mode' | 'plane'>): void;
  /** Stops the fill in progress; the mask stays. */
  cancel(): void;
}

export function createQuickRemoving(context: SessionContext, engine: Engine): QuickRemoving {
  const { store, settings, messages, api, runs } = context;
  let current: RunInHand | null = null;
  /** Strokes that ended while a fill ran; the next fill takes them all. */
  let waiting = 0;

  async function settle(end: RunEnd, documentId: string, removalId: string | null): Promise<void> {
    if (end.kind === 'cancelled') messages.say('run.cancelled');
    if (end.kind === 'problem' && end.problem.code !== 'MASK_EMPTY') messages.problem(end.problem);
    const best = end.bestId ?? end.resultIds[0];
    // The next spot may be under the brush already.
    if (end.kind === 'done') await api.atRest();
    if (end.kind === 'done' && best !== undefined && store.getState().facts?.id === documentId) {
      const outcome = await api.acceptResult(best);
      if (!outcome.ok) return void messages.problem(outcome.problem);
      // Nothing was drawn since: to the hand it was one thing.
      if (waiting === 0) await api.joinStroke();
      messages.say('say.removedAtOnce');
    }
    if (removalId !== null) await api.abandonRemoval(removalId);
  }

  async function fill(documentId: string): Promise<void> {
    const run = runs.begin(documentId, engine.description.id);
    current = run;
    waiting = 0;
    let removalId: string | null = null;
    const parameters = removalParameters(
      engine.description,
      settings.getState().parameters[engine.description.id],
    );
    const end = await runRemoval({
      api,
      engine,
      parameters: { ...parameters, sampleCount: candidates },
      signal: run.signal,
      turn: run.turn,
      onBegun(id) {
        removalId = id;
        store.setState({ quietRemovalId: id });
      },
      onProgress: run.report,
      onResult: () => undefined,
      // A halo or a lifted protection is worth a card before a choice, not after every dab.
      onNotice: () => undefined,
      onCandidateProblem: (problem) => messages.problem(problem),
    });
    await settle(end, documentId, removalId);
    current = null;
    run.end();
    if (end.kind === 'cancelled') waiting = 0;
  }

  async function fillAll(): Promise<void> {
    do {
      const { facts } = store.getState();
      if (!facts) return;
      await fill(facts.id);
    } while (waiting > 0 && settings.getState().quickRemove);
  }

  return {
    gestureEnded({ mode, plane }) {
      if (!settings.getState().quickRemove || mode !== 'add' || plane !== 'mask') return;
      waiting++;
      if (current === null) void fillAll();
    },
    cancel: () => current?.cancel('cancelled by the user'),
  };
}
