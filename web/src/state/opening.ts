/** Photos come in: one by one, beside what is open, and a bad file costs a sentence and nothing else. */
import { transfer } from 'comlink';
import type { OpenOptions, ProblemData } from '../workers/documentApi.ts';
import { createDiskFiles } from './diskFiles.ts';
import type { MessageAction } from './messages.ts';
import { decodeWhatIsThere } from './platform.ts';
import type { SessionContext } from './sessionStore.ts';

export interface NamedFile {
  readonly file: Blob;
  readonly name: string;
}

export interface Opening {
  /** Opens each beside what is open; the last one that opens is shown. */
  openFiles(files: readonly NamedFile[]): Promise<void>;
  openSample(sample: string): Promise<void>;
  /** Lets the file being opened finish and leaves the rest. */
  stopOpening(): void;
  activate(documentId: string): Promise<void>;
  closePhoto(documentId: string): Promise<void>;
  /** Tells of photos whose files have changed on disk since they were opened. */
  checkFiles(): Promise<void>;
}

export function createOpening({ store, messages, api }: SessionContext): Opening {
  const diskFiles = createDiskFiles(messages);
  let queue: { file: NamedFile; options: OpenOptions }[] = [];
  let place = 0;
  let working = false;

  const enqueue = (file: NamedFile, options: OpenOptions = {}) => {
    queue.push({ file, options });
    return drain();
  };

  function wayOut(problem: ProblemData & { variant?: string }, file: NamedFile): readonly MessageAction[] {
    if (problem.code === 'IMAGE_TRUNCATED')
      return [{ key: 'notices.openAnyway', run: () => void openIncomplete(file) }];
    if (problem.code === 'IMAGE_TOO_LARGE_PIXELS' && problem.variant !== 'side')
      return [{ key: 'notices.openReduced', run: () => void enqueue(file, { reduceToLimit: true }) }];
    return [];
  }

  async function openIncomplete(file: NamedFile): Promise<void> {
    const decoded = await decodeWhatIsThere(file.file).catch(() => undefined);
    if (!decoded) return void messages.problem({ code: 'BAD_IMAGE' }, { about: file.name });
    await enqueue(file, { acceptTruncated: true, decoded: transfer(decoded, [decoded]) });
  }

  async function openOne(file: NamedFile, options: OpenOptions): Promise<void> {
    try {
      const outcome = await api.open(file.file, file.name, options);
      if (!outcome.ok)
        return void messages.problem(outcome.problem, {
          about: file.name,
          actions: wayOut(outcome.problem, file),
        });
      const { name, width, height } = outcome.value;
      store.setState({ facts: outcome.value, selectedResult: null, compare: 'off' });
      messages.say('say.opened', { name, width, height });
      diskFiles.remember(outcome.value.id, file.file, name);
    } catch {
      messages.problem({ code: 'FILE_UNREADABLE' }, { about: file.name });
    }
  }

  async function drain(): Promise<void> {
    if (working) return;
    working = true;
    place = 0;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        place++;
        store.setState({ opening: { name: next.file.name, place, total: place + queue.length } });
        await openOne(next.file, next.options);
      }
    } finally {
      working = false;
      store.setState({ opening: null });
    }
    store.setState({ tray: await api.tray() });
  }

  async function activate(documentId: string): Promise<void> {
    if (store.getState().facts?.id === documentId) return;
    const outcome = await api.activate(documentId);
    if (!outcome.ok) return void messages.problem(outcome.problem);
    store.setState({ facts: outcome.value, selectedResult: null, compare: 'off' });
  }

  return {
    openFiles(files) {
      queue.push(...files.map((file) => ({ file, options: {} })));
      return drain();
    },
    async openSample(sample) {
      try {
        const response = await fetch(`/samples/${sample}/photo.jpg`);
        if (!response.ok) throw new Error(`sample ${sample}: ${response.status}`);
        await enqueue({ file: await response.blob(), name: `${sample}.jpg` });
      } catch {
        messages.show({ tone: 'notice', line: { key: 'notices.sampleMissing' } });
      }
    },
    stopOpening: () => {
      queue = [];
    },
    activate,
    checkFiles: () => diskFiles.check(),
    async closePhoto(documentId) {
      const { tray, facts } = store.getState();
      const index = tray.findIndex(({ id }) => id === documentId);
      const neighbour = tray[index + 1] ?? tray[index - 1];
      await api.close(documentId);
      diskFiles.forget(documentId);
      messages.say('say.closed', { name: tray[index]?.name ?? '' });
      store.setState({ tray: await api.tray() });
      if (facts?.id !== documentId) return;
      store.setState({ facts: null, selectedResult: null, compare: 'off' });
      if (neighbour) await activate(neighbour.id);
    },
  };
}
