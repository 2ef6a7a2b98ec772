import type { Document } from './document.ts';
import type { HistoryLabel } from './facts.ts';
import type { Finish, Patch } from './patch.ts';

/** What of a patch the user may change. */
export type PatchChange = Partial<Finish & Pick<Patch, 'name' | 'visible'>>;

export const maxNameLength = 80;

const labelOf = (change: PatchChange): HistoryLabel => {
  if (change.visible !== undefined) return change.visible ? 'showPatch' : 'hidePatch';
  if (change.name !== undefined) return 'renamePatch';
  return change.matteWidth === undefined ? 'matchPatch' : 'featherPatch';
};

/**
 * Changes a patch: one step of the history. Widths that follow each other, as from a slider, are one step until the
 * document is told to settle. Nothing happens when there is no such patch or nothing would change.
 */
export function changePatch(document: Document, patchId: string, change: PatchChange): void {
  const patch = document.patches.find(({ id }) => id === patchId);
  if (!patch) return;
  const trimmed =
    change.name === undefined ? change : { ...change, name: change.name.trim().slice(0, maxNameLength) };
  const next: Patch = { ...patch, ...trimmed };
  if (Object.keys(trimmed).every((key) => patch[key as keyof Patch] === next[key as keyof Patch])) return;
  const key = change.matteWidth === undefined ? undefined : `feather ${patchId}`;
  document.restack(
    labelOf(trimmed),
    document.patches.map((one) => (one === patch ? next : one)),
    key,
  );
}

/** Moves a patch to a place in the stack, 0 the lowest; as far as there are places. */
export function movePatch(document: Document, patchId: string, to: number): void {
  const from = document.patches.findIndex(({ id }) => id === patchId);
  const place = Math.min(document.patches.length - 1, Math.max(0, to));
  if (from < 0 || from === place) return;
  const patches = [...document.patches];
  const [moved] = patches.splice(from, 1);
  patches.splice(place, 0, moved);
  document.restack('movePatch', patches);
}

export function deletePatch(document: Document, patchId: string): void {
  const patches = document.patches.filter(({ id }) => id !== patchId);
  if (patches.length < document.patches.length) document.restack('deletePatch', patches);
}
