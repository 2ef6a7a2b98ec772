import { extractRequestSchema } from '@cleanplate/shared/contract/extract.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { ProblemOptions } from '@cleanplate/shared/contract/problem.ts';
import { removalRequestSchema } from '@cleanplate/shared/contract/removal.ts';
import type { GoogleEngineId } from '@cleanplate/shared/contract/engine.ts';
import type { Request, RequestHandler, Response } from 'express';
import type { Availability } from './availability.ts';
import type { Config } from './config.ts';
import type { PicturePart } from './engines/engine.ts';
import { toExtractBody } from './engines/extract.ts';
import { fromGeminiBody, gemini } from './engines/gemini.ts';
import { describeEngine, engineCall } from './engines/index.ts';
import type { Vertex } from './engines/vertex.ts';
import type { Job, Jobs } from './jobs.ts';
import { parseRequestPart } from './jsonPart.ts';
import { checkMaskPixels } from './maskCheck.ts';
import { checkSameSize, readPicture } from './pictures.ts';
import { requestIdOf } from './problem.ts';
import { runEngine } from './runEngine.ts';
import type { EngineRun } from './runEngine.ts';
import { checkUploadHeaders, receiveUpload } from './upload.ts';
import type { Upload } from './upload.ts';

export interface RemovalRoutes {
  readonly remove: RequestHandler;
  readonly extract: RequestHandler;
  /** `DELETE /api/removals/{key}`. */
  readonly cancel: RequestHandler<{ key: string }>;
}

export interface RemovalDeps {
  readonly vertex: Vertex;
  readonly availability: Availability;
  readonly jobs: Jobs;
}

