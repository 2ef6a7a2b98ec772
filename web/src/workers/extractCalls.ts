import { peopleBoxes } from '@cleanplate/shared/segment/people.ts';
import { maskSelections, maskSurroundings, protectSelection } from '../document/extracts.ts';
import type { Document } from '../document/document.ts';
import type { Entry, Step } from '../document/history.ts';
import { viewPhoto } from '../document/photoReader.ts';
import { countPlane } from '../document/tiledPlane.ts';
import type { Desk } from './desk.ts';
import type { DocumentApi, ExtractAnswer, Outcome } from './documentApi.ts';
import type { Looks } from './looks.ts';
import { bad, good, noPhoto, wholePhoto } from './outcome.ts';
import { createPeopleDetector, type PeopleDetector } from './peopleDetector.ts';

export type ExtractCalls = Pick<
  DocumentApi,
  'extract' | 'extractPeople' | 'cancelLook' | 'protectProduct' | 'takeProposal'
> & {
  /** Looks for the product where nothing is protected yet and nobody has looked, and protects it. */
  protectUnasked(document: Document): Promise<void>;
  /** Begins to look, so that the answer is there when Remove is pressed. */
  lookAhead(document: Document): void;
};

/** The detector knows figures from 128 px on; at this height a standing one is found in a fraction of a second. */
const peopleHeight = 300;

/** The calls that look for things in the photo. */
export function createExtractCalls(
  desk: Desk,
  looks: Looks,
  people: PeopleDetector = createPeopleDetector(),
): ExtractCalls {
  let looking: AbortController | null = null;
  // What was found once and taken away again by the user is not forced on him a second time. Where it went with the step
  // that it came with, it is found again.
  const sought = new WeakMap<Document, Step | null>();
  const isSought = (document: Document): boolean => {
    const step = sought.get(document);
    if (step === undefined || step === null) return step === null;
    return document.history.entries().done.some(({ steps }) => steps.includes(step));
  };
  const isUnprotected = (document: Document): boolean =>
    !isSought(document) && countPlane(document.planes.protect.plane) === 0;

  async function protect(document: Document): Promise<ExtractAnswer> {
    const found = await looks.productBesideMask(document);
    sought.set(document, null);
    if (found.known) {
      // Asked for by nobody, perhaps: a stroke on the mask goes on.
      desk.settle(document, 'protect');
      protectSelection(document, found);
    }
    return { known: found.known, ...(found.doubt && { doubt: found.doubt }) };
  }

  async function withPhoto<T>(look: (document: Document) => Promise<T>): Promise<Outcome<T>> {
    if (desk.documents.size === 0) return noPhoto;
    try {
      return good(await look(desk.current()));
    } catch (error) {
      return bad((error as Error).name === 'AbortError' ? 'CANCELLED' : 'EXTRACT_FAILED');
    }
  }

  return {
    extract: (what, how) =>
      withPhoto(async (document) => {
        const found = await looks.product(document);
        const { known, doubt } = found;
        if (!known) return { known, ...(doubt && { doubt }) };
        desk.settle(document);
        if (what === 'foreground') maskSelections(document, [found], how);
        else maskSurroundings(document, found, how);
        return { known };
      }),
    extractPeople: (how, onLoad) =>
      withPhoto(async (document) => {
        looking?.abort();
        looking = new AbortController();
        const { signal } = looking;
        const whole = wholePhoto(document);
        const height = Math.min(whole.height, peopleHeight);
        const shown = { width: Math.max(1, Math.round((whole.width * height) / whole.height)), height };
        const picture = viewPhoto(document).read(whole, shown.width, shown.height);
        const boxes = peopleBoxes(await people.detect(picture, onLoad, signal), shown, whole);
        if (boxes.length === 0) return 0;
        const figures = await looks.inBoxes(document, boxes);
        signal.throwIfAborted();
        if (figures.length === 0) return 0;
        desk.settle(document);
        maskSelections(document, figures, how);
        return figures.length;
      }),
    async takeProposal(documentId, proposal, how) {
      const document = desk.documents.get(documentId);
      if (!document) return noPhoto;
      const refined = await looks.refined(document, proposal);
      if (!desk.documents.has(documentId)) return noPhoto;
      desk.settle(document);
      maskSelections(document, [refined], how);
      return good(null);
    },
    cancelLook: () => looking?.abort(),
    protectProduct: () => withPhoto(protect),
    async protectUnasked(document) {
      if (!isUnprotected(document)) return;
      const last = (): Entry | undefined => document.history.entries().done.at(-1);
      const before = last();
      try {
        await protect(document);
        const after = last();
        if (after === before || after?.label !== 'protect') return;
        document.joinUnasked();
        sought.set(document, after.steps[0]);
      } catch (error) {
        // Removing goes on without: the user can still protect by hand. A look that a stroke has overtaken is no answer.
        if ((error as Error).name !== 'AbortError') sought.set(document, null);
      }
    },
    lookAhead(document) {
      // After the stroke that goes on now, it is asked for again.
      if (isUnprotected(document) && !desk.isDrawing()) looks.lookAhead(document);
    },
  };
}
