import { removalEventSchema, type RemovalEvent } from '@cleanplate/shared/contract/removal.ts';

/**
 * The events of an `application/x-ndjson` answer, one per line, as they arrive. Throws a SyntaxError or the schema's
 * error for a line that is no event, and an Error when the stream ends without `done`.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<RemovalEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += value ?? '';
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') continue;
        const event = removalEventSchema.parse(JSON.parse(line));
        isDone ||= event.type === 'done';
        yield event;
      }
      if (done) break;
    }
  } finally {
    reader.releaseLock();
  }
  if (!isDone) throw new Error('the answer ended early');
}
