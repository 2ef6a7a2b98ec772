import { createHash } from 'node:crypto';
import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { Busboy } from '@fastify/busboy';
import type { BusboyFileStream } from '@fastify/busboy';
import type { Request } from 'express';
import { tooManyBytes } from './pictures.ts';
import { nextTurn } from './turns.ts';

/** The parts of a request by name, as views into the body that was received. */
export interface Upload {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 over names, lengths and bytes: two uploads with the same digest ask the same. */
  readonly digest: () => string;
}

/** Bytes that framing may add to the parts: boundaries and part headers. */
const framingBytes = (limits: ServerLimits) => limits.maxParts * (limits.maxPartHeaderBytes + 256);

/** The most that a whole body may be. */
export function maxBodyBytes(limits: ServerLimits): number {
  return limits.maxJsonBytes + 2 * limits.maxImageBytes + limits.maxMaskBytes + framingBytes(limits);
}

/** Bytes an upload says it will have; without a length it is taken for the largest allowed. */
export function announcedBytes(request: Request, limits: ServerLimits): number {
  const max = maxBodyBytes(limits);
  return Math.min(Number(request.headers['content-length'] ?? max), max);
}

/** Refuses by its headers a body that will not be read: wrong type, compressed, too long. Nothing is buffered yet. */
export function checkUploadHeaders(request: Request, limits: ServerLimits): void {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new Problem('BAD_REQUEST', {
      status: 415,
      params: { field: 'Content-Type', rule: 'must be multipart/form-data' },
    });
  if (request.headers['content-encoding'] !== undefined)
    throw new Problem('BAD_REQUEST', {
      status: 415,
      params: { field: 'Content-Encoding', rule: 'must be absent' },
    });
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > maxBodyBytes(limits)) throw tooManyBytes(length, limits.maxImageBytes);
}

/**
 * Receives `multipart/form-data` with the named parts, each at most once and at most so many bytes. Rejects with a
 * Problem; with SLOW_UPLOAD when the upload is slower than the limit allows, or breaks off.
 */
export async function receiveUpload(
  request: Request,
  maxBytesOf: Readonly<Record<string, number>>,
  limits: ServerLimits,
): Promise<Upload> {
  const body = await receiveBody(request, limits);
  await nextTurn();
  const parts = await splitParts(body, request.headers['content-type'] ?? '', maxBytesOf, limits);
  return { parts, digest: () => digestOf(parts) };
}

/** The whole body in one buffer: what was received is what is sent on, without a second copy. */
function receiveBody(request: Request, limits: ServerLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Pages that are never written are never resident, so a body of unknown length costs what it turns out to be.
    const arena = Buffer.allocUnsafeSlow(announcedBytes(request, limits));
    const startMs = performance.now();
    let used = 0;
    const pace = setInterval(() => {
      const seconds = (performance.now() - startMs - limits.uploadGraceMs) / 1000;
      if (seconds > 0 && used < limits.minUploadBytesPerSecond * seconds) fail(new Problem('SLOW_UPLOAD'));
    }, 1000);
    const stop = () => {
      clearInterval(pace);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    const fail = (problem: Problem) => {
      stop();
      request.pause();
      reject(problem);
    };
    const onData = (chunk: Buffer) => {
      if (used + chunk.length > arena.length)
        return fail(tooManyBytes(used + chunk.length, limits.maxImageBytes));
      used += chunk.copy(arena, used);
    };
    const onEnd = () => {
      stop();
      resolve(arena.subarray(0, used));
    };
    const onClose = () => fail(new Problem('SLOW_UPLOAD'));
    request.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}

/** The parts of a complete body, as views into it. */
function splitParts(
  body: Buffer,
  contentType: string,
  maxBytesOf: Readonly<Record<string, number>>,
  limits: ServerLimits,
): Promise<Map<string, Uint8Array>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Uint8Array>();
    let parser: InstanceType<typeof Busboy>;
    try {
      parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { parts: limits.maxParts, headerPairs: 16, headerSize: limits.maxPartHeaderBytes },
        // Every part is bytes with a name: whether a client calls it a file or a field says nothing.
        isPartAFile: () => true,
      });
    } catch (error) {
      reject(badUpload('the request', 'must be multipart/form-data with a boundary', error));
      return;
    }
    parser.on('file', (name: string | undefined, stream: BusboyFileStream) => {
      stream.on('error', (error: Error) => reject(badUpload('the request', 'must not be cut off', error)));
      const max = name !== undefined && Object.hasOwn(maxBytesOf, name) ? maxBytesOf[name] : undefined;
      if (name === undefined || max === undefined) {
        stream.resume();
        return reject(badUpload('each part', `must be one of ${Object.keys(maxBytesOf).join(', ')}`));
      }
      if (parts.has(name)) reject(badUpload(name, 'must come once'));
      parts.set(name, new Uint8Array());
      const views: Buffer[] = [];
      stream.on('data', (view: Buffer) => views.push(view));
      stream.on('end', () => {
        const bytes = joinViews(views);
        if (bytes.length > max) reject(tooManyBytes(bytes.length, max));
        parts.set(name, bytes);
      });
    });
    parser.on('partsLimit', () =>
      reject(badUpload('the request', `must have at most ${limits.maxParts} parts`)),
    );
    parser.on('error', (error: unknown) =>
      reject(badUpload('the request', 'must be well-formed multipart/form-data', error)),
    );
    parser.on('finish', () => resolve(parts));
    parser.end(body);
  });
}

/** One view over neighbours in the same buffer; the parser cuts a part wherever a boundary might have begun. */
function joinViews(views: readonly Buffer[]): Uint8Array {
  const [first] = views;
  if (first === undefined) return new Uint8Array();
  let end = first.byteOffset;
  for (const view of views) {
    if (view.buffer !== first.buffer || view.byteOffset !== end) return Buffer.concat(views);
    end += view.length;
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}

function digestOf(parts: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}:${bytes.length}:`).update(bytes);
  return hash.digest('hex');
}

function badUpload(field: string, rule: string, cause?: unknown): Problem {
  return new Problem('BAD_REQUEST', { params: { field, rule }, cause });
}
