import type { Picture } from '@cleanplate/shared/raster/picture.ts';
import type { Detection } from '@cleanplate/shared/segment/people.ts';

/** The detector is fetched once and then kept by the browser. `total` is 0 where the server does not say. */
export interface LoadProgress {
  readonly loaded: number;
  readonly total: number;
}

export interface PeopleApi {
  /**
   * Upright figures in a small picture (about 300 px high), in its own pixels.
   * @param onLoad called while the detector is fetched, and not at all when it is there
   */
  detect(picture: Picture, onLoad: (progress: LoadProgress) => void): Promise<readonly Detection[]>;
}
