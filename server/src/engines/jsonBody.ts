/** JSON in which bytes may stand where base64 text will be. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

export interface JsonBody {
  /** Bytes of the whole text, for Content-Length. */
  readonly byteLength: number;
  /** The text in pieces, made as they are asked for; may be walked again for a second try. */
  readonly chunks: () => Generator<Uint8Array>;
}

/** 48 KB of bytes are 64 KB of base64; a multiple of 3, so that pieces join without padding. */
const bytesPerChunk = 48 * 1024;

/**
 * Writes JSON with every Uint8Array as base64, piece by piece. A 10 MB picture then costs its 10 MB and one piece in
 * memory, not 13 MB of text more; that is what keeps forty of them in flight below the memory limit.
 * Keys whose value is undefined are left out, as in JSON.stringify.
 */
export function jsonBody(value: JsonValue): JsonBody {
  const segments: (Uint8Array | string)[] = [];
  let text = '';
  const write = (node: JsonValue): void => {
    if (node instanceof Uint8Array) {
      segments.push(`${text}"`, node);
      text = '"';
    } else if (Array.isArray(node)) {
      text += '[';
      node.forEach((item: JsonValue, index) => {
        if (index > 0) text += ',';
        write(item);
      });
      text += ']';
    } else if (typeof node === 'object' && node !== null) {
      text += '{';
      const entries = Object.entries(node).filter(
        (entry): entry is [string, JsonValue] => entry[1] !== undefined,
      );
      entries.forEach(([key, item], index) => {
        text += `${index > 0 ? ',' : ''}${JSON.stringify(key)}:`;
        write(item);
      });
      text += '}';
    } else text += JSON.stringify(node);
  };
  write(value);
  segments.push(text);

  const lengthOf = (segment: Uint8Array | string) =>
    typeof segment === 'string' ? Buffer.byteLength(segment) : Math.ceil(segment.length / 3) * 4;
  return {
    byteLength: segments.reduce((sum, segment) => sum + lengthOf(segment), 0),
    *chunks() {
      for (const segment of segments) {
        if (typeof segment === 'string') yield Buffer.from(segment);
        else yield* base64Chunks(segment);
      }
    },
  };
}

function* base64Chunks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += bytesPerChunk) {
    const piece = bytes.subarray(start, start + bytesPerChunk);
    yield Buffer.from(Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('base64'), 'latin1');
  }
}