/** The routes that cost money. Everything is checked before anything is sent; what is sent is what was received. */
export function createRemovalRoutes(
  config: Config,
  { vertex, availability, jobs }: RemovalDeps,
): RemovalRoutes {
  const { limits } = config;
  const pictureBytes = Math.max(limits.maxImageBytes, limits.maxGeminiImageBytes);

  const receive = async (request: Request, sizes: Readonly<Record<string, number>>): Promise<Upload> => {
    checkUploadHeaders(request, limits);
    return receiveUpload(request, { request: limits.maxJsonBytes, ...sizes }, limits);
  };

  /** Engines that cannot work are refused before anything is sent; one that only did not answer is given its chance. */
  const requireEngine = async (engine: GoogleEngineId): Promise<void> => {
    const { state, fix, code } = await availability.of(engine);
    const { label, model } = describeEngine(engine, config);
    if (state === 'unconfigured')
      throw new Problem('ENGINE_UNAVAILABLE', {
        variant: code,
        params: { engine: label, fix: withoutStop(fix) },
      });
    if (state === 'retired') throw new Problem('UPSTREAM_MODEL_GONE', { params: { model } });
  };

  const begin = (
    request: Request,
    response: Response,
    upload: Upload,
    run: Omit<EngineRun, 'requestId' | 'limits'>,
  ) => {
    // Whoever left during the upload is not asking any more, and nothing has been paid for.
    if (response.closed) return;
    const key = idempotencyKey(request);
    const order = { owner: ownerOf(response), key, digest: key === undefined ? '' : upload.digest() };
    const requestId = requestIdOf(response);
    const job = jobs.start(order, (emit, signal) => runEngine({ ...run, requestId, limits }, emit, signal));
    streamEvents(job, response);
  };

  return {
    remove: async (request, response) => {
      idempotencyKey(request);
      const sizes = { image: pictureBytes, mask: limits.maxMaskBytes, guide: pictureBytes };
      const upload = await receive(request, sizes);
      const wanted = parseRequestPart(upload.parts.get('request'), removalRequestSchema);
      response.locals.engine = wanted.engine;
      const { maxImageBytes, maxMaskBytes } = describeEngine(wanted.engine, config).limits;
      const image = readPicture(required(upload, 'image'), ['png', 'jpeg'], maxImageBytes, limits);
      const mask = await readMask(upload.parts.get('mask'), image, wanted.maskMode === 'user', maxMaskBytes);
      const guide = readGuide(upload.parts.get('guide'), image, wanted.engine === 'gemini', maxImageBytes);
      await requireEngine(wanted.engine);
      const { calls, call } = engineCall(wanted, { image, mask, guide }, config, vertex);
      const onOutcome = (problem: Problem | undefined) => availability.learn(wanted.engine, problem);
      begin(request, response, upload, { image, calls, wanted: wanted.sampleCount, call, onOutcome });
    },

    extract: async (request, response) => {
      idempotencyKey(request);
      const upload = await receive(request, { image: pictureBytes });
      const wanted = parseRequestPart(upload.parts.get('request'), extractRequestSchema);
      response.locals.engine = wanted.engine;
      const image = readPicture(
        required(upload, 'image'),
        ['png', 'jpeg'],
        limits.maxGeminiImageBytes,
        limits,
      );
      await requireEngine(wanted.engine);
      const body = toExtractBody(wanted, image);
      begin(request, response, upload, {
        image,
        calls: 1,
        wanted: 1,
        call: async (hooks) =>
          fromGeminiBody(await vertex.post(gemini.target(config), gemini.method, body, hooks)),
        onOutcome: (problem) => availability.learn(wanted.engine, problem),
      });
    },

    cancel: (request, response) => {
      if (!uuid.test(request.params.key)) throw notUuid;
      if (!jobs.cancel(ownerOf(response), request.params.key)) throw new Problem('NOT_FOUND');
      response.status(204).end();
    },
  };

  async function readMask(
    bytes: Uint8Array | undefined,
    image: PicturePart,
    isUserMask: boolean,
    maxBytes: number,
  ): Promise<PicturePart | undefined> {
    if (!isUserMask && bytes) throw badPart('mask', 'must be absent unless maskMode is user');
    if (!isUserMask) return undefined;
    if (!bytes) throw badPart('mask', 'is missing');
    const mask = readPicture(bytes, ['png'], maxBytes, limits);
    checkSameSize(mask, image);
    await checkMaskPixels(bytes);
    return mask;
  }

  function readGuide(
    bytes: Uint8Array | undefined,
    image: PicturePart,
    isTaken: boolean,
    maxBytes: number,
  ): PicturePart | undefined {
    if (!bytes) return undefined;
    if (!isTaken) throw badPart('guide', 'goes to gemini only');
    const guide = readPicture(bytes, ['png', 'jpeg'], maxBytes, limits);
    if (guide.width !== image.width || guide.height !== image.height)
      throw badPart(
        'guide',
        `is ${guide.width}×${guide.height}; the picture is ${image.width}×${image.height}`,
      );
    return guide;
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const notUuid = badPart('Idempotency-Key', 'must be a UUID');

function badPart(field: string, rule: string, options: ProblemOptions = {}): Problem {
  return new Problem('BAD_REQUEST', { ...options, params: { field, rule } });
}

function required(upload: Upload, name: string): Uint8Array {
  const bytes = upload.parts.get(name);
  if (bytes === undefined) throw badPart(name, 'is missing');
  return bytes;
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !uuid.test(key)) throw notUuid;
  return key.toLowerCase();
}

/** Jobs are their owner's alone: nobody else's key finds them. */
export function ownerOf(response: Response): string {
  return typeof response.locals.user === 'string' ? response.locals.user : 'local';
}

const withoutStop = (sentence: string) => sentence.replace(/\.$/, '');

/**
 * Sends a job's events as NDJSON. When the first of them is a problem nothing went to Google, and the answer is that
 * problem with its HTTP status instead of a stream.
 */
function streamEvents(job: Job, response: Response): void {
  const stop = job.listen(
    (event) => {
      if (response.writableEnded || response.destroyed) return;
      if (event.type === 'problem') response.locals.code = event.error.code;
      if (event.type === 'problem' && !response.headersSent) {
        const { status, ...error } = event.error;
        if (error.retryAfterMs !== undefined)
          response.setHeader('Retry-After', Math.ceil(error.retryAfterMs / 1000));
        response.status(status).json({ error });
        return;
      }
      if (!response.headersSent) {
        response.status(200);
        response.setHeader('Content-Type', 'application/x-ndjson');
        // A proxy that collects the answer would hold back the first picture until the last.
        response.setHeader('X-Accel-Buffering', 'no');
      }
      response.write(`${JSON.stringify(event)}\n`);
    },
    () => response.end(),
  );
  response.once('close', stop);
}
