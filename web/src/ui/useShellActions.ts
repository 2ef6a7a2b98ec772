import type { ShellActions } from '../canvas/useShortcuts.ts';
import { obstacle } from '../state/session.ts';
import type { Session } from '../state/session.ts';
import { useSession } from './sessionContext.tsx';
import type { EnginesInReach } from './useEngines.ts';

/** The photo `step` places along the tray from the one worked on. */
function neighbour(session: Session, step: number): void {
  const { tray, facts } = session.store.getState();
  const at = tray.findIndex(({ id }) => id === facts?.id);
  const next = tray[at + step];
  if (next) void session.activate(next.id);
}

function moveResult(session: Session, step: number): void {
  const { facts, selectedResult } = session.store.getState();
  const results = facts?.results ?? [];
  const at = results.findIndex(({ id }) => id === selectedResult);
  const next = results[Math.min(results.length - 1, Math.max(0, at + step))];
  if (next) session.selectResult(next.id);
}

/** What the page's shortcuts do; what a key means is decided in `state/shortcuts.ts`. */
export function useShellActions(
  { chosen }: EnginesInReach,
  openPhoto: () => void,
  showShortcuts: () => void,
): ShellActions {
  const session = useSession();
  const selected = () => session.store.getState().selectedResult;
  return {
    openPhoto,
    showShortcuts,
    savePhoto: () => void session.savePhoto(),
    downloadMask: () => void session.downloadMask(),
    copyResult: () => void session.copyPhoto(),
    undo: () => void session.undo(),
    redo: () => void session.redo(),
    invertMask: () => void session.invertMask(),
    selectAll: () => void session.selectAll(),
    clearMask: () => void session.clearMask(),
    previousMask: () => void session.bringBackMask(),
    deleteGuide: () => void session.deleteGuide(),
    runRemoval() {
      const { facts, maskChoice } = session.store.getState();
      if (obstacle(facts, chosen, maskChoice) === null) void session.remove(session.engines.of(chosen));
    },
    toggleSplit: () => session.compare('split'),
    toggleDifference: () => session.compare('difference'),
    previousPhoto: () => neighbour(session, -1),
    nextPhoto: () => neighbour(session, 1),
    unwind: () => void session.unwind(),
    previousResult: () => moveResult(session, -1),
    nextResult: () => moveResult(session, 1),
    chooseResult(number) {
      const result = session.store.getState().facts?.results.find((one) => one.number === number);
      if (result) session.selectResult(result.id);
    },
    acceptResult() {
      const id = selected();
      if (session.store.getState().mix !== null) void session.acceptMix();
      else if (id !== null) void session.acceptResult(id);
    },
    discardResult() {
      const id = selected();
      if (id !== null) void session.discardResult(id);
    },
  };
}
