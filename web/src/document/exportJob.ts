import type { PhotoMetadata } from '@cleanplate/shared/metadata/photoMetadata.ts';
import type { Turns } from './turns.ts';

/** What every way of saving is given beside the document. */
export interface ExportJob {
  /** 0–1; for encoders that have one. */
  readonly quality: number;
  /** Leaves out where, when and with what the photo was taken. */
  readonly withoutPrivate: boolean;
  readonly turns: Turns;
  onProgress(fraction: number): void;
}

/** A job whose file is written from pixels: upright, with the metadata that goes along. */
export interface PixelJob extends ExportJob {
  readonly metadata: PhotoMetadata;
}
