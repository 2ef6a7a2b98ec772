/** Remove, and what becomes of its results. A second one waits for the first. */
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { userMask, type Engine, type MaskChoice } from '../engines/engine.ts';
import type { MessageAction } from './messages.ts';
import { removalParameters } from './parameters.ts';
import { runRemoval, type RunEnd, type RunInput } from './removalRun.ts';
import type { RefusedCandidate, SessionContext } from './sessionStore.ts';
import type { SettingsStore } from './settings.ts';

export interface Removing {
  /** A removal is near: what it will need starts as soon as nobody paints. */
  expectRemoval(): Promise<void>;
  /** @param sampleCount instead of what the panel says */
  remove(engine: Engine, sampleCount?: number): Promise<void>;
  /** Asks once more for a candidate that could not be offered. */
  retryRefused(refused: RefusedCandidate): Promise<void>;
  dismissRefused(refused: RefusedCandidate): void;
  chooseMask(choice: MaskChoice): void;
  cancelRemoval(): void;
  /** Shows a result in the photo's place; null goes back to the photo and its mask. */
  selectResult(resultId: string | null): void;
  acceptResult(resultId: string): Promise<void>;
  discardResult(resultId: string): Promise<void>;
}

/** The user's choice where the engine can follow it; every other engine needs a mask. */
export const maskInForce = (
  { automaticModes }: Pick<EngineDescription, 'automaticModes'>,
  choice: MaskChoice,
): MaskChoice => (automaticModes.some((mode) => mode === choice.mode) ? choice : userMask);

/** One result that makes nothing up stands beside a cloud engine's, unless the user does without. */
function besideOf(engine: Engine, local: Engine, settings: SettingsStore): RunInput['beside'] {
  const { localBeside, parameters } = settings.getState();
  if (engine.description.runs !== 'google' || !localBeside) return undefined;
  const own = removalParameters(local.description, parameters[local.description.id]);
  return { engine: local, parameters: { ...own, sampleCount: 1 } };
}

