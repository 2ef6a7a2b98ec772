import type { Document } from '../document/document.ts';
import type { PlaneName } from '../document/facts.ts';
import type { RecordingSurface } from '../document/surface.ts';
import type { Gesture, Outline, Sample, Tool, ToolSettings } from './gesture.ts';

/** A gesture in progress on a document. Its only ends are `end` and `cancel`; no tool can forget either. */
export interface StrokeSession {
  readonly tool: Tool;
  readonly settings: ToolSettings;
  readonly plane: PlaneName;
  /** Samples wait here for the next frame. */
  queue(samples: readonly Sample[]): void;
  /** Draws what waits; once per frame. */
  flush(): void;
  /** The surface when the gesture is over, or will be; null while it waits for the next press. */
  end(sample: Sample): RecordingSurface | Promise<RecordingSurface> | null;
  /** The pointer is up, the shape unfinished. */
  readonly isPending: () => boolean;
  resume(sample: Sample): void;
  finish(): RecordingSurface;
  cancel(): void;
  outline(): Outline | null;
  notice(): string | null;
}

/** Begins a gesture; undefined for tools that have none. */
export function beginStroke(
  document: Document,
  tool: Tool,
  settings: ToolSettings,
  plane: PlaneName,
  sample: Sample,
): StrokeSession | undefined {
  const label = tool.history;
  if (!tool.begin || !label) return undefined;
  const surface = document.begin(plane, label);
  const gesture: Gesture = tool.begin(surface, settings, sample);
  let waiting: Sample[] = [];
  const paint = (): void => document.repaint(surface.takeDirty());
  const flush = (): void => {
    if (waiting.length > 0) gesture.move(waiting);
    waiting = [];
    paint();
  };
  let isPending = false;
  let isOver = false;
  const commit = (): RecordingSurface => {
    document.commit(plane, surface, label);
    return surface;
  };
  return {
    tool,
    settings,
    plane,
    queue: (samples) => void waiting.push(...samples),
    flush,
    end(last) {
      flush();
      const ended = gesture.end(last);
      isPending = ended === 'pending';
      paint();
      if (ended === 'looking' && gesture.look)
        return gesture.look().then((draw) => {
          if (isOver) return surface;
          draw();
          paint();
          return commit();
        });
      return isPending ? null : commit();
    },
    isPending: () => isPending,
    resume(next) {
      isPending = false;
      gesture.resume?.(next);
    },
    finish() {
      // A pending shape only follows the pointer; a stroke has been where the samples say.
      if (!isPending) flush();
      gesture.finish?.();
      paint();
      return commit();
    },
    cancel() {
      isOver = true;
      document.cancel(plane, surface);
    },
    outline: () => gesture.outline?.() ?? null,
    notice: () => gesture.notice?.() ?? null,
  };
}
