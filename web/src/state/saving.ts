/** The photo goes out: a plain download, a place of the user's choice, or the clipboard. */
import { proxy } from 'comlink';
import type { ExportFormat, MaskFile } from '../document/facts.ts';
import type { Outcome } from '../workers/documentApi.ts';
import { proposedFormat, savedMaskName, savedPhotoName, savedProjectName } from './fileNames.ts';
import { canSaveAs, copyPng, download, pickPlace, writeTo } from './platform.ts';
import type { SessionContext, SessionState } from './sessionStore.ts';

export interface Saving {
  chooseFormat(format: ExportFormat): void;
  savePhoto(): Promise<void>;
  savePhotoAs(): Promise<void>;
  /** Photo, mask, patches and results as one file that opens where it was saved. */
  saveProject(): Promise<void>;
  cancelSaving(): void;
  /** The mask as a file: for *Upload mask* unless another tool wants it otherwise. */
  downloadMask(file?: MaskFile): Promise<void>;
  copyPhoto(): Promise<void>;
}

/** The format Save photo writes: the user's choice for this photo, else the one that was opened. */
export function formatOf({ facts, formats }: Pick<SessionState, 'facts' | 'formats'>): ExportFormat {
  return facts === null ? 'png' : (formats[facts.id] ?? proposedFormat(facts.type));
}

const plainMask: MaskFile = { remove: 'white', channel: 'grey' };

class CancelledCopy extends Error {}

/** Carries a problem out of a promise that must reject for the clipboard's sake. */
class ExportProblem extends Error {
  readonly problem: { code: string };
  constructor(problem: { code: string }) {
    super(problem.code);
    this.problem = problem;
  }
}

export function createSaving({ store, settings, messages, api }: SessionContext): Saving {
  /** One file at a time, with progress; null when the user cancelled. */
  async function follow(
    work: (onProgress: (fraction: number) => void) => Promise<Outcome<Blob | null>>,
  ): Promise<Blob | null> {
    let isDone = false;
    // Progress comes through a port of its own: the last of it may arrive behind the file.
    const onProgress = proxy((saving: number) => {
      if (!isDone) store.setState({ saving });
    });
    store.setState({ saving: 0 });
    try {
      const outcome = await work(onProgress);
      if (!outcome.ok) throw new ExportProblem(outcome.problem);
      if (outcome.value === null) messages.say('say.saveCancelled');
      return outcome.value;
    } finally {
      isDone = true;
      store.setState({ saving: null });
    }
  }

  const make = (format: ExportFormat): Promise<Blob | null> => {
    const { quality, withoutPrivate } = settings.getState();
    return follow((onProgress) => api.exportPhoto({ format, quality, withoutPrivate }, onProgress));
  };

  function tell(error: unknown, key: string): void {
    if (!(error instanceof ExportProblem)) return void messages.show({ tone: 'notice', line: { key } });
    if (error.problem.code !== 'EXPORT_FAILED') return void messages.problem(error.problem);
    messages.show({ tone: 'notice', line: { key: 'notices.exportFailed' } });
  }

  const target = () => {
    const state = store.getState();
    if (state.facts === null || state.saving !== null) return null;
    const format = formatOf(state);
    return { format, name: savedPhotoName(state.facts, format, settings.getState().nameTemplate) };
  };

  return {
    chooseFormat(format) {
      store.setState(({ facts, formats }) => (facts ? { formats: { ...formats, [facts.id]: format } } : {}));
    },
    async savePhoto() {
      const file = target();
      if (!file) return;
      try {
        const made = await make(file.format);
        if (!made) return;
        download(made, file.name);
        messages.show({ tone: 'done', line: { key: 'say.saved', params: { file: file.name } } });
      } catch (error) {
        tell(error, 'notices.saveFailed');
      }
    },
    async savePhotoAs() {
      const file = target();
      if (!file) return;
      try {
        const place = await pickPlace(file.name, `image/${file.format}`);
        if (!place) return;
        const made = await make(file.format);
        if (!made) return;
        await writeTo(place, made);
        messages.show({ tone: 'done', line: { key: 'say.saved', params: { file: place.name } } });
      } catch (error) {
        tell(error, 'notices.saveFailed');
      }
    },
    async copyPhoto() {
      if (!target()) return;
      try {
        // A cancelled copy rejects: the clipboard must be given something or refused.
        const png = make('png').then((made) => made ?? Promise.reject(new CancelledCopy()));
        await copyPng(png);
        messages.show({ tone: 'done', line: { key: 'say.copied' } });
      } catch (error) {
        if (!(error instanceof CancelledCopy)) tell(error, 'notices.copyFailed');
      }
    },
    async saveProject() {
      const { facts, saving } = store.getState();
      if (!facts || saving !== null) return;
      try {
        const name = savedProjectName(facts.name);
        const place = canSaveAs() ? await pickPlace(name, 'application/x-cleanplate') : undefined;
        if (place === null) return;
        const made = await follow(() => api.exportProject());
        if (!made) return;
        if (place) await writeTo(place, made);
        else download(made, name);
        messages.show({ tone: 'done', line: { key: 'say.saved', params: { file: place?.name ?? name } } });
      } catch (error) {
        tell(error, 'notices.saveFailed');
      }
    },
    cancelSaving: () => void api.cancelExport(),
    async downloadMask(file = plainMask) {
      const { facts, saving } = store.getState();
      if (!facts || saving !== null) return;
      try {
        const made = await follow((onProgress) => api.exportMask(file, onProgress));
        if (!made) return;
        const name = savedMaskName(facts.name);
        download(made, name);
        messages.say('say.saved', { file: name });
      } catch (error) {
        tell(error, 'notices.exportFailed');
      }
    },
  };
}
