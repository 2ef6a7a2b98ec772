/** What is done to the mask as a whole, and the history: each an entry that undo takes back. */
import { savedMaskName } from './fileNames.ts';
import { download } from './platform.ts';
import type { SessionContext } from './sessionStore.ts';

export interface Masking {
  undo(): Promise<void>;
  redo(): Promise<void>;
  invertMask(): Promise<void>;
  clearMask(): Promise<void>;
  uploadMask(file: Blob): Promise<void>;
  /** The user's word on a mask of another size. */
  settleOtherSize(fit: boolean): Promise<void>;
  downloadMask(): Promise<void>;
}

export function createMasking({ store, messages, api }: SessionContext): Masking {
  async function upload(file: Blob, fit: boolean): Promise<void> {
    const outcome = await api.uploadMask(file, { fit });
    if (outcome.ok) return messages.say('say.maskUploaded');
    const { code, params = {} } = outcome.problem;
    if (code === 'MASK_MISMATCH' && !fit) store.setState({ otherSizeMask: { file, params } });
    else messages.problem(outcome.problem);
  }

  return {
    async undo() {
      const step = store.getState().facts?.undo;
      if (!step) return;
      store.setState({ selectedResult: null, compare: 'off' });
      await api.undo();
      messages.say('say.undone', { step: { key: `history.${step}` } });
    },
    async redo() {
      const step = store.getState().facts?.redo;
      if (!step) return;
      store.setState({ selectedResult: null, compare: 'off' });
      await api.redo();
      messages.say('say.redone', { step: { key: `history.${step}` } });
    },
    async invertMask() {
      await api.invertMask('mask');
      messages.say('say.inverted');
    },
    async clearMask() {
      await api.clearMask('mask');
      messages.say('say.cleared');
    },
    uploadMask: (file) => upload(file, false),
    async settleOtherSize(fit) {
      const waiting = store.getState().otherSizeMask;
      store.setState({ otherSizeMask: null });
      if (waiting && fit) await upload(waiting.file, true);
    },
    async downloadMask() {
      const { facts } = store.getState();
      if (!facts) return;
      const outcome = await api.exportMask();
      if (!outcome.ok) return void messages.problem(outcome.problem);
      const name = savedMaskName(facts.name);
      download(outcome.value, name);
      messages.say('say.saved', { file: name });
    },
  };
}
