import type { EngineDescription, ExtractKind } from '@cleanplate/shared/contract/engine.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import type { AnswerFault } from '@cleanplate/shared/segment/maskAnswer.ts';
import type { ProblemData } from '../workers/documentApi.ts';
import type { SmallPhoto } from '../workers/remoteApi.ts';
import { remoteClient as remote } from '../workers/remoteClient.ts';
import { blobOf, unsendable } from './remoteEngine.ts';
import { callServer } from './serverCall.ts';

/** What is to be found, as the server takes it. */
export interface MaskQuestion {
  readonly what: ExtractKind;
  readonly classes?: readonly number[];
  readonly words?: string;
}

export type MaskFound =
  | { readonly kind: 'mask'; readonly proposal: Plane }
  | { readonly kind: 'fault'; readonly fault: AnswerFault }
  | { readonly kind: 'problem'; readonly problem: ProblemData };

/** Asks a server engine to paint a mask of what is meant, and reads its answer. Rejects with the signal's reason. */
export async function askForMask(
  engine: EngineDescription,
  photo: SmallPhoto,
  question: MaskQuestion,
  signal: AbortSignal,
): Promise<MaskFound> {
  try {
    const request = JSON.stringify({ engine: engine.id, ...question });
    const image = await remote.encodePhoto(photo, engine.limits.maxImageBytes);
    signal.throwIfAborted();
    let found: MaskFound | null = null;
    const problem = await callServer({
      path: '/api/extracts',
      body() {
        const body = new FormData();
        body.append('request', new Blob([request], { type: 'application/json' }));
        body.append('image', image, 'image');
        return body;
      },
      signal,
      async onEvent(event) {
        if (event.type !== 'candidate') return;
        const read = await remote.readMask(photo, blobOf(event));
        const { width, height } = photo;
        found =
          read.kind === 'mask'
            ? { kind: 'mask', proposal: { data: read.mask, width, height } }
            : { kind: 'fault', fault: read.kind };
      },
    });
    if (problem) return { kind: 'problem', problem };
    return found ?? { kind: 'problem', problem: { code: 'UPSTREAM_BAD_RESPONSE', variant: 'noPicture' } };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'problem', problem: unsendable(error, engine) };
  }
}
