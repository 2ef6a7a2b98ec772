import { extractRequestSchema } from '@cleanplate/shared/contract/extract.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { ProblemOptions } from '@cleanplate/shared/contract/problem.ts';
import { removalRequestSchema } from '@cleanplate/shared/contract/removal.ts';
import type { GoogleEngineId } from '@cleanplate/shared/contract/engine.ts';
import type { Request, RequestHandler, Response } from 'express';
import type { Availability } from './availability.ts';
import type { ByteReserve } from './byteReserve.ts';
import type { Config } from './config.ts';
import type { PicturePart } from './engines/engine.ts';
import { toExtractBody } from './engines/extract.ts';
import { fromGeminiBody, gemini } from './engines/gemini.ts';
import { describeEngine, engineCall } from './engines/index.ts';
import type { Vertex } from './engines/vertex.ts';
import type { Jobs } from './jobs.ts';
import { parseRequestPart } from './jsonPart.ts';
import { checkMaskPixels } from './maskCheck.ts';
import { checkSameSize, readPicture } from './pictures.ts';
import { requestIdOf } from './problem.ts';
import { streamEvents } from './streamEvents.ts';
import { runPaid } from './runPaid.ts';
import type { EngineRun } from './runEngine.ts';
import type { Queue } from './queue.ts';
import type { Quotas } from './quotas.ts';
import { announcedBytes, checkUploadHeaders, receiveUpload } from './upload.ts';
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
  readonly queue: Queue;
  readonly quotas: Quotas;
  readonly reserve: ByteReserve;
}

/** The routes that cost money. Everything is checked before anything is sent; what is sent is what was received. */
export function createRemovalRoutes(config: Config, deps: RemovalDeps): RemovalRoutes {
  const { limits } = config;
  const { vertex, availability, jobs, queue, quotas, reserve } = deps;
  const pictureBytes = Math.max(limits.maxImageBytes, limits.maxGeminiImageBytes);

  /** Counts, reserves and receives an upload; `release` gives its memory back and must be called in the end. */
  const receive = async (
    request: Request,
    response: Response,
    sizes: Readonly<Record<string, number>>,
  ): Promise<{ upload: Upload; release: () => void }> => {
    idempotencyKey(request);
    checkUploadHeaders(request, limits);
    if (queue.isClosed()) throw new Problem('SHUTTING_DOWN', { retryAfterMs: 5000 });
    await quotas.countRequest(ownerOf(response));
    const release = reserve.take(announcedBytes(request, limits));
    try {
      const upload = await receiveUpload(request, { request: limits.maxJsonBytes, ...sizes }, limits);
      return { upload, release };
    } catch (error) {
      release();
      throw error;
    }
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

  /** Starts the job, or joins the one this click has started before; `release` is called when the bytes are done with. */
  const begin = (
    { request, response, upload, release }: Arrival,
    run: Omit<EngineRun, 'requestId' | 'limits' | 'onOutcome'>,
    engine: GoogleEngineId,
  ): void => {
    const owner = ownerOf(response);
    const key = idempotencyKey(request);
    const onOutcome = (problem: Problem | undefined) => {
      availability.learn(engine, problem);
      if (problem?.code === 'UPSTREAM_RATE_LIMITED') queue.slowDown();
      else if (problem === undefined) queue.speedUp();
    };
    const paid = { ...run, onOutcome, limits, requestId: requestIdOf(response) };
    let isNew = false;
    const job = jobs.start(
      { owner, key, digest: key === undefined ? '' : upload.digest() },
      (emit, signal) => {
        isNew = true;
        return runPaid({ owner, queue, quotas }, paid, emit, signal).finally(release);
      },
    );
    if (!isNew) release();
    streamEvents(job, response);
  };

  /** Receives, prepares and begins. Whatever goes wrong on the way, the upload's memory is given back. */
  const handle = async (
    request: Request,
    response: Response,
    sizes: Readonly<Record<string, number>>,
    prepare: (upload: Upload) => Promise<[run: Parameters<typeof begin>[1], engine: GoogleEngineId]>,
  ): Promise<void> => {
    const { upload, release } = await receive(request, response, sizes);
    try {
      const [run, engine] = await prepare(upload);
      // Whoever left during the upload is not asking any more, and nothing has been paid for.
      if (response.closed) release();
      else begin({ request, response, upload, release }, run, engine);
    } catch (error) {
      release();
      throw error;
    }
  };

  return {
    remove: (request, response) =>
      handle(
        request,
        response,
        { image: pictureBytes, mask: limits.maxMaskBytes, guide: pictureBytes },
        async (upload) => {
          const wanted = parseRequestPart(upload.parts.get('request'), removalRequestSchema);
          response.locals.engine = wanted.engine;
          const { maxImageBytes, maxMaskBytes } = describeEngine(wanted.engine, config).limits;
          const image = await readPicture(required(upload, 'image'), ['png', 'jpeg'], maxImageBytes, limits);
          const mask = await readMask(
            upload.parts.get('mask'),
            image,
            wanted.maskMode === 'user',
            maxMaskBytes,
          );
          const guide = await readGuide(
            upload.parts.get('guide'),
            image,
            wanted.engine === 'gemini',
            maxImageBytes,
          );
          await requireEngine(wanted.engine);
          const { calls, call } = engineCall(wanted, { image, mask, guide }, config, vertex);
          return [{ image, calls, wanted: wanted.sampleCount, call }, wanted.engine];
        },
      ),

    extract: (request, response) =>
      handle(request, response, { image: pictureBytes }, async (upload) => {
        const wanted = parseRequestPart(upload.parts.get('request'), extractRequestSchema);
        response.locals.engine = wanted.engine;
        const image = await readPicture(
          required(upload, 'image'),
          ['png', 'jpeg'],
          limits.maxGeminiImageBytes,
          limits,
        );
        await requireEngine(wanted.engine);
        const body = toExtractBody(wanted, image);
        const call: EngineRun['call'] = async (hooks) =>
          fromGeminiBody(await vertex.post(gemini.target(config), gemini.method, body, hooks));
        return [{ image, calls: 1, wanted: 1, call }, wanted.engine];
      }),

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
    const mask = await readPicture(bytes, ['png'], maxBytes, limits);
    checkSameSize(mask, image);
    await checkMaskPixels(bytes);
    return mask;
  }

  async function readGuide(
    bytes: Uint8Array | undefined,
    image: PicturePart,
    isTaken: boolean,
    maxBytes: number,
  ): Promise<PicturePart | undefined> {
    if (!bytes) return undefined;
    if (!isTaken) throw badPart('guide', 'goes to gemini only');
    const guide = await readPicture(bytes, ['png', 'jpeg'], maxBytes, limits);
    if (guide.width !== image.width || guide.height !== image.height)
      throw badPart(
        'guide',
        `is ${guide.width}×${guide.height}; the picture is ${image.width}×${image.height}`,
      );
    return guide;
  }
}

interface Arrival {
  readonly request: Request;
  readonly response: Response;
  readonly upload: Upload;
  readonly release: () => void;
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
