/** The small facts of a document that the page mirrors. No pixels here: those stay in the document's worker. */
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Guide } from './guides.ts';
import type { View } from './view.ts';

export type PlaneName = 'mask' | 'protect';
export type OverlayMode = 'tint' | 'outline' | 'blackWhite' | 'hidden';
export type SplitDirection = 'vertical' | 'horizontal';
export const exportFormats = ['png', 'jpeg', 'webp', 'tiff'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How a mask is written for other tools. */
export interface MaskFile {
  /** What stands for “remove”: white in a grey picture and opaque in an alpha, or black and clear. */
  readonly remove: 'white' | 'black';
  readonly channel: 'grey' | 'alpha';
}

/** One photo in the tray. */
export interface TrayItem {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly thumbnail?: Blob;
  /** The mask, a patch or a result would be lost if it were closed. */
  readonly hasWork: boolean;
}

/** What was counted and measured in the composited pixels. */
export interface ProofFacts {
  /** Pixels outside the effective mask that differ from what lies below: 0 by construction, and counted. */
  readonly changedOutside: number;
  /** Pixels outside the effective mask. */
  readonly pixelsOutside: number;
  /** How far the mask was grown, photo pixels. */
  readonly margin: number;
  /** null: too little edge to measure. */
  readonly seam: SeamFacts | null;
}

/** How an edge sits in its surroundings. */
export interface SeamFacts {
  /** Step across the edge beyond what the photo itself has there, grey levels. */
  readonly contrast: number;
  /** Distance of the mean colours on both sides of the edge, CIE76. */
  readonly distance: number;
  /** An eye that looks for it will find it. */
  readonly isVisible: boolean;
}

/** At which size an engine worked, when that is not the photo's own. */
export interface ProcessedAt {
  /** Longer side of what was sent, pixels. */
  readonly side: number;
  /** Sent pixels by photo pixels, of the part sent smallest; at most 1. */
  readonly scale: number;
  /** Crops that were sent, each by itself. */
  readonly crops: number;
}

/** A candidate composited into the photo, with the request it answers. */
export interface ResultFacts extends ProofFacts {
  readonly id: string;
  readonly removalId: string;
  readonly roundId: string;
  /** 1 for "Result 1" of its round. */
  readonly number: number;
  readonly engine: string;
  /** Name of the strategy (local engine) or of the model. */
  readonly strategy: string;
  /** null: the engine drew its own and did not say. */
  readonly seed: number | null;
  readonly best: boolean;
  /** A coarse fill while the engine works on; it cannot be accepted yet. */
  readonly preview: boolean;
  readonly seconds: number;
  readonly leftComputer: boolean;
  /** The part of the photo that was sent to the engine. */
  readonly region: Rect;
  readonly processedAt?: ProcessedAt;
}

export interface PatchFacts extends ProofFacts {
  readonly id: string;
  /** "Patch 3" until it has a name. */
  readonly number: number;
  /** Empty until the user gives one. */
  readonly name: string;
  readonly engine: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly seed: number | null;
  readonly seconds: number;
  readonly leftComputer: boolean;
  readonly bounds: Rect;
  readonly visible: boolean;
  /** Photo pixels. */
  readonly matteWidth: number;
  readonly colourMatch: boolean;
  readonly grainMatch: boolean;
}

/** The removals of one mask: their results are shown together. */
export interface RoundFacts {
  readonly id: string;
  /** The removal to put on the table to see it. */
  readonly removalId: string;
  /** 1 for "Round 1". */
  readonly number: number;
  readonly count: number;
}

/** A step that undo or redo would take; a key of the `history` strings. */
export type HistoryLabel =
  | 'box'
  | 'ellipse'
  | 'brush'
  | 'eraser'
  | 'lasso'
  | 'wand'
  | 'object'
  | 'invert'
  | 'clear'
  | 'selectAll'
  | 'uploadMask'
  | 'bringBack'
  | 'accept'
  | 'removeAtOnce'
  | 'maskAction'
  | 'extract'
  | 'protect'
  | 'guide'
  | 'hidePatch'
  | 'showPatch'
  | 'renamePatch'
  | 'movePatch'
  | 'deletePatch'
  | 'featherPatch'
  | 'matchPatch'
  | 'reopen'
  | 'startOver';

export interface DocumentFacts {
  readonly id: string;
  readonly name: string;
  /** Type of the opened file, which Save photo proposes again: 'jpeg', 'png', 'webp', 'avif', … */
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  /** Saved as JPEG again, blocks without a change stay as they are in the opened file. */
  readonly keepsBlocks: boolean;
  /** Codes of notices about the opened file (keys of the notices). */
  readonly notices: readonly string[];
  /** Counts up with every change of mask, patches or results. */
  readonly revision: number;
  readonly maskPixels: number;
  readonly maskBounds: Rect | null;
  readonly protectPixels: number;
  readonly guides: readonly Guide[];
  readonly selectedGuide: number | null;
  /** A mask was cleared or used up, and can be brought back. */
  readonly hasPrevious: boolean;
  readonly undo: HistoryLabel | null;
  readonly redo: HistoryLabel | null;
  /** What undo and redo hold. */
  readonly historyBytes: number;
  /** From below to above. */
  readonly patches: readonly PatchFacts[];
  /** Of the round on the table. */
  readonly results: readonly ResultFacts[];
  /** The separate parts of its mask, largest first. */
  readonly parts: readonly Rect[];
  /** Every mask of the session that has results, oldest first. */
  readonly rounds: readonly RoundFacts[];
  /** The removal on the table. */
  readonly removalId: string | null;
  readonly view: View | null;
}

/** What the canvases show beside the photo. View settings: never part of the mask or the history. */
export interface Display {
  readonly overlay: OverlayMode;
  /** sRGB, 0–255 each. */
  readonly colour: readonly [number, number, number];
  /** 0–1. */
  readonly opacity: number;
  /** Fraction of the photo's width by which the mask will be grown; previewed round the mask. */
  readonly dilation: number;
  /** The result shown in place of the patched photo, or null. */
  readonly resultId: string | null;
  /** A result for each separate part of the mask, shown in place of one result; null = none. */
  readonly mix: readonly string[] | null;
  /** Before/after split: fraction of the canvas, from the left or the top, in which the photo shows; null = none. */
  readonly split: number | null;
  /** The way its bar runs. */
  readonly splitDirection: SplitDirection;
  /** Gain of the difference view, 1 and more; null = off. */
  readonly difference: number | null;
  /** While the user holds `\`: the untouched photo, without overlay. */
  readonly photoOnly: boolean;
  readonly protectHatch: boolean;
}

export const initialDisplay: Display = {
  overlay: 'tint',
  colour: [255, 64, 96],
  opacity: 0.45,
  dilation: 0.01,
  resultId: null,
  mix: null,
  split: null,
  splitDirection: 'vertical',
  difference: null,
  photoOnly: false,
  protectHatch: true,
};
