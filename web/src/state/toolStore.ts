/** The tool in hand, its settings (remembered per tool between sessions), and the keys that are held. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlaneName } from '../document/facts.ts';
import type { Size } from '../document/view.ts';
import type { PaintMode, ToolId, ToolSettings } from '../tools/gesture.ts';

/** What is remembered of one tool: only what the user changed. */
export type Remembered = Partial<Omit<ToolSettings, 'mode' | 'reach'>>;
export type HeldKey = 'space' | 'alt' | 'shift';

export interface ToolState {
  readonly tool: ToolId;
  readonly mode: PaintMode;
  readonly plane: PlaneName;
  readonly held: Readonly<Record<HeldKey, boolean>>;
  readonly remembered: Readonly<Partial<Record<ToolId, Remembered>>>;
  /** Diameter for tools whose size was never set; follows the photo. */
  readonly suggestedSize: number;
  /** The largest brush: the photo's diagonal. */
  readonly maxSize: number;
}

export const toolsKey = 'cleanplate.tools.1';
/** The diagonal of a 100 MP photo of 2:1, the largest that a stored size can mean. */
const largestSize = 20_000;

const defaults: Omit<ToolSettings, 'mode' | 'size'> = {
  // The document's worker sets it from the view.
  reach: 0,
  hardness: 1,
  pressure: false,
  tolerance: 12,
  contiguous: true,
};
const nothingHeld = { space: false, alt: false, shift: false };
const toolIds: readonly ToolId[] = [
  'box',
  'ellipse',
  'brush',
  'eraser',
  'lasso',
  'wand',
  'object',
  'guide',
  'hand',
];

const other = (mode: PaintMode): PaintMode => (mode === 'add' ? 'subtract' : 'add');

/** The mode in force: Alt held means the other one. */
export function modeOf({ mode, held }: Pick<ToolState, 'mode' | 'held'>): PaintMode {
  return held.alt ? other(mode) : mode;
}

/** The settings of a tool (the one in hand unless named) as a gesture takes them. */
export function settingsOf(state: ToolState, tool: ToolId = state.tool): ToolSettings {
  const own = state.remembered[tool] ?? {};
  const size = Math.min(state.maxSize, own.size ?? state.suggestedSize);
  // The eraser takes away whatever mode the other tools are in; held Alt turns it round too.
  const mode = modeOf(tool === 'eraser' ? { ...state, mode: 'add' } : state);
  return { ...defaults, ...own, size, mode };
}

const within = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max;

function readTool(stored: unknown): Remembered {
  if (typeof stored !== 'object' || stored === null) return {};
  const { size, hardness, pressure, tolerance, contiguous } = stored as Record<string, unknown>;
  return {
    ...(within(size, 1, largestSize) && { size }),
    ...(within(hardness, 0, 1) && { hardness }),
    ...(typeof pressure === 'boolean' && { pressure }),
    ...(within(tolerance, 0, 100) && { tolerance }),
    ...(typeof contiguous === 'boolean' && { contiguous }),
  };
}

/** Reads what was remembered; anything damaged or out of range is forgotten, one setting at a time. */
export function readRemembered(json: string | null): Partial<Record<ToolId, Remembered>> {
  let stored: unknown;
  try {
    stored = JSON.parse(json ?? 'null');
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const record = stored as Record<string, unknown>;
  return Object.fromEntries(
    toolIds.filter((id) => Object.hasOwn(record, id)).map((id) => [id, readTool(record[id])]),
  );
}

export interface ToolActions {
  choose(tool: ToolId): void;
  setMode(mode: PaintMode): void;
  swapMode(): void;
  setPlane(plane: PlaneName): void;
  /** Sets one setting of the tool in hand and remembers it. */
  set<K extends keyof Remembered>(setting: K, value: ToolSettings[K]): void;
  /** Multiplies the size; always by at least one pixel, so that small brushes grow too. */
  resize(factor: number): void;
  /** Adds to the hardness, 0–1. */
  harden(delta: number): void;
  /** A photo was opened: bounds and the size of brushes never set follow it. */
  fitPhoto(photo: Size): void;
  hold(key: HeldKey, isDown: boolean): void;
  releaseAll(): void;
}

/** @param storage `localStorage`, or null where there is none; a full or blocked one costs the memory, never the work. */
export function createTools(storage: Pick<Storage, 'getItem' | 'setItem'> | null): {
  readonly store: StoreApi<ToolState>;
  readonly actions: ToolActions;
} {
  const quietly = <T>(action: () => T): T | null => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const store = createStore<ToolState>(() => ({
    tool: 'brush',
    mode: 'add',
    plane: 'mask',
    held: nothingHeld,
    remembered: readRemembered(quietly(() => storage?.getItem(toolsKey) ?? null)),
    suggestedSize: 60,
    maxSize: largestSize,
  }));
  store.subscribe((state, before) => {
    if (state.remembered !== before.remembered)
      quietly(() => storage?.setItem(toolsKey, JSON.stringify(state.remembered)));
  });
  const set: ToolActions['set'] = (setting, value) =>
    store.setState(({ tool, remembered }) => ({
      remembered: { ...remembered, [tool]: { ...remembered[tool], [setting]: value } },
    }));
  const clampSize = (size: number): number =>
    Math.round(Math.min(store.getState().maxSize, Math.max(1, size)) * 10) / 10;
  const actions: ToolActions = {
    choose: (tool) => store.setState({ tool }),
    setMode: (mode) => store.setState({ mode }),
    swapMode: () => store.setState(({ mode }) => ({ mode: other(mode) })),
    setPlane: (plane) => store.setState({ plane }),
    set: (setting, value) =>
      set(setting, setting === 'size' ? (clampSize(value as number) as typeof value) : value),
    resize(factor) {
      const { size } = settingsOf(store.getState());
      const step = Math.max(1, Math.abs(size * factor - size));
      set('size', clampSize(Math.round(factor > 1 ? size + step : size - step)));
    },
    harden(delta) {
      const { hardness } = settingsOf(store.getState());
      set('hardness', Math.round(Math.min(1, Math.max(0, hardness + delta)) * 100) / 100);
    },
    fitPhoto({ width, height }) {
      // 2.5 % of the longer side covers a dust spot or a price tag in one stroke.
      const suggestedSize = Math.min(400, Math.max(8, Math.round(Math.max(width, height) * 0.025)));
      store.setState({ suggestedSize, maxSize: Math.ceil(Math.hypot(width, height)) });
    },
    hold(key, isDown) {
      if (store.getState().held[key] !== isDown)
        store.setState(({ held }) => ({ held: { ...held, [key]: isDown } }));
    },
    releaseAll: () => store.setState({ held: nothingHeld }),
  };
  return { store, actions };
}

const localStorageOrNull = (): Storage | null => {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    // Blocked by the browser's privacy settings.
    return null;
  }
};

const tools = createTools(localStorageOrNull());
export const toolStore = tools.store;
export const toolActions = tools.actions;

/** A part of the tool's state in a component. */
export function useTool<T>(select: (state: ToolState) => T): T {
  return useStore(toolStore, select);
}

/** The settings of the tool in hand in a component. */
export function useToolSettings(): ToolSettings {
  return useStore(
    toolStore,
    useShallow((state: ToolState) => settingsOf(state)),
  );
}
