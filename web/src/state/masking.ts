/** What is done to the mask as a whole, and the history: each an entry that undo takes back. */
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { PlaneName } from '../document/facts.ts';
import { speckArea, type Finding } from '../document/preflight.ts';
import type { MaskAction } from '../document/maskActions.ts';
import type { PaintMode } from '../tools/gesture.ts';
import type { GestureAnnouncement } from '../workers/documentApi.ts';
import type { SessionContext } from './sessionStore.ts';

/** In the order of the menu. */
export const maskActionNames: readonly MaskAction[] = [
  'grow',
  'shrink',
  'feather',
  'smooth',
  'fillHoles',
  'cleanSpecks',
];

/** How far an action goes at one click, in photo pixels (square pixels for specks): a few screen pixels of the whole photo. */
export function actionAmount(action: MaskAction, width: number): number {
  if (action === 'cleanSpecks') return 64;
  if (action === 'fillHoles') return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.round(width * (action === 'feather' ? 0.005 : 0.0025)));
}

/** What can come of a mask action that no engine or file has: said in its own words. */
const actionNotices: Readonly<Record<string, string>> = {
  MASK_CHANGED: 'notices.maskChanged',
  MASK_ACTION_FAILED: 'notices.maskActionFailed',
};

/** "Box 320×210 at 40, 12 added; mask 4.2 %." */
export const gestureLine = ({ tool, mode, bounds, maskPercent }: GestureAnnouncement) =>
  [
    mode === 'add' ? 'say.added' : 'say.subtracted',
    { ...bounds, tool: { key: `tool.${tool}` }, percent: maskPercent.toFixed(1) },
  ] as const;

export interface Masking {
  undo(): Promise<void>;
  redo(): Promise<void>;
  invertMask(): Promise<void>;
  clearMask(): Promise<void>;
  selectAll(): Promise<void>;
  bringBackMask(): Promise<void>;
  /** Takes away the selected guide line. */
  deleteGuide(): Promise<void>;
  clearGuides(): Promise<void>;
  maskAction(action: MaskAction): Promise<void>;
  /** Carries out a finding's fix. */
  fix(finding: Finding): Promise<void>;
  /** A box or an ellipse by its numbers, in photo pixels. Resolves to what was done. */
  addShape(
    kind: 'box' | 'ellipse',
    rect: Rect,
    mode: PaintMode,
    plane: PlaneName,
  ): Promise<GestureAnnouncement | null>;
  uploadMask(file: Blob): Promise<void>;
  /** The user's word on a mask of another size. */
  settleOtherSize(fit: boolean): Promise<void>;
}

export function createMasking({ store, messages, api }: SessionContext): Masking {
  async function upload(file: Blob, fit: boolean): Promise<void> {
    const outcome = await api.uploadMask(file, { fit });
    if (outcome.ok) return messages.say('say.maskUploaded');
    const { code, params = {} } = outcome.problem;
    if (code === 'MASK_MISMATCH' && !fit) store.setState({ otherSizeMask: { file, params } });
    else messages.problem(outcome.problem);
  }

  async function maskAction(action: MaskAction, amount?: number): Promise<void> {
    const { facts } = store.getState();
    if (!facts) return;
    const name = { key: `mask.${action}` };
    const outcome = await api.maskAction(action, amount ?? actionAmount(action, facts.width));
    if (outcome.ok) return messages.say('say.maskAction', { action: name, pixels: outcome.value });
    const key = actionNotices[outcome.problem.code];
    if (key) messages.show({ tone: 'notice', line: { key, params: { action: name } } });
    else messages.problem(outcome.problem);
  }

  return {
    async addShape(kind, rect, mode, plane) {
      if (!store.getState().facts) return null;
      const done = await api.addShape(kind, rect, mode, plane);
      messages.say(...gestureLine(done));
      return done;
    },
    async undo() {
      const step = store.getState().facts?.undo;
      if (!step) return;
      store.setState({ selectedResult: null, compare: 'off' });
      await api.undo();
      messages.say('say.undone', { step: { key: `history.${step}` } });
    },
    async redo() {
      const step = store.getState().facts?.redo;
      if (!step) return;
      store.setState({ selectedResult: null, compare: 'off' });
      await api.redo();
      messages.say('say.redone', { step: { key: `history.${step}` } });
    },
    async invertMask() {
      await api.invertMask('mask');
      messages.say('say.inverted');
    },
    async clearMask() {
      await api.clearMask('mask');
      messages.say('say.cleared');
    },
    async selectAll() {
      await api.selectAll('mask');
      messages.say('say.selectedAll');
    },
    async bringBackMask() {
      const outcome = await api.bringBackMask();
      messages.say(outcome.ok ? 'say.broughtBack' : 'say.nothingToBringBack');
    },
    async deleteGuide() {
      if (store.getState().facts?.selectedGuide == null) return;
      await api.deleteGuide();
      messages.say('say.guideDeleted');
    },
    async clearGuides() {
      await api.clearGuides();
      messages.say('say.guidesCleared');
    },
    maskAction,
    async fix(finding) {
      if (finding.code === 'specks') await maskAction('cleanSpecks', speckArea);
      if (finding.code === 'holes') await maskAction('fillHoles', Math.max(speckArea, finding.pixels));
      if (finding.code === 'large') await api.invertMask('mask');
      if (finding.code === 'tight') await maskAction('grow', finding.growPx);
    },
    uploadMask: (file) => upload(file, false),
    async settleOtherSize(fit) {
      const waiting = store.getState().otherSizeMask;
      store.setState({ otherSizeMask: null });
      if (waiting && fit) await upload(waiting.file, true);
    },
  };
}
