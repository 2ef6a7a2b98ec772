import { createHash } from 'node:crypto';
import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { Busboy } from '@fastify/busboy';
import type { BusboyFileStream } from '@fastify/busboy';
import type { Request } from 'express';
import { tooManyBytes } from './pictures.ts';

/** The parts of a request by name, as bytes. All lie in one buffer: nothing is copied after it was received. */
export interface Upload {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 over names, lengths and bytes: two uploads with the same digest ask the same. */
  readonly digest: string;
}

/** Bytes that framing may add to the parts: boundaries and part headers. */
const framingBytes = (limits: ServerLimits) => limits.maxParts * (limits.maxPartHeaderBytes + 256);

/** The most that a whole body may be. */
export function maxBodyBytes(limits: ServerLimits): number {
  return limits.maxJsonBytes + 2 * limits.maxImageBytes + limits.maxMaskBytes + framingBytes(limits);
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
export function receiveUpload(
  request: Request,
  maxBytesOf: Readonly<Record<string, number>>,
  limits: ServerLimits,
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'] ?? maxBodyBytes(limits));
    // Pages that are never written are never resident, so an upload without a length costs what it turns out to be.
    const arena = Buffer.allocUnsafeSlow(Math.min(announced, maxBodyBytes(limits)));
    const parts = new Map<string, Uint8Array>();
    const hash = createHash('sha256');
    let used = 0;
    let received = 0;
    const startMs = performance.now();
    let parser: InstanceType<typeof Busboy>;

    const pace = setInterval(() => {
      const seconds = (performance.now() - startMs - limits.uploadGraceMs) / 1000;
      if (seconds > 0 && received < limits.minUploadBytesPerSecond * seconds)
        fail(new Problem('SLOW_UPLOAD'));
    }, 1000);
    const finish = () => {
      clearInterval(pace);
      request.off('close', onClose).off('data', onData).unpipe(parser);
    };
    const fail = (error: Error) => {
      finish();
      reject(error);
    };
    const onClose = () => {
      if (!request.complete) fail(new Problem('SLOW_UPLOAD'));
    };
    const onData = (chunk: Buffer) => {
      received += chunk.length;
      if (received > arena.length) fail(tooManyBytes(received, limits.maxImageBytes));
    };

    try {
      parser = new Busboy({
        headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
        limits: {
          parts: limits.maxParts,
          headerPairs: 16,
          headerSize: limits.maxPartHeaderBytes,
          fileSize: Math.max(...Object.values(maxBytesOf)),
        },
        // Every part is a stream of bytes with a name: whether a client calls it a file or a field says nothing.
        isPartAFile: () => true,
      });
    } catch (error) {
      clearInterval(pace);
      reject(badUpload('the request', 'is not multipart/form-data with a boundary', error));
      return;
    }

    parser.on('file', (name: string, stream: BusboyFileStream) => {
      const start = used;
      const max = Object.hasOwn(maxBytesOf, name) ? (maxBytesOf[name] ?? 0) : undefined;
      if (max === undefined)
        fail(badUpload('the part', `must be one of ${Object.keys(maxBytesOf).join(', ')}`));
      else if (parts.has(name)) fail(badUpload(name, 'must come once'));
      stream.on('data', (chunk: Buffer) => {
        if (used + chunk.length > arena.length || (max !== undefined && used - start + chunk.length > max)) {
          fail(tooManyBytes(Math.max(announced, used - start + chunk.length), max ?? 0));
          stream.resume();
          return;
        }
        chunk.copy(arena, used);
        used += chunk.length;
      });
      stream.on('limit', () => fail(tooManyBytes(used - start, max ?? 0)));
      stream.on('error', (error: Error) => fail(badUpload('the request', 'is cut off', error)));
      stream.on('end', () => {
        const bytes = arena.subarray(start, used);
        hash.update(`${name}:${bytes.length}:`).update(bytes);
        parts.set(name, bytes);
      });
    });
    parser.on('partsLimit', () =>
      fail(badUpload('the request', `must have at most ${limits.maxParts} parts`)),
    );
    parser.on('error', (error) =>
      fail(badUpload('the request', 'is not well-formed multipart/form-data', error)),
    );
    parser.on('finish', () => {
      finish();
      resolve({ parts, digest: hash.digest('hex') });
    });
    request.on('close', onClose).on('data', onData).pipe(parser);
  });
}

function badUpload(field: string, rule: string, cause?: unknown): Problem {
  return new Problem('BAD_REQUEST', { params: { field, rule }, cause });
}
