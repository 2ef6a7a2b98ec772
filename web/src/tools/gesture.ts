/** What a tool is made of. A tool is one file and one row in `index.ts`; cancel belongs to the document. */
import type { HistoryLabel } from '../document/facts.ts';
import type { PaintMode, Surface } from '../document/surface.ts';

/** One pointer sample in photo pixels (continuous). */
export interface Sample {
  readonly x: number;
  readonly y: number;
  /** 0–1; 0.5 where the device has none. */
  readonly pressure: number;
  readonly shift: boolean;
  readonly space: boolean;
}

export type { PaintMode };

/** The settings that a tool's controls name; sizes in photo pixels. */
export interface ToolSettings {
  readonly mode: PaintMode;
  /** Diameter in photo pixels. */
  readonly size: number;
  /** 0 (soft) – 1 (hard edge). */
  readonly hardness: number;
  readonly pressure: boolean;
  /** Colour distance 0–100 for the wand. */
  readonly tolerance: number;
  readonly contiguous: boolean;
  /** Photo pixels that look like one spot on screen; the desk sets it from the view. */
  readonly reach: number;
}

/** A region being drawn, for the page to show: photo pixels, closed unless `open`. */
export type Outline =
  | {
      readonly kind: 'box' | 'ellipse';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'path';
      readonly points: readonly number[];
      readonly open: boolean;
      /** The guide line that this one will take the place of. */
      readonly replaces?: number;
    };

export interface Gesture {
  move(samples: readonly Sample[]): void;
  /**
   * 'pending': the pointer is up but the shape is not finished; the next press resumes it. 'looking': what to draw has
   * to be looked for first, by `look`.
   */
  end(sample: Sample): void | 'done' | 'pending' | 'looking';
  /** Resolves to what draws; it is called unless the gesture was cancelled meanwhile. */
  look?(): Promise<() => void>;
  resume?(sample: Sample): void;
  /** Finishes a pending shape as it stands (Enter). */
  finish?(): void;
  outline?(): Outline | null;
  /** What the tool has to say, for the live region and the notices: 'notConfident', … */
  notice?(): string | null;
}

export type ToolId = 'box' | 'ellipse' | 'brush' | 'eraser' | 'lasso' | 'wand' | 'object' | 'guide' | 'hand';

export interface ToolControl {
  readonly setting: Exclude<keyof ToolSettings, 'mode' | 'reach'>;
  readonly kind: 'slider' | 'toggle';
  readonly labelKey: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Sliders over several orders of magnitude move by ratio. */
  readonly logarithmic?: boolean;
  readonly unit?: 'px' | '%';
}

export interface Tool {
  readonly id: ToolId;
  /** i18n key of the name a screen reader and a tooltip say. */
  readonly labelKey: string;
  /** Matched by `event.key`, lower case. */
  readonly shortcut: string;
  readonly aliases?: readonly string[];
  readonly controls: readonly ToolControl[];
  /** How the page draws the pointer: a circle of the brush's size, a cross, a hand. */
  readonly cursor: 'brush' | 'cross' | 'hand';
  /** Name of its step in the history; absent for tools that only move the view. */
  readonly history?: HistoryLabel;
  /** Draws something else than the mask: neither a mode nor a plane to choose. */
  readonly isBesideMask?: true;
  /** Absent for tools that only move the view. */
  readonly begin?: (surface: Surface, settings: ToolSettings, sample: Sample) => Gesture;
}
