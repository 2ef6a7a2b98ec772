/** The photo goes out: a plain download, a place of the user's choice, or the clipboard. */
import { proxy } from 'comlink';
import type { ExportFormat } from '../document/facts.ts';
import { proposedFormat, savedPhotoName } from './fileNames.ts';
import { copyPng, download, pickPlace, writeTo } from './platform.ts';
import type { SessionContext, SessionState } from './sessionStore.ts';

export interface Saving {
  chooseFormat(format: ExportFormat): void;
  savePhoto(): Promise<void>;
  savePhotoAs(): Promise<void>;
  copyPhoto(): Promise<void>;
}

/** The format Save photo writes: the user's choice for this photo, else the one that was opened. */
export function formatOf({ facts, formats }: Pick<SessionState, 'facts' | 'formats'>): ExportFormat {
  return facts === null ? 'png' : (formats[facts.id] ?? proposedFormat(facts.type));
}

/** Carries a problem out of a promise that must reject for the clipboard's sake. */
class ExportProblem extends Error {
  readonly problem: { code: string };
  constructor(problem: { code: string }) {
    super(problem.code);
    this.problem = problem;
  }
}

export function createSaving({ store, settings, messages, api }: SessionContext): Saving {
  async function make(format: ExportFormat): Promise<Blob> {
    store.setState({ saving: 0 });
    try {
      const onProgress = proxy((saving: number) => store.setState({ saving }));
      const outcome = await api.exportPhoto({ format, quality: settings.getState().quality }, onProgress);
      if (!outcome.ok) throw new ExportProblem(outcome.problem);
      return outcome.value;
    } finally {
      store.setState({ saving: null });
    }
  }

  function tell(error: unknown, key: string): void {
    if (error instanceof ExportProblem) messages.problem(error.problem);
    else messages.show({ tone: 'notice', line: { key } });
  }

  const target = () => {
    const state = store.getState();
    if (state.facts === null || state.saving !== null) return null;
    const format = formatOf(state);
    return { format, name: savedPhotoName(state.facts.name, format) };
  };

  return {
    chooseFormat(format) {
      store.setState(({ facts, formats }) => (facts ? { formats: { ...formats, [facts.id]: format } } : {}));
    },
    async savePhoto() {
      const file = target();
      if (!file) return;
      try {
        download(await make(file.format), file.name);
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
        await writeTo(place, await make(file.format));
        messages.show({ tone: 'done', line: { key: 'say.saved', params: { file: place.name } } });
      } catch (error) {
        tell(error, 'notices.saveFailed');
      }
    },
    async copyPhoto() {
      if (!target()) return;
      try {
        await copyPng(make('png'));
        messages.show({ tone: 'done', line: { key: 'say.copied' } });
      } catch (error) {
        tell(error, 'notices.copyFailed');
      }
    },
  };
}