export function createRemoving(context: SessionContext, localEngine: Engine): Removing {
  const { store, settings, messages, api, runs } = context;
  const { description: local } = localEngine;
  /** How often the user has chosen what is shown: nothing takes it away from them after that. */
  let choices = 0;
  const running = new Map<string, Promise<void>>();
  let haloNotice: number | null = null;

  const results = () => store.getState().facts?.results ?? [];
  const numberOf = (resultId: string) => results().find(({ id }) => id === resultId)?.number ?? 0;

  function show(resultId: string | null): void {
    const before = store.getState().selectedResult;
    store.setState({ selectedResult: resultId, mix: null });
    if (resultId === null) store.setState({ compare: 'off' });
    // From one result to the next the view stays where the user has put it.
    else if (before === null) context.showMask();
  }

  function wayOut(engine: Engine): readonly MessageAction[] {
    const again = { key: 'notices.tryAgain', run: () => void remove(engine) };
    if (engine.description.runs === 'browser') return [again];
    const useLocal = () => settings.setState({ engine: local.id });
    return [{ key: 'notices.useThisComputer', run: useLocal }, again];
  }

  /** Takes the thing's edge into the mask and fills again, in the place of what is being made. */
  function growing(growPx: number, engine: Engine, documentId: string): MessageAction {
    const redo = async (): Promise<void> => {
      runs.cancel(documentId, 'replaced');
      await running.get(documentId);
      const grown = await api.maskAction('grow', growPx);
      if (grown.ok) await remove(engine);
      else messages.problem(grown.problem);
    };
    return { key: 'notices.growMask', params: { pixels: growPx }, run: () => void redo() };
  }

  function close(end: RunEnd, engine: Engine, mayShow: boolean): void {
    if (end.kind === 'problem') messages.problem(end.problem, { actions: wayOut(engine) });
    if (end.kind === 'cancelled') messages.say('run.cancelled');
    if (end.kind !== 'done') return;
    const count = end.resultIds.length;
    if (count > 0) messages.say(count === 1 ? 'say.oneReady' : 'say.manyReady', { count });
    if (end.bestId !== null && mayShow) show(end.bestId);
  }

  let lastRefused = 0;
  const forget = (gone: (one: RefusedCandidate) => boolean) =>
    store.setState(({ refused }) => ({ refused: refused.filter((one) => !gone(one)) }));

  function remove(engine: Engine, sampleCount?: number): Promise<void> {
    const { facts } = store.getState();
    if (facts === null) return Promise.resolve();
    const over = run(engine, facts.id, sampleCount);
    running.set(facts.id, over);
    return over;
  }

  async function run(engine: Engine, documentId: string, sampleCount?: number): Promise<void> {
    const { signal, report, turn, end: endRun } = runs.begin(documentId, engine.description.id);
    const chosenBefore = choices;
    const mayShow = () => choices === chosenBefore && store.getState().facts?.id === documentId;
    // It was about the fill before this one.
    if (haloNotice !== null) messages.dismiss(haloNotice);
    haloNotice = null;
    show(null);
    messages.say('say.removing');
    const set = removalParameters(engine.description, settings.getState().parameters[engine.description.id]);
    const parameters = sampleCount === undefined ? set : { ...set, sampleCount };
    if (sampleCount === undefined) forget((one) => one.documentId === documentId);
    // One more try for one candidate asks for that and nothing else.
    const beside = sampleCount === undefined ? besideOf(engine, localEngine, settings) : undefined;
    const mask = maskInForce(engine.description, store.getState().maskChoice);
    const end = await runRemoval({
      api,
      engine,
      parameters,
      ...(beside && mask.mode === 'user' && { beside }),
      mask,
      signal,
      turn,
      onProgress: report,
      onResult(resultId) {
        if (store.getState().selectedResult === null && mayShow()) show(resultId);
      },
      onNotice(notice) {
        const line = {
          key: `notices.${notice.code}`,
          otherwise: notice.message,
          ...(notice.params && { params: notice.params }),
        };
        const growPx = notice.code === 'HALO' ? Number(notice.params?.growPx) : 0;
        const actions = growPx > 0 ? [growing(growPx, engine, documentId)] : [];
        const id = messages.show({ tone: 'notice', line }, { actions });
        if (growPx > 0) haloNotice = id;
      },
      onRefused({ problem }) {
        const card: RefusedCandidate = { id: ++lastRefused, documentId, engine, problem };
        store.setState(({ refused }) => ({ refused: [...refused, card] }));
      },
      onCandidateProblem: (problem) => messages.problem(problem),
    });
    endRun();
    close(end, engine, mayShow());
  }

  return {
    async expectRemoval() {
      await api.atRest();
      const { engine, localBeside } = settings.getState();
      if (engine === local.id || localBeside) localEngine.prepare?.();
    },
    remove,
    async retryRefused(card) {
      forget(({ id }) => id === card.id);
      await remove(card.engine, 1);
    },
    dismissRefused: (card) => forget(({ id }) => id === card.id),
    chooseMask: (maskChoice) => store.setState({ maskChoice }),
    cancelRemoval() {
      const { facts } = store.getState();
      if (facts) runs.cancel(facts.id, 'cancelled by the user');
    },
    selectResult(resultId) {
      choices++;
      show(resultId);
    },
    async acceptResult(resultId) {
      const number = numberOf(resultId);
      const outcome = await api.acceptResult(resultId);
      if (!outcome.ok) return void messages.problem(outcome.problem);
      show(null);
      messages.say('say.accepted', { number });
    },
    async discardResult(resultId) {
      const all = results();
      const index = all.findIndex(({ id }) => id === resultId);
      const next = all[index + 1] ?? all[index - 1];
      const number = numberOf(resultId);
      await api.discardResult(resultId);
      if (store.getState().selectedResult === resultId) show(next?.id ?? null);
      messages.say('say.discarded', { number });
    },
  };
}
