import type { EngineDescription, ExtractKind } from '@cleanplate/shared/contract/engine.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import type { AnswerFault } from '@cleanplate/shared/segment/maskAnswer.ts';
import type { ProblemData } from '../workers/documentApi.ts';
import type { SmallPhoto } from '../workers/remoteApi.ts';
import { remoteClient } from '../workers/remoteClient.ts';
import { readEvents } from './eventLines.ts';
import { blobOf, problemIn, problemOf, problemOfThrown, serverHeaders } from './remoteEngine.ts';

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
  const remote = remoteClient();
  const key = crypto.randomUUID();
  const cancel = () =>
    void fetch(`/api/removals/${key}`, { method: 'DELETE', headers: serverHeaders, keepalive: true }).catch(
      () => undefined,
    );
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const body = new FormData();
    const request = JSON.stringify({ engine: engine.id, ...question });
    body.append('request', new Blob([request], { type: 'application/json' }));
    body.append('image', await remote.encodePhoto(photo, engine.limits.maxImageBytes), 'image');
    signal.throwIfAborted();
    const response = await fetch('/api/extracts', {
      method: 'POST',
      headers: { ...serverHeaders, 'Idempotency-Key': key },
      body,
      signal,
    });
    if (!response.ok || !response.body) return { kind: 'problem', problem: await problemOf(response) };
    let found: MaskFound | null = null;
    for await (const event of readEvents(response.body)) {
      if (event.type === 'problem') found = { kind: 'problem', problem: problemIn(event.error) };
      if (event.type !== 'candidate') continue;
      const read = await remote.readMask(photo, blobOf(event));
      const { width, height } = photo;
      found =
        read.kind === 'mask'
          ? { kind: 'mask', proposal: { data: read.mask, width, height } }
          : { kind: 'fault', fault: read.kind };
    }
    signal.throwIfAborted();
    return found ?? { kind: 'problem', problem: { code: 'UPSTREAM_BAD_RESPONSE', variant: 'noPicture' } };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'problem', problem: problemOfThrown(error, engine) };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
