/** Sends gestures to the document's worker, with the settings of the tool in hand as they are when they begin. */
import type { BrushMark } from '../document/pointerMark.ts';
import { settingsOf, toolStore } from '../state/toolStore.ts';
import type { Sample, ToolId } from '../tools/gesture.ts';
import { toolById } from '../tools/index.ts';
import type { PointerMessage } from '../workers/documentApi.ts';

export interface GestureSession {
  /** @param mark what the worker shows at the pointer meanwhile; null where the page or nobody shows it */
  begin(sample: Sample, mark: BrushMark | null, withEraser?: boolean): void;
  move(samples: readonly Sample[]): void;
  end(sample: Sample): void;
  finish(): void;
  cancel(): void;
}

/** @param send the fast lane to the worker. */
export function createGestureSession(send: (message: PointerMessage) => void): GestureSession {
  return {
    begin(sample, mark, withEraser = false) {
      const state = toolStore.getState();
      const tool: ToolId = withEraser ? 'eraser' : state.tool;
      const settings = settingsOf(state, tool);
      send({ pointer: 'begin', tool, settings, plane: state.plane, sample, mark });
    },
    move: (samples) => send({ pointer: 'move', samples }),
    end: (sample) => send({ pointer: 'end', sample }),
    finish: () => send({ pointer: 'finish' }),
    cancel: () => send({ pointer: 'cancel' }),
  };
}

/** Whether the tool in hand paints with a brush. */
export const holdsBrush = (): boolean => toolById(toolStore.getState().tool).cursor === 'brush';

/** The ring of the tool in hand, or of the pen's other end; null where that has none. */
export function brushMark(dpr: number, withEraser = false): BrushMark | null {
  const state = toolStore.getState();
  const tool: ToolId = withEraser ? 'eraser' : state.tool;
  if (toolById(tool).cursor !== 'brush') return null;
  const { size, mode } = settingsOf(state, tool);
  return { size, dashed: tool === 'eraser' || mode === 'subtract', dpr };
}

/** Whether the tool in hand draws at all; the hand only moves the view. */
export const canDraw = (): boolean => toolById(toolStore.getState().tool).begin !== undefined;
