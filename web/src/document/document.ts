import { isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { DocumentFacts, HistoryLabel, PlaneName, ResultFacts } from './facts.ts';
import { createHistory, invertStep, tilesStep, toggleStep, type History, type Step } from './history.ts';
import { compositeLayer, layerBytes, type Patch } from './patch.ts';
import type { Photo } from './photo.ts';
import { viewPhoto } from './photoReader.ts';
import { createPlaneLevels } from './planeLevels.ts';
import type { PaintedPlane } from './overlay.ts';
import type { Removal, RemovalResult } from './removal.ts';
import { openSurface, type RecordingSurface } from './surface.ts';
import {
  copyTile,
  countPlane,
  createTiledPlane,
  planeBounds,
  settleTile,
  tileRect,
  tileRows,
  type Tile,
  type TiledPlane,
} from './tiledPlane.ts';
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
  readonly patches: readonly Patch[];
  readonly removal: Removal | null;
  view: View | null;
  /** Opens a plane for a gesture. End it with `commit` or `cancel`, and with nothing else. */
  begin(plane: PlaneName): RecordingSurface;
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
  undo(): void;
  redo(): void;
  startRemoval(removal: Removal): void;
  putResult(result: RemovalResult): void;
  markBest(removalId: string, slot: number): void;
  discardResult(resultId: string): void;
  /** Takes a removal off the table with all its results. */
  dropRemoval(removalId: string): void;
  /** Stacks a result as a patch and clears the mask it answered: one step of the history. */
  accept(resultId: string, patch: Patch): void;
  /** RGBA of the photo with its visible patches. */
  read(rect: Rect): Uint8ClampedArray<ArrayBuffer>;
  facts(): DocumentFacts;
  close(): void;
}

const result = (removal: Removal, one: RemovalResult, pixels: number): ResultFacts => ({
  id: one.id,
  removalId: removal.id,
  number: one.slot + 1,
  engine: one.engine,
  strategy: one.strategy,
  best: one.best,
  preview: one.preview,
  seconds: one.seconds,
  leftComputer: one.leftComputer,
  changedOutside: one.changedOutside,
  pixelsOutside: pixels - removal.effective.count,
  region: removal.region,
});

/**
 * @param onChange called after every change, with what has to be painted again.
 */
