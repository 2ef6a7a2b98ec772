/** The removals under way: one computes at a time, the others wait in the order in which they were asked for (faults.md E-4). */
import type { RunProgress } from './removalRun.ts';
import type { Run, SessionState, SessionStore } from './sessionStore.ts';

export interface RunInHand {
  readonly signal: AbortSignal;
  report(progress: RunProgress): void;
  /** Resolves when every run before this one has ended, or this one was cancelled. */
  turn(): Promise<void>;
  cancel(reason: string): void;
  /** It is over: the next one's turn. */
  end(): void;
}

export interface Runs {
  begin(documentId: string, engineId: string): RunInHand;
  /** Cancels every run of a photo, those that wait too. */
  cancel(documentId: string, reason: string): void;
}

/** The run of the photo on screen; with several of them, the one that computes or will be next. */
export const shownRun = ({ runs, facts }: Pick<SessionState, 'runs' | 'facts'>): Run | null =>
  runs.find(({ documentId }) => documentId === facts?.id) ?? null;

export function createRuns(store: SessionStore): Runs {
  interface Entry {
    readonly id: number;
    readonly documentId: string;
    readonly controller: AbortController;
    wake: () => void;
  }
  let entries: readonly Entry[] = [];
  let lastId = 0;

  const put = (id: number, change: (run: Run) => Run): void =>
    store.setState(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? change(run) : run)) }));

  return {
    begin(documentId, engineId) {
      const id = ++lastId;
      const controller = new AbortController();
      const entry: Entry = { id, documentId, controller, wake: () => undefined };
      entries = [...entries, entry];
      const first: Run = {
        id,
        documentId,
        engineId,
        stage: 'preparing',
        fraction: null,
        finished: 0,
        total: 0,
      };
      store.setState(({ runs }) => ({ runs: [...runs, first] }));
      const { signal } = controller;
      return {
        signal,
        // What was cancelled has no progress: its button has been given back.
        report: (progress) => put(id, (run) => ({ ...run, ...progress })),
        turn() {
          const ahead = entries.indexOf(entry);
          if (ahead <= 0 || signal.aborted) return Promise.resolve();
          put(id, (run) => ({ ...run, stage: 'behind' }));
          return new Promise((resolve) => {
            entry.wake = () => {
              entry.wake = () => undefined;
              put(id, (run) => ({ ...run, stage: 'preparing' }));
              resolve();
            };
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        },
        cancel: (reason) => controller.abort(new DOMException(reason, 'AbortError')),
        end() {
          entries = entries.filter((one) => one !== entry);
          store.setState(({ runs }) => ({ runs: runs.filter((run) => run.id !== id) }));
          entries[0]?.wake();
        },
      };
    },
    cancel(documentId, reason) {
      for (const { controller } of entries.filter((entry) => entry.documentId === documentId))
        controller.abort(new DOMException(reason, 'AbortError'));
    },
  };
}
