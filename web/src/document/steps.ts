import type { Change } from './document.ts';
import type { PlaneName } from './facts.ts';
import type { Guides } from './guides.ts';
import { invertStep, swapStep, tilesStep, type Step } from './history.ts';
import type { PaintedPlane } from './planeLevels.ts';
import type { StepMakers, Table } from './past.ts';
import { layerBytes } from './patch.ts';
import type { Rounds } from './rounds.ts';
import type { Stack } from './stack.ts';
import { openSurface, type RecordingSurface } from './surface.ts';
import { settleTile, tileRect, type Tile, type TiledPlane } from './tiledPlane.ts';

/** The steps that the history of a document is made of. */
export interface Steps extends StepMakers {
  /** The table as it is. */
  present(): Table;
  /** Lays another table, or a part of it; returns the step that leads back. */
  changeTable(next: Partial<Table>): Step;
  empty(plane: PlaneName): Step;
  /** Draws on a plane as a part of something larger; returns the step that leads back. */
  drawOn(
    plane: PlaneName,
    draw: (surface: RecordingSurface) => void,
  ): { readonly step: Step; readonly surface: RecordingSurface };
}

/** @param changed called after every exchange, with what has to be painted again */
export function createSteps(
  planes: Readonly<Record<PlaneName, PaintedPlane>>,
  stack: Stack,
  rounds: Rounds,
  guides: Pick<Guides, 'all' | 'lay'>,
  changed: (change: Change) => void,
): Steps {
  const tileChanged = (plane: TiledPlane) => (index: number) => changed({ overlay: tileRect(plane, index) });
  const present = (): Table => ({
    patches: stack.patches,
    shownId: rounds.shown()?.id ?? null,
    guides: guides.all(),
  });
  /** Exchanges the patches, and the removal on the table with them. */
  const lay = (next: Table): Table => {
    const before = present();
    stack.patches = next.patches;
    rounds.show(next.shownId);
    guides.lay(next.guides);
    changed({ photo: true, overlay: 'all' });
    return before;
  };
  const tableStep = (other: Table): Step =>
    swapStep(
      other,
      lay,
      ({ patches }) =>
        patches.reduce((sum, patch) => sum + (stack.patches.includes(patch) ? 0 : layerBytes(patch)), 0),
      (waiting) => ({ kind: 'table', table: waiting, shownBefore: null }),
    );
  const tiles = (name: PlaneName, saved: Map<number, Tile>): Step =>
    tilesStep(planes[name].plane, saved, tileChanged(planes[name].plane), name);
  const drawOn: Steps['drawOn'] = (name, draw) => {
    const { plane } = planes[name];
    const surface = openSurface(plane);
    draw(surface);
    for (const index of surface.saved.keys()) settleTile(plane, index);
    return { step: tiles(name, surface.saved), surface };
  };
  return {
    tiles,
    invert(name) {
      const { plane, levels } = planes[name];
      const inverted = (): void => {
        levels.inverted();
        changed({ overlay: 'all' });
      };
      return invertStep(plane, inverted, name);
    },
    table: tableStep,
    show: rounds.show,
    present,
    changeTable: (next) => tableStep(lay({ ...present(), ...next })),
    drawOn,
    empty(name) {
      const { width, height } = planes[name].plane;
      return drawOn(name, (surface) => surface.box({ x: 0, y: 0, width, height }, 'subtract')).step;
    },
  };
}
