import type { Surface } from '../document/surface.ts';
import type { Gesture, PaintMode, Sample, Tool, ToolControl, ToolSettings } from './gesture.ts';

/** Diameter at a sample; pressure thins the brush to a fifth at the least. */
const diameter = (settings: ToolSettings, sample: Sample): number =>
  Math.max(1, settings.size * (settings.pressure ? 0.2 + 0.8 * sample.pressure : 1));

/** Where the last stroke ended, per surface size: Shift-click draws a straight line from there. */
let lastEnd: { x: number; y: number; width: number; height: number } | null = null;

/** A stroke: one capsule per pair of samples. */
export function strokeGesture(
  surface: Surface,
  settings: ToolSettings,
  mode: PaintMode,
  start: Sample,
): Gesture {
  let last = start;
  const lineTo = (sample: Sample): void => {
    surface.capsule(
      {
        ax: last.x,
        ay: last.y,
        bx: sample.x,
        by: sample.y,
        radius: (diameter(settings, last) + diameter(settings, sample)) / 4,
        hardness: settings.hardness,
      },
      mode,
    );
    last = sample;
  };
  const from = lastEnd;
  if (start.shift && from && from.width === surface.width && from.height === surface.height)
    last = { ...start, x: from.x, y: from.y };
  lineTo(start);
  return {
    move(samples) {
      for (const sample of samples) lineTo(sample);
    },
    end(sample) {
      if (sample.x !== last.x || sample.y !== last.y) lineTo(sample);
      lastEnd = { x: last.x, y: last.y, width: surface.width, height: surface.height };
    },
  };
}

export const brushControls: readonly ToolControl[] = [
  {
    setting: 'size',
    kind: 'slider',
    labelKey: 'control.size',
    min: 1,
    // The panel stops at the photo's diagonal.
    max: 20_000,
    step: 1,
    logarithmic: true,
    unit: 'px',
  },
  {
    setting: 'hardness',
    kind: 'slider',
    labelKey: 'control.hardness',
    min: 0,
    max: 1,
    step: 0.01,
    unit: '%',
  },
  { setting: 'pressure', kind: 'toggle', labelKey: 'control.pressure' },
];

export const brush: Tool = {
  id: 'brush',
  labelKey: 'tool.brush',
  shortcut: 'b',
  controls: brushControls,
  cursor: 'brush',
  history: 'brush',
  begin: (surface, settings, sample) => strokeGesture(surface, settings, settings.mode, sample),
};
