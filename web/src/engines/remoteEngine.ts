import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import type { ProcessedAt } from '../document/facts.ts';
import type { ProblemData, RemovalCrop } from '../workers/documentApi.ts';
import type { RemoteJob, Upload } from '../workers/remoteApi.ts';
import { remoteClient as remote, RemoteMissing } from '../workers/remoteClient.ts';
import {
  userMask,
  type Engine,
  type EngineEvent,
  type MaskChoice,
  type RemovalParameters,
} from './engine.ts';
import { callServer, unreached } from './serverCall.ts';

/**
 * The `request` part. Engines with a mask of their own are sent it undilated, with the dilation as a fraction of the
 * sent picture's width; the others are shown the mask already grown.
 */
export function requestOf(
  engine: EngineDescription,
  parameters: RemovalParameters,
  sent: { readonly width: number; readonly photoWidth: number },
  mask: MaskChoice = userMask,
): Record<string, unknown> {
  const { dilation, seed, ...others } = parameters;
  const named = Object.entries(others).filter(([, value]) => value !== undefined && value !== '');
  return {
    engine: engine.id,
    maskMode: mask.mode,
    ...(mask.mode === 'semantic' ? { maskClasses: mask.classes } : {}),
    ...Object.fromEntries(named),
    dilation: engine.mask === 'native' ? Math.min(1, (dilation * sent.photoWidth) / sent.width) : 0,
    ...(seed === undefined ? {} : { seed, addWatermark: false }),
  };
}

export const blobOf = (event: Extract<RemovalEvent, { type: 'candidate' }>): Blob =>
  new Blob([Uint8Array.from(atob(event.bytesBase64Encoded), (c) => c.charCodeAt(0))], {
    type: event.mimeType,
  });

/** What keeps a picture from being sent: it is too large, or cannot be made. */
export function unsendable(error: unknown, { limits }: Pick<EngineDescription, 'limits'>): ProblemData {
  if (error instanceof RemoteMissing) return unreached();
  if (!(error instanceof RangeError)) return { code: 'ENGINE_FAILED' };
  return { code: 'BODY_TOO_LARGE', params: { megabytes: error.message, limit: limits.maxImageBytes / 1e6 } };
}

function processedAt({ uploads }: RemoteJob): ProcessedAt {
  const smallest = uploads.reduce((least, upload) => (upload.scale < least.scale ? upload : least));
  return {
    side: Math.max(smallest.width, smallest.height),
    scale: smallest.scale,
    crops: uploads.length,
  };
}

