/** Entry of a worker for long work on copies of the document's pixels. Between two calls it keeps the last object's cut. */
import type { Size } from '@cleanplate/shared/raster/picture.ts';
import { extractForeground } from '@cleanplate/shared/segment/extract.ts';
import {
  createObjectSession,
  type ObjectSelection,
  type ObjectSession,
} from '@cleanplate/shared/segment/objectCut.ts';
import { refineMask } from '@cleanplate/shared/segment/maskRefine.ts';
import { extractPeople } from '@cleanplate/shared/segment/people.ts';
import type { PhotoReader } from '@cleanplate/shared/segment/photoReader.ts';
import { withoutMasked } from '@cleanplate/shared/segment/withoutMasked.ts';
import { expose, releaseProxy, transfer, type Remote } from 'comlink';
import { actOnMask } from '../document/maskActions.ts';
import type { ObjectStep } from '../document/objects.ts';
import { planeOf, type Tile } from '../document/tiledPlane.ts';
import type { HeavyApi, ReadPhoto } from './heavyApi.ts';

const buffersOf = (tiles: Iterable<Tile>): ArrayBuffer[] =>
  [...tiles].flatMap((tile) => (typeof tile === 'number' ? [] : [tile.buffer]));

/** The cut of the object that was picked last, and the reader of the call that is under way. */
interface Kept {
  readonly id: string;
  readonly session: ObjectSession;
  steps: number;
  reader: PhotoReader;
}
let kept: Kept | null = null;

function keepFor(id: string, reader: PhotoReader): Kept {
  // The session outlives the call, and so the way to the photo that came with it.
  const through: PhotoReader = {
    width: reader.width,
    height: reader.height,
    read: (rect, width, height) => one.reader.read(rect, width, height),
  };
  const one: Kept = { id, session: createObjectSession(through), steps: 0, reader };
  return one;
}

function take(session: ObjectSession, step: ObjectStep): Promise<ObjectSelection> {
  if (step.kind === 'box') return session.box(step.rect);
  if (step.kind === 'click') return session.click(step.point.x, step.point.y);
  return session.stroke(step.points, step.as);
}

const letGoOf = (read: object): void => (read as Remote<ReadPhoto>)[releaseProxy]();

/** Looks at the photo through the way given, and lets go of it afterwards. */
async function looking<T>(
  { width, height }: Size,
  read: ReadPhoto,
  look: (reader: PhotoReader) => Promise<T>,
): Promise<T> {
  try {
    return await look({ width, height, read });
  } finally {
    letGoOf(read);
  }
}

const sendable = <T extends ObjectSelection>(selection: T): T =>
  transfer(selection, [selection.mask.data.buffer as ArrayBuffer]);

const api: HeavyApi = {
  actOnMask(mask, action, amount) {
    const acted = actOnMask(planeOf(mask), action, amount);
    return acted && transfer(acted, buffersOf(acted.tiles.values()));
  },
  extractForeground: (photo, read, readMask) =>
    looking(photo, read, async (reader) => {
      try {
        return sendable(await extractForeground(readMask ? withoutMasked(reader, readMask) : reader));
      } finally {
        if (readMask) letGoOf(readMask);
      }
    }),
  pickObject: (id, steps, photo, read) =>
    looking(photo, read, async (reader) => {
      const isNext = kept?.id === id && kept.steps === steps.length - 1;
      const one = isNext && kept ? kept : keepFor(id, reader);
      one.reader = reader;
      // Until it is done: a step that fails halfway leaves nothing to go on from.
      kept = null;
      let selection: ObjectSelection | undefined;
      for (const step of steps.slice(one.steps)) selection = await take(one.session, step);
      if (!selection) throw new RangeError('no step to pick an object by');
      one.steps = steps.length;
      kept = one;
      // The session keeps the mask of its own: a copy is sent.
      return selection;
    }),
  refineMask: (proposal, photo, read) =>
    looking(photo, read, async (reader) => {
      const refined = await refineMask(reader, proposal);
      return transfer(refined, [refined.mask.data.buffer as ArrayBuffer]);
    }),
  cutBoxes: (boxes, photo, read) => looking(photo, read, (reader) => extractPeople(reader, boxes)),
};
expose(api);
