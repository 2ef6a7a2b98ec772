import type { EngineDescription, GoogleEngineId } from '@cleanplate/shared/contract/engine.ts';
import type { Config } from '../config.ts';
import type { JsonValue } from './jsonBody.ts';

/** A picture as it came from the page: its bytes are forwarded untouched. */
export interface PicturePart {
  readonly bytes: Uint8Array;
  readonly mimeType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

export interface RequestParts {
  readonly image: PicturePart;
  readonly mask: PicturePart | undefined;
  /** The photo with the mask tinted over it, for engines that are shown the mask instead of given it. */
  readonly guide: PicturePart | undefined;
}

/** A picture that Google did not give: held back by a filter, or a model that answered in words instead. */
export interface Withheld {
  readonly kind: 'safety' | 'words';
  readonly reason: string;
}

/** What one upstream call brought: pictures as base64, and why others are missing, in Google's words. */
export interface Answer {
  readonly pictures: readonly string[];
  readonly filtered: readonly Withheld[];
}

/**
 * An engine on the server is two pure functions around one `vertex.post`, and a description that the page follows.
 * `toBody` gets a request that was checked; bytes stay bytes in the body and become base64 as they are sent.
 */
export interface GoogleEngine<Request> {
  readonly id: GoogleEngineId;
  readonly method: 'predict' | 'generateContent';
  /** Model id or full endpoint name, and the Google location it is called in. */
  readonly target: (config: Config) => { readonly model: string; readonly location: string };
  readonly describe: (config: Config) => Omit<EngineDescription, 'availability'>;
  /** Upstream calls that one request takes; their answers arrive one by one. */
  readonly calls: (request: Request) => number;
  readonly toBody: (request: Request, parts: RequestParts) => JsonValue;
  readonly fromBody: (body: unknown) => Answer;
}
