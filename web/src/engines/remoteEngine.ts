import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { problemBodySchema } from '@cleanplate/shared/contract/problem.ts';
import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import type { ProblemData, RemovalCrop } from '../workers/documentApi.ts';
import { remoteClient } from '../workers/remoteClient.ts';
import type { Engine, EngineEvent, RemovalParameters } from './engine.ts';
import { readEvents } from './eventLines.ts';

/** The smallest of the engine's sizes that keeps the whole crop, else its largest. */
export const sentSide = (longer: number, bestSides: readonly number[]): number =>
  bestSides.find((side) => side >= longer) ?? bestSides[bestSides.length - 1];

/**
 * The `request` part. Engines with a mask of their own are sent it undilated, with the dilation as a fraction of the
 * sent picture's width; the others are shown the mask already grown.
 */
export function requestOf(
  engine: EngineDescription,
  parameters: RemovalParameters,
  crop: Pick<RemovalCrop, 'region' | 'photoWidth'>,
): Record<string, unknown> {
  const { dilation, seed, ...others } = parameters;
  const named = Object.entries(others).filter(([, value]) => value !== undefined && value !== '');
  return {
    engine: engine.id,
    maskMode: 'user',
    ...Object.fromEntries(named),
    dilation: engine.mask === 'native' ? Math.min(1, (dilation * crop.photoWidth) / crop.region.width) : 0,
    ...(seed === undefined ? {} : { seed, addWatermark: false }),
  };
}

const blobOf = (event: Extract<RemovalEvent, { type: 'candidate' }>): Blob =>
  new Blob([Uint8Array.from(atob(event.bytesBase64Encoded), (c) => c.charCodeAt(0))], {
    type: event.mimeType,
  });

async function problemOf(response: Response): Promise<ProblemData> {
  try {
    const { code, variant, params } = problemBodySchema.parse(await response.json()).error;
    return { code, ...(variant ? { variant } : {}), ...(params ? { params } : {}) };
  } catch {
    // A captive portal or a proxy of someone else's answered.
    return { code: 'NETWORK_OFFLINE' };
  }
}

/** An engine behind our server. What it answers is registered to the photo and matched in colour, or not offered. */
export function createRemoteEngine(description: EngineDescription): Engine {
  const headers = { 'X-Cleanplate': '1' };

  async function send(crop: RemovalCrop, parameters: RemovalParameters, key: string, signal: AbortSignal) {
    const { region } = crop;
    const upload = await remoteClient().encode({
      pixels: crop.pixels,
      mask: description.mask === 'native' ? crop.drawnMask : crop.mask,
      width: region.width,
      height: region.height,
      longerSide: sentSide(Math.max(region.width, region.height), description.limits.bestSides),
      maxImageBytes: description.limits.maxImageBytes,
      withGuide: description.mask === 'guided',
    });
    signal.throwIfAborted();
    const body = new FormData();
    const request = JSON.stringify(requestOf(description, parameters, crop));
    body.append('request', new Blob([request], { type: 'application/json' }));
    body.append('image', upload.image, 'image');
    body.append('mask', upload.mask, 'mask');
    if (upload.guide) body.append('guide', upload.guide, 'guide');
    return fetch('/api/removals', {
      method: 'POST',
      headers: { ...headers, 'Idempotency-Key': key },
      body,
      signal,
    });
  }

  return {
    description,
    async remove(crop, parameters, onEvent, signal) {
      const key = crypto.randomUUID();
      const cancel = () =>
        void fetch(`/api/removals/${key}`, { method: 'DELETE', headers, keepalive: true }).catch(
          () => undefined,
        );
      signal.addEventListener('abort', cancel, { once: true });
      const started = performance.now();
      const { width, height } = crop.region;
      let problem: ProblemData | null = null;
      const take = async (event: RemovalEvent): Promise<EngineEvent | null> => {
        switch (event.type) {
          case 'progress':
            return {
              type: 'progress',
              stage: event.stage,
              ...(event.place === undefined ? {} : { place: event.place }),
              ...(event.retryInMs === undefined ? {} : { retryInMs: event.retryInMs }),
            };
          case 'filtered':
            return {
              type: 'filtered',
              reason: event.reason,
              ...(event.index === undefined ? {} : { slot: event.index }),
            };
          case 'notice':
            return { type: 'notice', code: event.code, message: event.message };
          case 'problem': {
            const { code, variant, params } = event.error;
            problem = { code, ...(variant ? { variant } : {}), ...(params ? { params } : {}) };
            return null;
          }
          case 'candidate': {
            const candidate = blobOf(event);
            const { pixels, mask } = crop;
            const { area, pixels: fitted } = await remoteClient().fit({
              candidate,
              pixels,
              mask,
              width,
              height,
            });
            if (!fitted) {
              problem = { code: 'CANDIDATE_MISALIGNED' };
              return null;
            }
            const seconds = (performance.now() - started) / 1000;
            const { model } = description;
            return {
              type: 'candidate',
              slot: event.index,
              preview: false,
              area,
              pixels: fitted,
              strategy: model,
              seconds,
            };
          }
          case 'done':
            return null;
        }
      };
      try {
        onEvent({ type: 'progress', stage: 'sending' });
        const response = await send(crop, parameters, key, signal);
        if (!response.ok || !response.body) return await problemOf(response);
        for await (const event of readEvents(response.body)) {
          const taken = await take(event);
          signal.throwIfAborted();
          if (taken) onEvent(taken);
        }
        return problem;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof RangeError)
          return {
            code: 'BODY_TOO_LARGE',
            params: { megabytes: error.message, limit: description.limits.maxImageBytes / 1e6 },
          };
        return { code: navigator.onLine ? 'UPSTREAM_UNAVAILABLE' : 'NETWORK_OFFLINE' };
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}
