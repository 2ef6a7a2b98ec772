/** Work that is kept on this computer: opened again by itself, listed, forgotten; and the word when it is not kept. */
import { transfer } from 'comlink';
import type { DocumentEvent, Outcome, ProblemData } from '../workers/documentApi.ts';
import type { KeepState, ReadOnly, Reopened } from '../workers/keepingApi.ts';
import { askToKeep, decodeWhatIsThere } from './platform.ts';
import type { SessionContext, SessionState } from './sessionStore.ts';

export interface Keeping {
  /** Opens again what was open when the page was last there. */
  restore(): Promise<void>;
  refreshRecent(): Promise<void>;
  reopen(id: string): Promise<void>;
  /** Takes the shown photo over from the page that has it. */
  editHere(): Promise<void>;
  startOver(): Promise<void>;
  forget(id: string): Promise<void>;
  forgetEverything(): Promise<void>;
  setPrivate(isPrivate: boolean): Promise<void>;
  /** Whether closing a photo now would lose work; what is only behind is written first. */
  wouldCloseLose(id: string): Promise<boolean>;
}

/** More than this together is not opened unasked: the rest waits in the recent work. Megapixels. */
const restoredMegapixels = 150;

type Refusing = Exclude<KeepState, 'kept' | 'behind' | 'evicted' | 'elsewhere'>;
const problems: Readonly<Record<Refusing, ProblemData>> = {
  full: { code: 'STORAGE_FULL' },
  unavailable: { code: 'STORAGE_BLOCKED' },
  newer: { code: 'STORAGE_BLOCKED', variant: 'newer' },
};
const isRefusing = (state: KeepState | 'private'): state is Refusing => Object.hasOwn(problems, state);

type Kept = Pick<SessionState, 'keeping' | 'tray' | 'facts'>;

const hasWork = ({ tray, facts }: Kept, id: string): boolean =>
  facts?.id === id
    ? facts.undo !== null || facts.results.length > 0
    : tray.some((item) => item.id === id && item.hasWork);

/** Whether leaving the page would lose something: only then does the browser ask. */
export const wouldLose = (state: Kept): boolean =>
  Object.entries(state.keeping).some(([id, kept]) => kept !== 'kept' && hasWork(state, id));

const privateKey = 'cleanplate.private';

/** For this tab only, and gone with it: a reload stays private. */
function rememberPrivate(isPrivate: boolean): void {
  try {
    if (isPrivate) sessionStorage.setItem(privateKey, '1');
    else sessionStorage.removeItem(privateKey);
  } catch {
    // Blocked by the browser: then a reload is not private, and the switch says so.
  }
}

function wasPrivate(): boolean {
  try {
    return sessionStorage.getItem(privateKey) !== null;
  } catch {
    return false;
  }
}

