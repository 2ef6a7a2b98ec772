/**
 * The calls that cross from the page into the document's worker (typed for Comlink), and what comes back unasked.
 * Pointer samples do not go this way: see `PointerMessage`.
 */
import type { GuideLine } from '@cleanplate/shared/inpaint/types.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type {
  Display,
  DocumentFacts,
  ExportFormat,
  MaskFile,
  PlaneName,
  TrayItem,
} from '../document/facts.ts';
import type { ExtractInto } from '../document/extracts.ts';
import type { LoadProgress } from './peopleApi.ts';
import type { MaskAction } from '../document/maskActions.ts';
import type { Finding } from '../document/preflight.ts';
import type { Candidate as CandidateInput, RemovalSetup } from '../document/removals.ts';
import type { PatchChange } from '../document/patches.ts';
import type { ReportData } from '../document/reportPictures.ts';
import type { PanelContent, PlacedMark } from '../document/screen.ts';
import type { BrushMark } from '../document/pointerMark.ts';
import type { View } from '../document/view.ts';
import type { KeepState } from '../storage/keeper.ts';
import type { SmallPhoto } from './remoteApi.ts';
import type { Outline, Sample, ToolId, ToolSettings } from '../tools/gesture.ts';
import type { KeepingApi, ReadOnly } from './keepingApi.ts';

/** A problem as data: `code` of faults.md §2.9 with the parameters its sentence names. */
export interface ProblemData {
  readonly code: string;
  /** Another sentence of the same code. */
  readonly variant?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ProblemData };

export interface OpenOptions {
  /** Open what is there of an incomplete file. */
  readonly acceptTruncated?: boolean;
  /** Open a photo above the pixel limit reduced to it. */
  readonly reduceToLimit?: boolean;
  /** What the page could decode of an incomplete file (only an `<img>` accepts one). */
  readonly decoded?: ImageBitmap;
}

export type Doubt = 'nothing' | 'busy' | 'several';

export interface ExtractAnswer {
  readonly known: boolean;
  /** Why it does not know. */
  readonly doubt?: Doubt;
}

export type { CandidateInput, ExtractInto, LoadProgress, RemovalSetup };

/** What an engine is given: one crop region. The buffers are the receiver's. */
export interface RemovalCrop {
  readonly removalId: string;
  readonly region: Rect;
  /** RGBA, region-sized. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** 0 or 255, region-sized: the effective mask. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** 0 or 255, region-sized: the mask as drawn, before it was grown. */
  readonly drawnMask: Uint8Array<ArrayBuffer>;
  readonly photoWidth: number;
  /** 0 or 255, region-sized; absent when nothing is protected. */
  readonly protectedArea?: Uint8Array<ArrayBuffer>;
  /** Drawn lines along which structure goes on, in the region's own pixels. */
  readonly guideLines: readonly GuideLine[];
}

export interface ExportPhotoOptions {
  readonly format: ExportFormat;
  /** 0–1, for JPEG and WebP that are encoded anew. */
  readonly quality: number;
  /** Leaves out where, when and with what the photo was taken. */
  readonly withoutPrivate: boolean;
}

export type { Finding, MaskAction, PanelContent };

export interface DocumentApi extends KeepingApi {
  /**
   * Hands over the two canvases of the editor. Sizes in device pixels.
   * @param space of every canvas that shows the photo: the widest that the screen can show
   */
  attachCanvases(photo: OffscreenCanvas, overlay: OffscreenCanvas, space: PredefinedColorSpace): void;
  resizeCanvases(width: number, height: number): void;
  /** A further canvas that shows one thing under the shared view (results, compare). */
  attachPanel(panelId: string, canvas: OffscreenCanvas): void;
  setPanel(panelId: string, content: PanelContent, width: number, height: number): void;
  detachPanel(panelId: string): void;
  /** The view of all panels; given for a canvas of `width` × `height`, recentred for each panel. */
  setPanelView(view: View, width: number, height: number): void;

  /** Everything that is shown, painted anew. */
  repaint(): void;
  setView(view: View): void;
  setDisplay(display: Display): void;

  open(file: Blob, name: string, options?: OpenOptions): Promise<Outcome<DocumentFacts>>;
  activate(documentId: string): Outcome<DocumentFacts>;
  close(documentId: string): void;
  tray(): Promise<readonly TrayItem[]>;

