/** The history as plain data: what a journal writes down, and what a document is built from again. */
import type { HistoryLabel, PlaneName } from './facts.ts';
import type { Guide } from './guides.ts';
import type { Entry, Step } from './history.ts';
import type { Patch } from './patch.ts';
import type { Removal } from './removal.ts';
import { exchangeTile, type Tile, type TiledPlane } from './tiledPlane.ts';
import type { View } from './view.ts';

/** The patches over the photo, the removal whose results lie on the table, and the lines drawn for the next one. */
export interface Table {
  readonly patches: readonly Patch[];
  readonly shownId: string | null;
  readonly guides: readonly Guide[];
}

/** What one step of an entry changed, from one side: the tiles or the table as they were, or as they became. */
export type StepContent =
  | { readonly kind: 'tiles'; readonly plane: PlaneName; readonly tiles: ReadonlyMap<number, Tile> }
  | { readonly kind: 'invert'; readonly plane: PlaneName }
  /** `shownBefore`: what lay on the table then, which no earlier step need have put there. */
  | { readonly kind: 'table'; readonly table: Table; readonly shownBefore: string | null };

/** An entry with what it left behind. */
export interface PastEntry {
  readonly label: HistoryLabel;
  readonly steps: readonly StepContent[];
}

/** All that undo and redo lead through. */
export interface Past {
  /** Planes and table before the oldest entry. */
  readonly base: Readonly<Record<PlaneName, ReadonlyMap<number, Tile>>> & { readonly table: Table };
  /** Oldest first, the undone ones last. The tiles are the receiver's. */
  readonly entries: readonly PastEntry[];
  /** How many of the entries are undone. */
  readonly undone: number;
  /** How many were forgotten before the oldest. */
  readonly forgotten: number;
}

/** What stands beside the history: no undo leads back through it. */
export interface Standing {
  readonly rounds: readonly Removal[];
  readonly shownId: string | null;
  readonly numbers: Readonly<Record<'round' | 'patch', number>>;
  readonly view: View | null;
}

export const planeNames = ['mask', 'protect'] as const satisfies readonly PlaneName[];
export const emptyTable: Table = { patches: [], shownId: null, guides: [] };

type Planes = Readonly<Record<PlaneName, { readonly plane: TiledPlane }>>;

/** How the document makes a step that leads to some content; exchanging it does the step. */
export interface StepMakers {
  tiles(plane: PlaneName, saved: Map<number, Tile>): Step;
  invert(plane: PlaneName): Step;
  table(next: Table): Step;
  /** Puts a removal on the table, which is no step. */
  show(removalId: string | null): void;
}

/** Does a past anew, from its base on; returns the entries, none of them undone yet. */
export function relive({ base, entries }: Past, planes: Planes, make: StepMakers): Entry[] {
  for (const name of planeNames)
    for (const [index, tile] of base[name]) exchangeTile(planes[name].plane, index, tile);
  make.table(base.table).exchange();
  const stepOf = (content: StepContent): Step => {
    if (content.kind === 'invert') return make.invert(content.plane);
    if (content.kind === 'table') return make.table(content.table);
    return make.tiles(content.plane, new Map(content.tiles));
  };
  return entries.map(({ label, steps }) => ({
    label,
    steps: steps.map((content) => {
      if (content.kind === 'table') make.show(content.shownBefore);
      const step = stepOf(content);
      step.exchange();
      return step;
    }),
  }));
}