export function createDocument(
  opened: OpenedPhoto,
  id: string,
  onChange: (change: Change) => void,
): Document {
  const { photo } = opened;
  const painted = (plane: TiledPlane): PaintedPlane => ({ plane, levels: createPlaneLevels(plane) });
  const planes = {
    mask: painted(createTiledPlane(photo.width, photo.height)),
    protect: painted(createTiledPlane(photo.width, photo.height)),
  };
  const history: History = createHistory();
  const patches: Patch[] = [];
  let removal: Removal | null = null;
  let revision = 0;

  const whole: Rect = { x: 0, y: 0, width: photo.width, height: photo.height };
  let previous: ReadonlyMap<number, Tile> | null = null;
  const remember = (surface: RecordingSurface): void => {
    if (surface.saved.size > 0)
      previous = new Map([...surface.saved].map(([index, tile]) => [index, copyTile(tile)]));
  };

  const changed = (change: Change): void => {
    revision++;
    onChange(change);
  };
  const tileChanged = (plane: TiledPlane) => (index: number) => changed({ overlay: tileRect(plane, index) });
  const swapTiles = (plane: TiledPlane, saved: Map<number, Tile>): Step =>
    tilesStep(plane, saved, tileChanged(plane));

  const self: Document = {
    id,
    photo,
    file: opened.file,
    name: opened.name,
    type: opened.type,
    planes,
    patches,
    get removal() {
      return removal;
    },
    view: null,
    begin: (plane) => openSurface(planes[plane].plane, () => viewPhoto(self)),
    commit(plane, surface, label) {
      if (surface.saved.size === 0) return;
      const tiles = planes[plane].plane;
      for (const index of surface.saved.keys()) settleTile(tiles, index);
      history.push({ label, steps: [swapTiles(tiles, surface.saved)] });
      changed({ overlay: surface.touched() });
    },
    cancel(plane, surface) {
      if (surface.saved.size > 0) swapTiles(planes[plane].plane, surface.saved).exchange();
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
      if (plane === 'mask') remember(surface);
      self.commit(plane, surface, label);
    },
    bringBack() {
      if (!previous) return false;
      const before = previous;
      self.act('mask', 'bringBack', (surface) => {
        for (const [index, tile] of before) {
          const rect = tileRect(planes.mask.plane, index);
          if (tile === 255) surface.box(rect, 'add');
          else if (tile !== 0) surface.plane(rect, tileRows(tile, rect), 'add');
        }
      });
      return true;
    },
    invert(plane) {
      const step = invertStep(planes[plane].plane, () => changed({ overlay: 'all' }));
      step.exchange();
      history.push({ label: 'invert', steps: [step] });
      changed({});
    },
    undo() {
      if (history.undo()) changed({});
    },
    redo() {
      if (history.redo()) changed({});
    },
    startRemoval(next) {
      removal = next;
      changed({ photo: true });
    },
    putResult(one) {
      if (!removal) return;
      const at = removal.results.findIndex((other) => other.slot === one.slot);
      if (at >= 0) removal.results.splice(at, 1, one);
      else removal.results.push(one);
      removal.results.sort((a, b) => a.slot - b.slot);
      changed({ photo: true });
    },
    markBest(removalId, slot) {
      if (removal?.id !== removalId) return;
      for (const [at, one] of removal.results.entries())
        if (one.best !== (one.slot === slot)) removal.results[at] = { ...one, best: one.slot === slot };
      changed({});
    },
    dropRemoval(removalId) {
      if (removal?.id !== removalId) return;
      removal = null;
      changed({ photo: true });
    },
    discardResult(resultId) {
      if (!removal) return;
      const at = removal.results.findIndex((one) => one.id === resultId);
      if (at < 0) return;
      removal.results.splice(at, 1);
      if (removal.results.length === 0) removal = null;
      changed({ photo: true });
    },
    accept(resultId, patch) {
      if (!removal?.results.some((one) => one.id === resultId)) return;
      const surface = self.begin('mask');
      surface.box(whole, 'subtract');
      remember(surface);
      for (const index of surface.saved.keys()) settleTile(planes.mask.plane, index);
      // The removal whose results were on the table comes back with the mask when this is undone.
      let aside: Removal | null = null;
      const exchange = (): void => {
        const at = patches.indexOf(patch);
        if (at >= 0) patches.splice(at, 1);
        else patches.push(patch);
        [removal, aside] = [aside, removal];
        changed({ photo: true, overlay: 'all' });
      };
      exchange();
      history.push({
        label: 'accept',
        steps: [swapTiles(planes.mask.plane, surface.saved), toggleStep(exchange, layerBytes(patch))],
      });
      changed({ photo: true, overlay: 'all' });
    },
    read(rect) {
      const pixels = photo.read(rect);
      for (const patch of patches) if (patch.visible) compositeLayer(pixels, rect, patch);
      return pixels;
    },
    facts() {
      const bounds = planeBounds(planes.mask.plane);
      const pixels = photo.width * photo.height;
      return {
        id,
        name: opened.name,
        type: opened.type,
        width: photo.width,
        height: photo.height,
        hasAlpha: photo.hasAlpha,
        notices: opened.notices,
        revision,
        maskPixels: countPlane(planes.mask.plane),
        maskBounds: isEmptyRect(bounds) ? null : bounds,
        protectPixels: countPlane(planes.protect.plane),
        hasPrevious: previous !== null,
        undo: history.undoLabel(),
        redo: history.redoLabel(),
        patches: patches.map((patch) => ({
          id: patch.id,
          engine: patch.engine,
          strategy: patch.strategy,
          bounds: patch.area,
          visible: patch.visible,
        })),
        results: removal ? removal.results.map((one) => result(removal as Removal, one, pixels)) : [],
        removalId: removal?.id ?? null,
        view: self.view,
      };
    },
    close: () => photo.close(),
  };
  return self;
}
