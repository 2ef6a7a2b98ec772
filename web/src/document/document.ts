import { isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { factsOf } from './documentFacts.ts';
import type { DressedLayer } from './dress.ts';
import type { DocumentFacts, HistoryLabel, PlaneName } from './facts.ts';
import { createGuides, type Guide, type Guides } from './guides.ts';
import { createHistory, type History } from './history.ts';
import { emptyTable, planeNames, relive, type Past, type Standing } from './past.ts';
import type { Layer, Patch } from './patch.ts';
import type { ObjectFinder } from './objects.ts';
import type { Photo } from './photo.ts';
import { viewPhoto } from './photoReader.ts';
import { createPlaneLevels, type PaintedPlane } from './planeLevels.ts';
import type { Removal, RemovalResult } from './removal.ts';
import { createPreviousMask } from './previousMask.ts';
import { createRounds, type Rounds } from './rounds.ts';
import { createStack } from './stack.ts';
import { createSteps } from './steps.ts';
import { openSurface, type RecordingSurface } from './surface.ts';
import { countPlane, createTiledPlane, settleTile, type TiledPlane } from './tiledPlane.ts';
import { createTrail, type Trail } from './trail.ts';
import type { View } from './view.ts';

/** What a change means for the screen: the photo's pixels, a rectangle of the overlay, or all of it. */
export interface Change {
  readonly photo?: boolean;
  readonly overlay?: Rect | 'all';
}

export interface OpenedPhoto {
  readonly photo: Photo;
  /** The bytes that were opened, all of them, held by the browser: a file on disk may change or go away afterwards. */
  readonly file: Blob;
  readonly name: string;
  readonly type: string;
  /** A JPEG whose blocks can be kept: see `exportSameJpeg`. */
  readonly keepsBlocks: boolean;
  readonly notices: readonly string[];
}

/** One photo with its mask, history, patches and results. All pixels of it live here, in the document's worker. */
export interface Document {
  readonly id: string;
  readonly photo: Photo;
  /** The file that was opened, byte for byte. */
  readonly file: Blob;
  readonly name: string;
  /** Type of that file. */
  readonly type: string;
  readonly planes: Readonly<Record<PlaneName, PaintedPlane>>;
  /** From below to above. */
  readonly patches: readonly Patch[];
  /** Every removal of the session; the one on the table is `rounds.shown()`. Change them through the document only. */
  readonly rounds: Pick<Rounds, 'all' | 'shown' | 'find' | 'resultOf' | 'resultsOf'>;
  readonly guides: Guides;
  view: View | null;
  readonly history: Pick<History, 'entries' | 'forgotten'>;
  /** Tells whoever listens what happens. */
  readonly trail: Pick<Trail, 'gesture' | 'watch'>;
  standing(): Standing;
  /** Does a past anew. For a document on which nothing was done yet; listeners are not told. */
  relive(past: Past, standing?: Standing): void;
  /** Opens a plane for a gesture. End it with `commit` or `cancel`, and with nothing else. */
  begin(plane: PlaneName, label?: HistoryLabel): RecordingSurface;
  commit(plane: PlaneName, surface: RecordingSurface, label: HistoryLabel): void;
  cancel(plane: PlaneName, surface: RecordingSurface): void;
  /** Asks for a part of the overlay to be painted again, in the middle of a gesture. */
  repaint(overlay: Rect): void;
  /** One action on a plane, as a whole: begin, draw, commit. */
  act(plane: PlaneName, label: HistoryLabel, draw: (surface: RecordingSurface) => void): void;
  /** Empties a plane; the mask that was there can be brought back later, after other work too. */
  clear(plane: PlaneName, label: HistoryLabel): void;
  /** Joins the mask that was last cleared or used up to the present one. False when there is none. */
  bringBack(): boolean;
  invert(plane: PlaneName): void;
  /** Joins an accepted result and the stroke before it into one step. */
  joinStroke(): void;
  /** Makes the last step, which nobody asked for, a part of the one before it: undo takes back what the hand did. */
  joinUnasked(): void;
  /** Empties both planes and takes every patch off: one step, which undo takes back. */
  startOver(): void;
  undo(): void;
  redo(): void;
  startRemoval(removal: Removal): void;
  putResult(result: RemovalResult): void;
  markBest(removalId: string, slot: number): void;
  discardResult(resultId: string): void;
  /** Forgets a removal with all its results. */
  dropRemoval(removalId: string): void;
  /** Puts an earlier removal's results on the table, or clears it. */
  showRemoval(removalId: string | null): void;
  /** Stacks patches and takes out of the mask what they answer: one step of the history. */
  accept(removal: Pick<Removal, 'area' | 'mask'>, patches: readonly Patch[]): void;
  /**
   * Puts another list of patches in the place of the present one: one step of the history.
   * @param key changes of one key that follow each other are one step, until `settle`
   */
  restack(label: HistoryLabel, patches: readonly Patch[], key?: string): void;
  settle(): void;
  /** Takes a patch off the stack and brings back its mask, and its results where they are still there. */
  reopen(patchId: string): void;
  /** 1, 2, 3 … over the photo's session. */
  nextNumber(of: 'round' | 'patch'): number;
  /** The visible patches that a layer is seen over, as far as they touch it. */
  under(layer: Layer): readonly Layer[];
  /** A layer ready to be composited over what lies below it. */
  dress(layer: Layer): DressedLayer;
  /** RGBA of the photo with its visible patches. */
  read(rect: Rect): Uint8ClampedArray<ArrayBuffer>;
  /** The same with these layers instead, from below to above. */
  readWith(rect: Rect, layers: readonly Layer[]): Uint8ClampedArray<ArrayBuffer>;
  facts(): DocumentFacts;
  close(): void;
}

/**
 * @param onChange called after every change, with what has to be painted again.
 * @param objectsOf looks for things in the photo, for the tool that picks them
 */
export function createDocument(
  opened: OpenedPhoto,
  id: string,
  onChange: (change: Change) => void,
  objectsOf?: (document: Document, plane: PlaneName) => ObjectFinder,
): Document {
  const { photo } = opened;
  const painted = (plane: TiledPlane): PaintedPlane => ({ plane, levels: createPlaneLevels(plane) });
  const planes = {
    mask: painted(createTiledPlane(photo.width, photo.height)),
    protect: painted(createTiledPlane(photo.width, photo.height)),
  };
  const history: History = createHistory();
  const trail = createTrail(history);
  const stack = createStack(photo);
  const rounds = createRounds();
  const numbers = { round: 0, patch: 0 };
  let revision = 0;

  const whole: Rect = { x: 0, y: 0, width: photo.width, height: photo.height };
  const previous = createPreviousMask();
  const changed = (change: Change): void => {
    revision++;
    onChange(change);
    trail.changed();
  };
  const changedIf = (happened: boolean): void => {
    if (happened) changed({});
  };
  const drawLines = (next: readonly Guide[]): void =>
    trail.push({ label: 'guide', steps: [steps.changeTable({ guides: next })] });
  const guides = createGuides(drawLines, () => changed({}));
  const steps = createSteps(planes, stack, rounds, guides, changed);

  const self: Document = {
    id,
    photo,
    file: opened.file,
    name: opened.name,
    type: opened.type,
    planes,
    get patches() {
      return stack.patches;
    },
    rounds,
    view: null,
    guides,
    history,
    trail,
    standing: () => ({
      rounds: rounds.all(),
      shownId: rounds.shown()?.id ?? null,
      numbers: { ...numbers },
      view: self.view,
    }),
    relive(past, standing) {
      rounds.restore(standing?.rounds ?? []);
      Object.assign(numbers, standing?.numbers);
      self.view = standing?.view ?? null;
      history.restore(relive(past, planes, steps), past.forgotten, past.undone);
      rounds.show(standing?.shownId ?? null);
      onChange({ photo: true, overlay: 'all' });
    },
    begin(plane, label = 'brush') {
      const aids = { guides, objects: objectsOf?.(self, plane) };
      const surface = openSurface(planes[plane].plane, () => viewPhoto(self), aids);
      trail.begin(plane, label, surface);
      return surface;
    },
    commit(plane, surface, label) {
      if (surface.saved.size === 0) return self.cancel(plane, surface);
      for (const index of surface.saved.keys()) settleTile(planes[plane].plane, index);
      trail.push({ label, steps: [steps.tiles(plane, surface.saved)] });
      changed({ overlay: surface.touched() });
    },
    cancel(plane, surface) {
      if (surface.saved.size > 0) steps.tiles(plane, surface.saved).exchange();
      trail.drop();
    },
    repaint: (overlay) => {
      if (!isEmptyRect(overlay)) onChange({ overlay });
    },
    act(plane, label, draw) {
      const surface = self.begin(plane);
      draw(surface);
      self.commit(plane, surface, label);
    },
    clear(plane, label) {
      const surface = self.begin(plane);
      surface.box(whole, 'subtract');
      if (plane === 'mask') previous.remember(surface);
      self.commit(plane, surface, label);
    },
    bringBack() {
      if (!previous.isThere()) return false;
      self.act('mask', 'bringBack', (surface) => previous.drawOn(surface, planes.mask.plane));
      return true;
    },
    invert(plane) {
      const step = steps.invert(plane);
      step.exchange();
      trail.push({ label: 'invert', steps: [step] });
      changed({});
    },
    startOver() {
      const emptied = planeNames.map(steps.empty);
      trail.push({ label: 'startOver', steps: [...emptied, steps.changeTable(emptyTable)] });
      changed({ photo: true, overlay: 'all' });
    },
    joinStroke: () => changedIf(trail.joinStroke()),
    joinUnasked: () => changedIf(trail.joinUnasked()),
    undo: () => changedIf(trail.undo()),
    redo: () => changedIf(trail.redo()),
    startRemoval(next) {
      rounds.start(next);
      changed({ photo: true });
    },
    putResult(one) {
      if (rounds.put(one)) changed({ photo: true });
    },
    markBest(removalId, slot) {
      rounds.markBest(removalId, slot);
      changed({});
    },
    dropRemoval(removalId) {
      rounds.drop(removalId);
      changed({ photo: true });
    },
    discardResult(resultId) {
      rounds.discard(resultId);
      changed({ photo: true });
    },
    showRemoval(removalId) {
      rounds.show(removalId);
      changed({ photo: true });
    },
    accept({ area, mask }, accepted) {
      const { step, surface } = steps.drawOn('mask', (drawn) => {
        drawn.plane(area, mask, 'subtract');
        // What is left of a soft edge is below the threshold: no mask any more.
        if (countPlane(planes.mask.plane) === 0) drawn.box(whole, 'subtract');
      });
      previous.remember(surface);
      const patches = [...stack.patches, ...accepted];
      // The hole of the guide lines is filled.
      const next = steps.changeTable({ patches, shownId: null, guides: [] });
      trail.push({ label: 'accept', steps: [step, next] });
      changed({ photo: true, overlay: 'all' });
    },
    restack(label, patches, key) {
      const step = steps.changeTable({ patches });
      trail.push({ label, steps: [step], ...(key === undefined ? {} : { key }) });
      changed({});
    },
    settle: () => history.settle(),
    reopen(patchId) {
      const patch = stack.patches.find((one) => one.id === patchId);
      if (!patch) return;
      const { step } = steps.drawOn('mask', (surface) => surface.plane(patch.area, patch.drawnMask, 'add'));
      const patches = stack.patches.filter((one) => one !== patch);
      const next = steps.changeTable({ patches, shownId: rounds.find(patch.removalId)?.id ?? null });
      trail.push({ label: 'reopen', steps: [step, next] });
      changed({ photo: true, overlay: 'all' });
    },
    nextNumber: (of) => ++numbers[of],
    under: (layer) => stack.under(layer),
    dress: (layer) => stack.dress(layer),
    read: (rect) => stack.read(rect),
    readWith: (rect, layers) => stack.read(rect, layers),
    facts: () =>
      factsOf(self, opened, revision, {
        undo: history.undoLabel(),
        redo: history.redoLabel(),
        historyBytes: history.bytes(),
        hasPrevious: previous.isThere(),
      }),
    close: () => photo.close(),
  };
  return self;
}
