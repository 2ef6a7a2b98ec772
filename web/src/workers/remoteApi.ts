import type { Rect } from '@cleanplate/shared/raster/rect.ts';

/** A crop as a server engine is sent it, all parts of one size. */
export interface Upload {
  readonly image: Blob;
  readonly mask: Blob;
  /** The picture with the mask marked on it; only for engines that are shown it. */
  readonly guide: Blob | null;
  readonly width: number;
  readonly height: number;
}

export interface UploadInput {
  /** RGBA, region-sized. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** 0 or 255, region-sized. */
  readonly mask: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The longer side that is sent; never larger than the crop's own. */
  readonly longerSide: number;
  readonly maxImageBytes: number;
  readonly withGuide: boolean;
}

export interface FitInput {
  readonly candidate: Blob;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** The effective mask: what lies outside it is compared. */
  readonly mask: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A candidate registered to the photo and matched in colour; `pixels` is null when it does not line up. */
export interface Fitted {
  readonly area: Rect;
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null;
}

export interface RemoteApi {
  /** Throws RangeError when the picture stays above `maxImageBytes`; the message is its size in megabytes. */
  encode(input: UploadInput): Promise<Upload>;
  fit(input: FitInput): Promise<Fitted>;
}
