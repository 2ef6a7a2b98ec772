/** Between the desk and the store: what is opened is kept, what was kept is opened again. */
import { decodePhoto } from '../document/decode.ts';
import type { Document } from '../document/document.ts';
import type { DocumentFacts } from '../document/facts.ts';
import { refusalOf, type Refusal } from '../storage/database.ts';
import type { KeepState } from '../storage/keeper.ts';
import { readProject, writeProject } from '../storage/projectFile.ts';
import { createWorkStore } from '../storage/workStore.ts';
import type { Desk } from './desk.ts';
import type { DocumentEvent, Outcome, ProblemData } from './documentApi.ts';
import type { KeepingApi, Reopened, ReopenOptions } from './keepingApi.ts';
import { good } from './outcome.ts';

export interface Keeping {
  /** A photo was opened from a file. */
  opened(document: Document): void;
  /** Opens a project file as a photo of its own. */
  openProject(file: Blob): Promise<Outcome<DocumentFacts>>;
  closed(id: string): void;
  /** The view of the photo on screen changed. */
  viewed(): void;
  readonly calls: KeepingApi;
}

const problems: Readonly<Record<Refusal, ProblemData>> = {
  unavailable: { code: 'STORAGE_BLOCKED' },
  newer: { code: 'STORAGE_BLOCKED', variant: 'newer' },
  full: { code: 'STORAGE_FULL' },
  evicted: { code: 'STORAGE_BLOCKED', variant: 'nothing' },
  elsewhere: { code: 'PROJECT_OPEN_ELSEWHERE' },
};
const refused = (refusal: Refusal): Outcome<never> => ({ ok: false, problem: problems[refusal] });

/** @param thumbnail a small picture of a photo */
export function createKeeping(
  desk: Desk,
  post: (event: DocumentEvent) => void,
  thumbnail: (document: Document) => Promise<Blob>,
): Keeping {
  let isPrivate = false;

  const tellState = (id: string, state: KeepState | 'private'): void =>
    post({ event: 'keeping', documentId: id, state });
  const onTaken = (id: string): void => {
    if (!desk.documents.has(id)) return;
    desk.setReadOnly(id, 'elsewhere');
  };
  const store = createWorkStore({ onState: tellState, onTaken, locks: globalThis.navigator?.locks });

  const guarded = async <T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await work();
    } catch (error) {
      return refused(refusalOf(error));
    }
  };

  const keep = (document: Document): void => {
    if (isPrivate) tellState(document.id, 'private');
    else store.keep(document, () => thumbnail(document));
  };

  async function reopen(id: string, options: ReopenOptions = {}): Promise<Outcome<Reopened>> {
    const loaded = await store.load(id);
    if (!loaded) return refused('evicted');
    const { head, file, past, standing, end, isOurs } = loaded;
    const decoded = await decodePhoto(file, { ...options, reduceToLimit: true });
    if (!decoded.ok) return decoded;
    const document = desk.open(
      { ...decoded, name: head.name },
      { id, past, standing, isBehind: options.isBehind ?? false },
    );
    const readOnly = !isOurs ? 'elsewhere' : end === 'newer' ? 'newer' : null;
    desk.setReadOnly(id, readOnly);
    if (readOnly === null) store.keep(document, () => thumbnail(document), loaded);
    const facts = document.facts();
    const hasWork =
      facts.rounds.length > 0 || facts.undo !== null || facts.redo !== null || past.forgotten > 0;
    return good({ facts, isPartial: end === 'damaged' || !loaded.isWhole, hasWork });
  }

  return {
    opened: keep,
    async openProject(file) {
      const read = await readProject(file);
      if (!read.ok)
        return {
          ok: false,
          problem: { code: 'PROJECT_UNREADABLE', ...(read.why === 'newer' ? { variant: 'newer' } : {}) },
        };
      const { name, photo, past, standing, width, height } = read.project;
      const decoded = await decodePhoto(photo, { reduceToLimit: true });
      if (!decoded.ok) return decoded;
      if (decoded.photo.width !== width || decoded.photo.height !== height)
        return { ok: false, problem: { code: 'PROJECT_UNREADABLE' } };
      const id = crypto.randomUUID();
      const document = desk.open({ ...decoded, name }, { id, past, standing, isBehind: false });
      keep(document);
      return good(document.facts());
    },
    closed: (id) => void store.release(id).catch(() => undefined),
    viewed() {
      if (desk.documents.size > 0) store.touch(desk.current().id);
    },
    calls: {
      recent: () =>
        guarded(async () => {
          const photos = await store.list();
          return good(
            photos.map((one) => ({ ...one, isHere: desk.documents.has(one.id), wasOpen: one.isOpen })),
          );
        }),
      reopen(id, options) {
        const open = desk.activate(id);
        if (open) return Promise.resolve(good({ facts: open.facts(), isPartial: false, hasWork: false }));
        return guarded(() => reopen(id, options));
      },
      keptFile: (id) =>
        guarded(async () => {
          const file = await store.photoOf(id);
          return file ? good(file) : refused('evicted');
        }),
      editHere: (id) =>
        guarded(async () => {
          await store.takeOver(id);
          desk.close(id);
          return reopen(id);
        }),
      exportProject: () => guarded(async () => good(await writeProject(desk.current()))),
      startOver: () => desk.settled().startOver(),
      forget: (id) =>
        guarded(async () => {
          await store.forget(id);
          return good(null);
        }),
      forgetEverything: () =>
        guarded(async () => {
          for (const id of desk.documents.keys()) desk.close(id);
          await store.forgetEverything();
          return good(null);
        }),
      async setPrivate(next) {
        if (next === isPrivate) return;
        isPrivate = next;
        for (const document of desk.documents.values()) {
          if (next) await store.forget(document.id).catch(() => undefined);
          keep(document);
        }
      },
      flush: () => store.flush(true),
      retryKeeping: store.retry,
    },
  };
}
