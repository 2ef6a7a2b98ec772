/** The stack of patches and the rounds they came from: every change is one step of the document's history. */
import type { PatchFacts } from '../document/facts.ts';
import type { PatchChange } from '../document/patches.ts';
import type { SessionContext } from './sessionStore.ts';

export interface Patching {
  changePatch(patchId: string, change: PatchChange): Promise<void>;
  /** A slider is let go of: its next move is another step. */
  settlePatch(): Promise<void>;
  /** One place up (1) or down (−1), or as many as given. */
  movePatch(patchId: string, by: number): Promise<void>;
  deletePatch(patchId: string): Promise<void>;
  /** Takes a patch off, with its mask, results, engine and settings back at hand. */
  reopenPatch(patchId: string): Promise<void>;
  /** Puts the results of an earlier mask on the table. */
  showRound(removalId: string): Promise<void>;
}

export function createPatching(
  { store, settings, messages, api, showMask }: SessionContext,
  select: (resultId: string | null) => void,
): Patching {
  const patches = (): readonly PatchFacts[] => store.getState().facts?.patches ?? [];
  const find = (patchId: string) => patches().find(({ id }) => id === patchId);

  return {
    changePatch: (patchId, change) => api.changePatch(patchId, change),
    settlePatch: () => api.settle(),
    async movePatch(patchId, by) {
      const from = patches().findIndex(({ id }) => id === patchId);
      const to = Math.min(patches().length - 1, Math.max(0, from + by));
      if (from < 0 || to === from) return;
      await api.movePatch(patchId, to);
      messages.say('say.patchMoved', { place: to + 1, total: patches().length });
    },
    async deletePatch(patchId) {
      await api.deletePatch(patchId);
      messages.say('say.patchDeleted');
    },
    async reopenPatch(patchId) {
      const patch = find(patchId);
      if (!patch) return;
      select(null);
      const { engine, parameters } = patch;
      settings.setState((state) => ({
        engine,
        parameters: { ...state.parameters, [engine]: { ...state.parameters[engine], ...parameters } },
      }));
      await api.reopenPatch(patchId);
      showMask();
      messages.say('say.patchReopened');
    },
    async showRound(removalId) {
      select(null);
      await api.showRemoval(removalId);
    },
  };
}
