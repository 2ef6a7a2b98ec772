/** Masks that an engine of Google finds: asked for, read, and taken into the user's mask. One at a time. */
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import type { MaskFound, MaskQuestion } from '../engines/askForMask.ts';
import type { ExtractInto } from '../workers/documentApi.ts';
import type { SmallPhoto } from '../workers/remoteApi.ts';
import type { ClassesFor, SessionContext } from './sessionStore.ts';

export type AskForMask = (
  engine: EngineDescription,
  photo: SmallPhoto,
  question: MaskQuestion,
  signal: AbortSignal,
) => Promise<MaskFound>;

/** Longer side of the photo that a model is shown. */
const shownSide = 1024;

export interface Extracting {
  /** Whether what is found replaces the mask, joins it or leaves it. */
  chooseExtractInto(how: ExtractInto): void;
  openClasses(purpose: ClassesFor | null): void;
  openWords(isOpen: boolean): void;
  /** Sends the photo, made small, to the engine, and takes what it finds into the mask. */
  extractWith(engine: EngineDescription, question: MaskQuestion): Promise<void>;
  cancelExtract(): void;
}

export function createExtracting({ store, messages, api }: SessionContext, ask: AskForMask): Extracting {
  let controller: AbortController | null = null;

  async function run(engine: EngineDescription, question: MaskQuestion, signal: AbortSignal): Promise<void> {
    const documentId = store.getState().facts?.id;
    if (documentId === undefined) return;
    const actions = [{ key: 'notices.tryAgain', run: () => void extractWith(engine, question) }];
    const photo = await api.smallPhoto(shownSide);
    if (!photo.ok) return void messages.problem(photo.problem);
    const found = await ask(engine, photo.value, question, signal);
    if (found.kind === 'problem') return void messages.problem(found.problem, { actions });
    if (found.kind === 'fault') {
      const line = { key: `notices.answer.${found.fault}` };
      return void messages.show({ tone: 'notice', line }, { actions });
    }
    const taken = await api.takeProposal(documentId, found.proposal, store.getState().extractInto);
    if (taken.ok) messages.say('say.extracted');
    else messages.problem(taken.problem);
  }

  async function extractWith(engine: EngineDescription, question: MaskQuestion): Promise<void> {
    if (controller !== null) return;
    const mine = new AbortController();
    controller = mine;
    store.setState({ extracting: engine.id });
    messages.say('say.extracting');
    try {
      await run(engine, question, mine.signal);
    } catch {
      // Only a cancel comes here: every failure of the call is a problem with its sentence.
      messages.say('say.extractCancelled');
    } finally {
      controller = null;
      store.setState({ extracting: null });
    }
  }

  return {
    chooseExtractInto: (extractInto) => store.setState({ extractInto }),
    openClasses: (classesFor) => store.setState({ classesFor }),
    openWords: (isAskingWords) => store.setState({ isAskingWords }),
    extractWith,
    cancelExtract: () => controller?.abort(new DOMException('cancelled by the user', 'AbortError')),
  };
}