/** An engine behind our server. What it answers is registered to the photo and matched in colour, or not offered. */
export function createRemoteEngine(description: EngineDescription): Engine {
  const isGuided = description.mask === 'guided';

  const open = (crop: RemovalCrop, mask: MaskChoice): Promise<RemoteJob> => {
    const isUser = mask.mode === 'user';
    const { limits } = description;
    return remote.open({
      pixels: crop.pixels,
      width: crop.region.width,
      height: crop.region.height,
      mask: isUser ? crop.mask : null,
      sentMask: isUser ? (description.mask === 'native' ? crop.drawnMask : crop.mask) : null,
      bestSides: limits.bestSides,
      aspect: limits.aspect,
      maxImageBytes: limits.maxImageBytes,
      withGuide: isGuided,
      mayMove: isGuided,
    });
  };

  return {
    description,
    async remove(crop, parameters, onEvent, signal, mask = userMask) {
      const started = performance.now();
      onEvent({ type: 'progress', stage: 'preparing' });
      let job: RemoteJob;
      try {
        job = await open(crop, mask);
      } catch (error) {
        signal.throwIfAborted();
        return unsendable(error, description);
      }
      const sizes = processedAt(job);
      let offered = 0;
      let refused = 0;
      const offer = (event: Extract<EngineEvent, { type: 'candidate' }>) => {
        offered++;
        onEvent(event);
      };

      const takeCandidate = async (part: number, event: Extract<RemovalEvent, { type: 'candidate' }>) => {
        const fitted = await remote.fit(job.id, part, event.index, blobOf(event));
        signal.throwIfAborted();
        const slot = event.index;
        if (fitted.kind === 'misaligned' || fitted.kind === 'nothingFound') refused++;
        if (fitted.kind === 'misaligned')
          onEvent({ type: 'refused', slot, problem: { code: 'CANDIDATE_MISALIGNED' } });
        if (fitted.kind === 'nothingFound')
          onEvent({ type: 'refused', slot, problem: { code: 'NOTHING_CHANGED' } });
        if (fitted.kind !== 'fitted') return;
        const { area, pixels, found } = fitted;
        const seconds = (performance.now() - started) / 1000;
        const strategy = description.model;
        offer({
          type: 'candidate',
          slot,
          preview: false,
          area,
          pixels,
          strategy,
          seconds,
          processedAt: sizes,
          ...(found ? { found } : {}),
        });
        if (fitted.isUnchanged) onEvent({ type: 'notice', code: 'NOTHING_CHANGED', message: '', slot });
      };

      /** One request from its first byte to `done`; null, or the problem it ended in. */
      const runPart = (part: number, upload: Upload): Promise<ProblemData | null> =>
        callServer({
          path: '/api/removals',
          body: () => bodyOf(upload),
          signal,
          onEvent: (event) => (event.type === 'candidate' ? takeCandidate(part, event) : tell(event)),
          onAgain: (inMs) =>
            onEvent({
              type: 'progress',
              ...(inMs === undefined ? { stage: 'retrying' } : { stage: 'full', retryInMs: inMs }),
            }),
        });

      const bodyOf = ({ image, mask: maskPart, guide, width, scale }: Upload): FormData => {
        const body = new FormData();
        // The photo's width in the sent picture's pixels, which is what a fraction of the sent width is of.
        const photoWidth = crop.photoWidth * scale;
        const request = JSON.stringify(requestOf(description, parameters, { width, photoWidth }, mask));
        body.append('request', new Blob([request], { type: 'application/json' }));
        body.append('image', image, 'image');
        if (maskPart) body.append('mask', maskPart, 'mask');
        if (guide) body.append('guide', guide, 'guide');
        return body;
      };

      const tell = (event: RemovalEvent) => {
        if (event.type === 'progress') {
          const { stage, place, retryInMs } = event;
          onEvent({
            type: 'progress',
            stage,
            ...(place === undefined ? {} : { place }),
            ...(retryInMs === undefined ? {} : { retryInMs }),
          });
        } else if (event.type === 'filtered')
          onEvent({
            type: 'refused',
            problem: { code: 'CONTENT_FILTERED', variant: 'said', params: { reason: event.reason } },
            ...(event.index === undefined ? {} : { slot: event.index }),
          });
        // Gemini has sizes of its own: that one comes back in another is the rule there, not news.
        else if (event.type === 'notice' && !(event.code === 'OTHER_SIZE' && isGuided))
          onEvent({ type: 'notice', code: event.code, message: event.message });
      };

      try {
        onEvent({ type: 'progress', stage: 'uploading' });
        const problems = await Promise.all(job.uploads.map((upload, part) => runPart(part, upload)));
        const problem = problems.find((one) => one !== null);
        if (problem !== undefined || offered > 0) return problem ?? null;
        return refused > 0 ? nothingOffered(mask) : noPicture;
      } finally {
        void remote.close(job.id).catch(() => undefined);
      }
    },
  };
}

/** The server said nothing was wrong and sent nothing. */
const noPicture: ProblemData = { code: 'UPSTREAM_BAD_RESPONSE', variant: 'noPicture' };

/** Every candidate was refused, each with its own card: what the run as a whole ends in. */
const nothingOffered = ({ mode }: MaskChoice): ProblemData => ({
  code: mode === 'user' ? 'CANDIDATE_MISALIGNED' : 'NOTHING_CHANGED',
});
