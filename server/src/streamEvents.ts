import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import type { Response } from 'express';
import type { Job } from './jobs.ts';

/**
 * Sends a job's events as NDJSON. When the first of them is a problem nothing went to Google, and the answer is that
 * problem with its HTTP status instead of a stream.
 */
export function streamEvents(job: Job, response: Response): void {
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
      writeLine(response, event);
    },
    () => response.end(),
  );
  response.once('close', stop);
}

/**
 * One line of the stream. Base64 needs no escaping, and looking for something to escape in 13 MB of it would hold up
 * everybody else for 50 ms: it goes out as it is.
 */
function writeLine(response: Response, event: RemovalEvent): void {
  if (event.type !== 'candidate') {
    response.write(`${JSON.stringify(event)}\n`);
    return;
  }
  const { bytesBase64Encoded, ...rest } = event;
  response.write(`${JSON.stringify(rest).slice(0, -1)},"bytesBase64Encoded":"`);
  response.write(bytesBase64Encoded, 'latin1');
  response.write('"}\n');
}
