/**
 * Run-length coding of mask bytes: a token is a varint `length << 1 | isRun`, then one byte for a run or `length` bytes
 * as they are. A soft edge costs its own bytes, everything flat next to nothing; one tile takes some 0.1 ms, so that
 * the worker that paints can afford it at the end of every stroke.
 */

// Shorter runs cost more as a token of their own than inside their neighbours' literal.
const shortestRun = 4;

/** Length of the run of equal bytes that starts at `at`. */
function runAt(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  let end = at + 1;
  while (end < bytes.length && bytes[end] === value) end++;
  return end - at;
}

/** Bytes in runs and literals; never more than a few bytes longer than what went in. */
export function packRuns(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // Each literal is at least one byte and each run at least four: tokens of up to 5 bytes fit twice over.
  const out = new Uint8Array(bytes.length * 2 + 16);
  let to = 0;
  const token = (length: number, isRun: boolean): void => {
    let value = length * 2 + (isRun ? 1 : 0);
    while (value > 127) {
      out[to++] = (value & 127) | 128;
      value = Math.floor(value / 128);
    }
    out[to++] = value;
  };
  let literal = 0;
  const flush = (end: number): void => {
    if (end === literal) return;
    token(end - literal, false);
    out.set(bytes.subarray(literal, end), to);
    to += end - literal;
  };
  let at = 0;
  while (at < bytes.length) {
    const length = runAt(bytes, at);
    if (length >= shortestRun) {
      flush(at);
      token(length, true);
      out[to++] = bytes[at];
      literal = at + length;
    }
    at += length;
  }
  flush(at);
  return out.slice(0, to);
}

/** The bytes that were packed. Throws RangeError when they are not exactly `length`: damage is never painted. */
export function unpackRuns(packed: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  let at = 0;
  let to = 0;
  while (at < packed.length) {
    let value = 0;
    let scale = 1;
    let byte: number;
    do {
      byte = packed[at++] ?? Number.NaN;
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    const count = Math.floor(value / 2);
    const isRun = value % 2 === 1;
    const taken = isRun ? 1 : count;
    if (!(count > 0) || to + count > length || at + taken > packed.length)
      throw new RangeError(`runs give more than ${length} bytes or end early at ${at} of ${packed.length}`);
    if (isRun) out.fill(packed[at], to, to + count);
    else out.set(packed.subarray(at, at + count), to);
    at += taken;
    to += count;
  }
  if (to !== length) throw new RangeError(`runs give ${to} bytes; ${length} expected`);
  return out;
}
