import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { AnswerFault } from '@cleanplate/shared/segment/maskAnswer.ts';

/** A crop region as the engine's worker is given it; the buffers become the worker's. */
export interface RemoteJobInput {
  /** RGBA, region-sized. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The effective mask, 0 or 255, region-sized; null when the engine is to find what must go. */
  readonly mask: Uint8Array<ArrayBuffer> | null;
  /** The mask that is sent: as drawn for engines that grow it themselves, else the effective one. */
  readonly sentMask: Uint8Array<ArrayBuffer> | null;
  /** Sides at which the engine works best, ascending. A picture is never enlarged for it. */
  readonly bestSides: readonly number[];
  /** `square`: only what is sent at the engine's own sizes comes back unstretched. */
  readonly aspect: 'square' | 'any';
  readonly maxImageBytes: number;
  /** Whether the engine is shown the mask on a third picture. */
  readonly withGuide: boolean;
  /** Whether what comes back may lie a little beside its place: a mask at the border is then sent with room around it. */
  readonly mayMove: boolean;
}

/** One request of a job, all parts of one size. */
export interface Upload {
  readonly image: Blob;
  readonly mask: Blob | null;
  /** The picture with the mask marked on it. */
  readonly guide: Blob | null;
  readonly width: number;
  readonly height: number;
  /** Pixels of what is sent for one of the photo. */
  readonly scale: number;
}

export interface RemoteJob {
  readonly id: number;
  /** One, or one for each part of the mask where that keeps more detail. */
  readonly uploads: readonly Upload[];
}

export type Fitted =
  /** Other requests of the job have not brought this candidate yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'misaligned' }
  /** The engine found nothing to remove. */
  | { readonly kind: 'nothingFound' }
  | {
      readonly kind: 'fitted';
      /** What `pixels` covers, in pixels of the crop region. */
      readonly area: Rect;
      /** RGBA, registered to the photo and in its colours. */
      readonly pixels: Uint8ClampedArray<ArrayBuffer>;
      /** Where the engine painted, 0 or 255, `area`-sized; only when it was to find that itself. */
      readonly found: Uint8Array<ArrayBuffer> | null;
      readonly isUnchanged: boolean;
    };

/** A photo on its way to a model that paints a mask for it. */
export interface SmallPhoto {
  /** RGBA. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export type ReadMask =
  /** Coverage 0–255 of the photo's size, on its place. */
  { readonly kind: 'mask'; readonly mask: Uint8Array<ArrayBuffer> } | { readonly kind: AnswerFault };

export interface RemoteApi {
  /** Throws RangeError when a picture stays above `maxImageBytes`; the message is its size in megabytes. */
  open(input: RemoteJobInput): Promise<RemoteJob>;
  /** Fits the candidate `slot` that request `part` brought; complete once every part has brought one of that slot. */
  fit(jobId: number, part: number, slot: number, candidate: Blob): Promise<Fitted>;
  /** The photo as it is sent; in the engine's own format, so that the answer comes back unstretched. */
  encodePhoto(photo: SmallPhoto, maxImageBytes: number): Promise<Blob>;
  /** Reads what came back as a mask of the photo, or says why it is none. */
  readMask(photo: SmallPhoto, answer: Blob): Promise<ReadMask>;
  /** Gives the job's memory back. */
  close(jobId: number): void;
}
