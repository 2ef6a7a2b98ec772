/** A desk with a photo on it, without a browser: for the tests of what the hand does. */
import { createPicture, createPlane, cropPicture, type Size } from '@cleanplate/shared/raster/picture.ts';
import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import type { Remote } from 'comlink';
import { actOnMask, type MaskAction } from '../document/maskActions.ts';
import type { ObjectFinder, PickedObject } from '../document/objects.ts';
import type { PlaneName } from '../document/facts.ts';
import type { Photo } from '../document/photo.ts';
import { srgbColour } from '../document/photoColour.ts';
import { planeOf, readPlane } from '../document/tiledPlane.ts';
import { createDesk } from './desk.ts';
import type { HeavyApi } from './heavyApi.ts';
import type { Looks } from './looks.ts';
import { createMaskCalls } from './maskCalls.ts';

/** Four flat fields with a thing on them: something for the wand to find. */
function fields(size: Size): Photo {
  const picture = createPicture(size.width, size.height);
  for (let y = 0, p = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++, p += 4) {
      const isThing = Math.hypot(x - 100, y - 80) < 30;
      const field = (x < 100 ? 0 : 60) + (y < 80 ? 0 : 90);
      picture.data.set(isThing ? [200, 30, 40, 255] : [40 + field, 60 + field, 80, 255], p);
    }
  return {
    ...size,
    hasAlpha: false,
    colour: srgbColour,
    read: (rect) => cropPicture(picture, rect).data.slice() as Uint8ClampedArray<ArrayBuffer>,
    close: () => undefined,
    get pyramid(): never {
      throw new RangeError('nothing is painted here, and nothing is read smaller');
    },
  };
}

/** What was asked for and not answered yet. */
type Asked = (isFound: boolean) => void;

/** Finds the same square whatever is pointed at, or nothing, once the test says so. */
function squareFinder(asked: Asked[], revision: () => number): ObjectFinder {
  const rect = { x: 70, y: 50, width: 60, height: 60 };
  const found: ObjectSelection = { rect, mask: createPlane(60, 60, 255), confident: true };
  let last: { readonly picked: PickedObject; readonly revision: number } | null = null;
  return {
    find: () =>
      new Promise((resolve, reject) => {
        asked.push((isFound) => (isFound ? resolve(found) : reject(new Error('nothing there'))));
      }),
    picked: () => (last?.revision === revision() ? last.picked : null),
    keep(picked) {
      last = { picked, revision: revision() };
    },
  };
}

/** One photo on a desk; every frame is painted at once, and the slow worker is this one. */
export function openDesk(size: Size) {
  const asked: Asked[] = [];
  const finders: Partial<Record<PlaneName, ObjectFinder>> = {};
  const nothing = () => Promise.reject(new RangeError('nobody looks for this here'));
  const looks: Looks = {
    product: nothing,
    productBesideMask: nothing,
    lookAhead: () => undefined,
    stopAhead: () => undefined,
    refined: nothing,
    inBoxes: nothing,
    objects: ({ planes }, plane) =>
      (finders[plane] ??= squareFinder(asked, () => planes[plane].plane.revision)),
  };
  const desk = createDesk(
    () => undefined,
    (frame) => frame(),
    looks,
  );
  const document = desk.open({
    photo: fields(size),
    name: 'x.png',
    type: 'png',
    keepsBlocks: false,
    notices: [],
    file: new Blob(),
  });
  const heavy = {
    // On a copy, as it comes to the other worker.
    actOnMask: (mask: Parameters<HeavyApi['actOnMask']>[0], action: MaskAction, amount: number) =>
      Promise.resolve(actOnMask(planeOf(structuredClone(mask)), action, amount)),
  } as unknown as Remote<HeavyApi>;
  const bytes = () =>
    Buffer.concat(
      [document.planes.mask, document.planes.protect].map(({ plane }) =>
        readPlane(plane, { x: 0, y: 0, ...size }),
      ),
    );
  return {
    desk,
    document,
    calls: createMaskCalls(desk, { run: (call) => call(heavy) }),
    /** Both planes, one after the other. */
    bytes,
    isEmpty: () => bytes().equals(Buffer.alloc(2 * size.width * size.height)),
    /** Answers all that is looked for. */
    async answer(isFound: boolean): Promise<void> {
      for (const one of asked.splice(0)) one(isFound);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export type OpenedDesk = ReturnType<typeof openDesk>;
