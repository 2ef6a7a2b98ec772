/** The part of the document's calls that is about work kept on this computer. */
import type { DocumentFacts } from '../document/facts.ts';
import type { KeepState } from '../storage/keeper.ts';
import type { OpenOptions, Outcome } from './documentApi.ts';

export interface ReopenOptions extends OpenOptions {
  /** Beside what is shown, without showing it. */
  readonly isBehind?: boolean;
}

/** A photo that is kept, open or not. */
export interface RecentPhoto {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly thumbnail: Blob | null;
  /** Open in this page. */
  readonly isHere: boolean;
  /** It was open when the page was last there. */
  readonly wasOpen: boolean;
}

export interface Reopened {
  readonly facts: DocumentFacts;
  /** Part of what was kept could not be read: everything before it is here. */
  readonly isPartial: boolean;
  /** Anything was done to the photo. */
  readonly hasWork: boolean;
}

/** How a photo that cannot be written now may be used. */
export type ReadOnly =
  /** Another page works on it. */
  | 'elsewhere'
  /** A newer Cleanplate has written it. */
  | 'newer';

export interface KeepingApi {
  /** Every photo that is kept, the last one worked on first. */
  recent(): Promise<Outcome<readonly RecentPhoto[]>>;
  /** Opens a kept photo where it was left, and shows it. */
  reopen(id: string, options?: ReopenOptions): Promise<Outcome<Reopened>>;
  /** The bytes of a kept photo, as they were opened. */
  keptFile(id: string): Promise<Outcome<Blob>>;
  /** Takes a photo over from the page that has it, and opens it anew. */
  editHere(id: string): Promise<Outcome<Reopened>>;
  /** Empties mask and protected area and takes the patches off: one step, which undo takes back. */
  startOver(): void;
  /** The shown photo with its mask, patches and results as one file. */
  exportProject(): Promise<Outcome<Blob>>;
  forget(id: string): Promise<Outcome<null>>;
  forgetEverything(): Promise<Outcome<null>>;
  /** Keeps nothing from now on, and forgets what is kept of the open photos; or keeps them again. */
  setPrivate(isPrivate: boolean): Promise<void>;
  /** Writes down what is not written yet: the page goes into the background. */
  flush(): Promise<void>;
  /** There may be room again. */
  retryKeeping(): void;
}

export type { KeepState };