  undo(): void;
  redo(): void;
  invertMask(plane: PlaneName): void;
  clearMask(plane: PlaneName): void;
  selectAll(plane: PlaneName): void;
  addShape(
    kind: 'box' | 'ellipse',
    rect: Rect,
    mode: 'add' | 'subtract',
    plane: PlaneName,
  ): GestureAnnouncement;
  /** Takes away the selected guide line. */
  deleteGuide(): void;
  clearGuides(): void;
  /**
   * Applies a one-click correction; answers how many masked pixels it added (negative: took away). The work is done
   * beside: painting goes on meanwhile, and a mask that was changed by it stays as it is then (MASK_CHANGED).
   */
  maskAction(action: MaskAction, amount: number): Promise<Outcome<number>>;
  /** Joins the mask that was last cleared or used up to the present one. */
  bringBackMask(): Outcome<null>;
  /**
   * What to look at before Remove; begins to look for the product too, which Remove will protect.
   * @param dilation fraction of the photo's width by which the mask will be grown
   */
  preflight(dilation: number): Promise<readonly Finding[]>;
  /** Finds the product or what lies round it; `known` is false when the answer is only a guess, and nothing is masked then. */
  /**
   * Finds upright figures and masks them; answers how many. The detector is fetched when it is first needed.
   * Ends in CANCELLED after `cancelLook`.
   */
  extractPeople(how: ExtractInto, onLoad: (progress: LoadProgress) => void): Promise<Outcome<number>>;
  cancelLook(): void;
  /** Looks for the product outside the mask and protects it, in the place of what was protected. */
  protectProduct(): Promise<Outcome<ExtractAnswer>>;
  extract(what: 'foreground' | 'background', how: ExtractInto): Promise<Outcome<ExtractAnswer>>;
  /** The photo with its patches, its longer side at most `longerSide`: what a model is shown to find something in it. */
  smallPhoto(longerSide: number): Outcome<SmallPhoto>;
  /** Makes a proposed mask (coverage 0–255, any size in the photo's framing) follow the photo's edges, and takes it in. */
  takeProposal(documentId: string, proposal: Plane, how: ExtractInto): Promise<Outcome<null>>;
  /** `fit`: resample a picture of another size instead of refusing it (MASK_MISMATCH with both sizes). */
  uploadMask(file: Blob, options: { fit: boolean }): Promise<Outcome<null>>;
  /** `null`: cancelled. */
  exportMask(file: MaskFile, onProgress?: (fraction: number) => void): Promise<Outcome<Blob | null>>;

  /** With `protect`, the product is looked for first where nothing is protected yet and nobody has looked. */
  beginRemoval(setup: RemovalSetup): Promise<Outcome<RemovalCrop>>;
  addCandidate(candidate: CandidateInput): Outcome<string>;
  markBest(removalId: string, slot: number): void;
  /** Forgets a removal that was cancelled before it gave a result. */
  abandonRemoval(removalId: string): void;
  /** Puts the results of an earlier removal on the table, or clears it. */
  showRemoval(removalId: string | null): void;
  acceptResult(resultId: string): Outcome<null>;
  /** Makes the stroke and the result that was just accepted for it one step of the history. */
  joinStroke(): void;
  /** A result for each separate part of the mask, in the facts' order; one patch for each result, one step to undo. */
  acceptMix(resultIds: readonly string[]): Outcome<null>;
  /** Resolves when no gesture is in progress: a result must not cut a stroke short. */
  atRest(): Promise<void>;
  discardResult(resultId: string): void;

  /** Each of these is one step of the history. */
  changePatch(patchId: string, change: PatchChange): void;
  /** Ends a run of changes that belong together, such as a slider's. */
  settle(): void;
  /** To a place in the stack, 0 the lowest. */
  movePatch(patchId: string, to: number): void;
  deletePatch(patchId: string): void;
  /** Takes a patch off and brings back its mask and results: to choose another, or to remove anew. */
  reopenPatch(patchId: string): void;

  /** What the report shows and counts of the photo as it stands. */
  reportData(): Promise<Outcome<ReportData>>;
  /** `null`: cancelled. */
  exportPhoto(
    options: ExportPhotoOptions,
    onProgress?: (fraction: number) => void,
  ): Promise<Outcome<Blob | null>>;
  /** Stops whatever file is being made. */
  cancelExport(): void;
  /** RGBA of the visible photo (patches included), for thumbnails and tests. At most 4 MP. */
  readPhoto(rect: Rect): Promise<Uint8ClampedArray<ArrayBuffer>>;
  readMask(rect: Rect): Promise<Uint8Array<ArrayBuffer>>;
}

/** Events from the worker, posted as `{event: …}`. */
export type DocumentEvent =
  | { readonly event: 'facts'; readonly facts: DocumentFacts }
  /** `isPending`: the pointer is up and the shape waits for its next corner, Enter or Esc. */
  | { readonly event: 'outline'; readonly outline: Outline | null; readonly isPending: boolean }
  | { readonly event: 'gesture'; readonly announcement: GestureAnnouncement }
  | { readonly event: 'notice'; readonly code: string }
  | { readonly event: 'tray' }
  /** How far a photo's work is written down. */
  | { readonly event: 'keeping'; readonly documentId: string; readonly state: KeepState | 'private' }
  | { readonly event: 'readOnly'; readonly documentId: string; readonly why: ReadOnly | null };

/** What a finished gesture did, for the live region. */
export interface GestureAnnouncement {
  readonly tool: ToolId;
  readonly mode: 'add' | 'subtract';
  readonly plane: PlaneName;
  readonly bounds: Rect;
  readonly maskPercent: number;
  /** What the tool has to say of what it drew: a key of the notices. */
  readonly notice: string | null;
}

/** The fast lane: raw messages, no promise, no proxy. */
export type PointerMessage =
  | {
      readonly pointer: 'begin';
      readonly tool: ToolId;
      readonly settings: ToolSettings;
      readonly plane: PlaneName;
      readonly sample: Sample;
      /** What is shown at the pointer until the gesture ends. */
      readonly mark: BrushMark | null;
    }
  | { readonly pointer: 'move'; readonly samples: readonly Sample[] }
  | { readonly pointer: 'end'; readonly sample: Sample }
  | { readonly pointer: 'cancel' }
  /** Finishes a pending shape (Enter, or another tool chosen). */
  | { readonly pointer: 'finish' }
  | { readonly view: View }
  /** What is shown at the pointer while the view changes under it; null for nothing. */
  | { readonly mark: PlacedMark | null };
