/** Looking at the photo for things, on other threads: the product, an object under the pointer. */
import type { ForegroundExtract } from '@cleanplate/shared/segment/extract.ts';
import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import type { MaskReader } from '@cleanplate/shared/segment/withoutMasked.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { proxy, transfer } from 'comlink';
import type { Document } from '../document/document.ts';
import type { ObjectFinder, ObjectStep, PickedObject } from '../document/objects.ts';
import type { PlaneName } from '../document/facts.ts';
import { viewMask, viewPhoto } from '../document/photoReader.ts';
import { countPlane } from '../document/tiledPlane.ts';
import type { ReadPhoto, RefinedMask } from './heavyApi.ts';
import { createHeavyWork } from './heavyWork.ts';

export interface Looks {
  /** The product of a photo as it is now; looked for once, however often it is asked for. */
  product(document: Document): Promise<ForegroundExtract>;
  /** The product beside what is masked: looked for as if that were gone already, where it tells more. */
  productBesideMask(document: Document): Promise<ForegroundExtract>;
  /** Looks for that before anybody waits for it, once the hand has rested a while. */
  lookAhead(document: Document): void;
  /** Ends a look that nobody waits for yet: whoever paints has the processor to himself. */
  stopAhead(): void;
  /** A proposed mask made to follow the photo's edges. */
  refined(document: Document, proposal: Plane): Promise<RefinedMask>;
  /** What stands out in each box. */
  inBoxes(document: Document, boxes: readonly Rect[]): Promise<readonly ObjectSelection[]>;
  /** For the tool that picks objects, on one plane: always the same one. */
  objects(document: Document, plane: PlaneName): ObjectFinder;
}

/** The way to the photo that a call takes along. */
const readOf = (document: Document): ReadPhoto =>
  proxy((rect: Rect, width: number, height: number) => {
    const picture = viewPhoto(document).read(rect, width, height);
    return transfer(picture, [picture.data.buffer]);
  });

const readMaskOf = (document: Document): MaskReader => proxy(viewMask(document));

// Who paints one thing after the other rests less than this between two strokes, and who is done with the mask more.
const restMs = 1000;
// Nothing of a look ahead is of use to the next: its worker, 20 MB and more, need not wait for one.
const aheadIdleMs = 1000;

/**
 * @param ahead for the product, which is looked for ahead of time
 * @param atHand for what is waited for by the hand that clicked it
 * @param aheadMs a look ahead begins so long after it was asked for
 */
export function createLooks(
  ahead = createHeavyWork(aheadIdleMs),
  atHand = createHeavyWork(),
  aheadMs = restMs,
): Looks {
  const finders = new WeakMap<Document, Partial<Record<PlaneName, ObjectFinder>>>();
  /** Looks when its turn comes, unless nobody wants to know any more: strokes come faster than answers. */
  async function ask(
    document: Document,
    isBesideMask: boolean,
    isWanted: () => boolean,
    signal?: AbortSignal,
  ): Promise<ForegroundExtract> {
    const found = await ahead.run(
      (api) =>
        isWanted()
          ? api.extractForeground(
              sizeOf(document),
              readOf(document),
              isBesideMask ? readMaskOf(document) : null,
            )
          : Promise.resolve(null),
      signal,
    );
    if (!found) throw new DOMException('the mask has changed since', 'AbortError');
    return found;
  }
  const product = once(
    ({ patches }) => [patches],
    (document) => ask(document, false, () => true),
  );
  let running: AbortController | null = null;
  /** The one that is running when nobody waits for it. */
  let spare: AbortController | null = null;
  // What was stopped is no answer, from the moment that it was.
  let stops = 0;
  const besideMask = once(
    ({ patches, planes }) => [patches, planes.mask.plane.revision, stops],
    async (document) => {
      const { plane } = document.planes.mask;
      if (countPlane(plane) === 0) return product(document);
      const { revision } = plane;
      running = new AbortController();
      const { signal } = running;
      const found = await ask(document, true, () => plane.revision === revision, signal);
      return found.known ? found : product(document);
    },
  );

  let resting: ReturnType<typeof setTimeout> | undefined;

  function begin(document: Document): void {
    const before = running;
    const found = besideMask(document);
    const mine = running;
    if (mine !== before) spare = mine;
    // What has been found stays, whatever is painted next.
    const settle = (): void => {
      if (spare === mine) spare = null;
    };
    found.then(settle, settle);
  }

  return {
    product,
    productBesideMask(document) {
      clearTimeout(resting);
      spare = null;
      return besideMask(document);
    },
    lookAhead(document) {
      clearTimeout(resting);
      resting = setTimeout(begin, aheadMs, document);
    },
    stopAhead() {
      clearTimeout(resting);
      if (!spare) return;
      spare.abort(new DOMException('the mask is being changed', 'AbortError'));
      spare = null;
      stops++;
    },
    refined: (document, proposal) =>
      atHand.run((api) => api.refineMask(proposal, sizeOf(document), readOf(document))),
    inBoxes: (document, boxes) =>
      atHand.run((api) => api.cutBoxes(boxes, sizeOf(document), readOf(document))),
    objects(document, plane) {
      const own = finders.get(document) ?? {};
      finders.set(document, own);
      return (own[plane] ??= finderOf(document, plane));
    },
  };

  function finderOf(document: Document, name: PlaneName): ObjectFinder {
    let id = '';
    let steps: readonly ObjectStep[] = [];
    let last: { readonly picked: PickedObject; readonly revision: number } | null = null;
    const revision = () => document.planes[name].plane.revision;
    return {
      find(step) {
        if (step.kind !== 'stroke') {
          id = crypto.randomUUID();
          steps = [];
        }
        steps = [...steps, step];
        const [pick, taken] = [id, steps];
        return atHand.run((api) => api.pickObject(pick, taken, sizeOf(document), readOf(document)));
      },
      picked: () => (last?.revision === revision() ? last.picked : null),
      keep(picked) {
        last = { picked, revision: revision() };
      },
    };
  }
}

const sizeOf = ({ photo }: Document) => ({ width: photo.width, height: photo.height });

/** Remembers a document's answer until one of the facts it rests on changes. */
function once(
  factsOf: (document: Document) => readonly unknown[],
  look: (document: Document) => Promise<ForegroundExtract>,
): (document: Document) => Promise<ForegroundExtract> {
  const answers = new WeakMap<
    Document,
    { readonly facts: readonly unknown[]; readonly found: Promise<ForegroundExtract> }
  >();
  return (document) => {
    const facts = factsOf(document);
    const last = answers.get(document);
    if (last?.facts.every((fact, k) => fact === facts[k])) return last.found;
    const found = look(document);
    answers.set(document, { facts, found });
    found.catch(() => {
      if (answers.get(document)?.found === found) answers.delete(document);
    });
    return found;
  };
}
