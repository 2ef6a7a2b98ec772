/** Looking at the photo for things, on other threads: the product, an object under the pointer. */
import type { ForegroundExtract } from '@cleanplate/shared/segment/extract.ts';
import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { proxy, transfer } from 'comlink';
import type { Document } from '../document/document.ts';
import type { ObjectFinder, ObjectStep, PickedObject } from '../document/objects.ts';
import type { PlaneName } from '../document/facts.ts';
import { viewPhoto } from '../document/photoReader.ts';
import type { ReadPhoto, RefinedMask } from './heavyApi.ts';
import { createHeavyWork } from './heavyWork.ts';

export interface Looks {
  /** The product of a photo as it is now; looked for once, however often it is asked for. */
  product(document: Document): Promise<ForegroundExtract>;
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

export function createLooks(): Looks {
  // The product is looked for ahead of time; an object is waited for by the hand that clicked it.
  const ahead = createHeavyWork();
  const atHand = createHeavyWork();
  const finders = new WeakMap<Document, Partial<Record<PlaneName, ObjectFinder>>>();
  const products = new WeakMap<
    Document,
    { readonly patches: unknown; readonly found: Promise<ForegroundExtract> }
  >();

  return {
    product(document) {
      const known = products.get(document);
      if (known && known.patches === document.patches) return known.found;
      const found = ahead.run((api) => api.extractForeground(sizeOf(document), readOf(document)));
      products.set(document, { patches: document.patches, found });
      found.catch(() => products.delete(document));
      return found;
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