export function createKeeping(context: SessionContext): Keeping & { hear(event: DocumentEvent): void } {
  const { store, messages, api } = context;
  let warning: { readonly id: number; readonly state: KeepState } | null = null;
  let restored: { readonly message: number; readonly documentId: string; readonly revision: number } | null =
    null;

  let hasAsked = false;

  function hearKeeping(documentId: string, state: KeepState | 'private'): void {
    store.setState(({ keeping }) => ({ keeping: { ...keeping, [documentId]: state } }));
    const { facts } = store.getState();
    // When the first work is written, not before there is any: some browsers ask the user.
    if (state === 'kept' && !hasAsked && facts?.id === documentId && facts.undo !== null) {
      hasAsked = true;
      void askToKeep();
    }
    if (isRefusing(state)) {
      if (warning?.state === state) return;
      if (warning) messages.dismiss(warning.id);
      const id = messages.problem(problems[state]);
      warning = { id, state };
    } else if (state === 'kept' && warning) {
      messages.dismiss(warning.id);
      warning = null;
      messages.say('keeping.again');
    }
  }

  function showReopened({ facts, isPartial, hasWork }: Reopened): void {
    store.setState({ facts, selectedResult: null, compare: 'off' });
    const { name } = facts;
    if (isPartial) messages.show({ tone: 'notice', line: { key: 'keeping.partial' } }, { about: name });
    // Where it is only looked at there is nothing to start over.
    else if (hasWork && !store.getState().readOnly[facts.id]) {
      const actions = [{ key: 'keeping.startOver', run: () => void startOver() }];
      const message = messages.show(
        { tone: 'notice', line: { key: 'keeping.restored' } },
        { about: name, actions },
      );
      restored = { message, documentId: facts.id, revision: facts.revision };
    }
  }

  /** What was opened incomplete is decoded here once more: only the page can. */
  async function reopened(id: string, isBehind: boolean): Promise<Outcome<Reopened>> {
    const outcome = await api.reopen(id, { isBehind });
    if (outcome.ok || outcome.problem.code !== 'IMAGE_TRUNCATED') return outcome;
    const file = await api.keptFile(id);
    if (!file.ok) return file;
    const decoded = await decodeWhatIsThere(file.value);
    return api.reopen(id, { isBehind, acceptTruncated: true, decoded: transfer(decoded, [decoded]) });
  }

  async function take(id: string, work: () => Promise<Outcome<Reopened>>, isBehind = false): Promise<void> {
    const name = store.getState().recent?.find((one) => one.id === id)?.name ?? '';
    if (!isBehind) store.setState({ opening: { name, place: 1, total: 1 } });
    try {
      const outcome = await work();
      if (!outcome.ok) messages.problem(outcome.problem, { about: name });
      else if (!isBehind) showReopened(outcome.value);
    } catch {
      messages.problem({ code: 'BAD_IMAGE' }, { about: name });
    } finally {
      store.setState({ opening: null, tray: await api.tray() });
    }
  }

  async function refreshRecent(): Promise<void> {
    const outcome = await api.recent();
    store.setState({ recent: outcome.ok ? outcome.value : [] });
  }

  async function startOver(): Promise<void> {
    await api.startOver();
    messages.say('keeping.startedOver');
  }

  const setReadOnly = (id: string, why: ReadOnly | null): void =>
    store.setState(({ readOnly }) => {
      const others = Object.entries(readOnly).filter(([other]) => other !== id);
      return { readOnly: Object.fromEntries(why ? [...others, [id, why]] : others) };
    });

  return {
    hear(event) {
      if (event.event === 'keeping') hearKeeping(event.documentId, event.state);
      if (event.event === 'readOnly') setReadOnly(event.documentId, event.why);
      if (event.event === 'facts' && restored?.documentId === event.facts.id) {
        // The first change of one's own says that it is right as it is.
        if (event.facts.revision === restored.revision) return;
        messages.dismiss(restored.message);
        restored = null;
      }
    },
    async restore() {
      if (wasPrivate()) {
        store.setState({ isPrivate: true });
        await api.setPrivate(true);
        return;
      }
      await refreshRecent();
      const open = (store.getState().recent ?? []).filter(({ wasOpen, isHere }) => wasOpen && !isHere);
      let megapixels = 0;
      // The last one worked on comes first and is shown; the others follow behind it.
      for (const [at, { id, width, height }] of open.entries()) {
        megapixels += (width * height) / 1e6;
        if (at > 0 && megapixels > restoredMegapixels) continue;
        await take(id, () => reopened(id, at > 0), at > 0);
      }
    },
    refreshRecent,
    reopen: (id) => take(id, () => reopened(id, false)),
    async editHere() {
      const id = store.getState().facts?.id;
      if (!id) return;
      // It stays read-only until the other page has let go: what is drawn before would be lost.
      await take(id, () => api.editHere(id));
    },
    startOver,
    async forget(id) {
      const outcome = await api.forget(id);
      if (!outcome.ok) messages.problem(outcome.problem);
      await refreshRecent();
    },
    async forgetEverything() {
      const outcome = await api.forgetEverything();
      if (!outcome.ok) return void messages.problem(outcome.problem);
      // The service worker would fill its cache again; the next load installs it anew.
      const workers = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
      for (const worker of workers) await worker.unregister();
      try {
        localStorage.clear();
        sessionStorage.clear();
      } catch {
        // Blocked by the browser: then there is nothing in it.
      }
      store.setState({ facts: null, tray: [], recent: [], keeping: {}, readOnly: {} });
      messages.say('keeping.forgotten');
    },
    async setPrivate(isPrivate) {
      store.setState({ isPrivate });
      rememberPrivate(isPrivate);
      await api.setPrivate(isPrivate);
      await refreshRecent();
    },
    async wouldCloseLose(id) {
      if (!hasWork(store.getState(), id)) return false;
      if (store.getState().keeping[id] === 'behind') await api.flush();
      const kept = store.getState().keeping[id];
      // A refusal is told before the flush ends; "kept" only when it has lasted.
      return kept !== 'kept' && kept !== 'behind' && kept !== 'elsewhere';
    },
  };
}
