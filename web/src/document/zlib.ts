import { joinBytes } from '@cleanplate/shared/metadata/byteText.ts';
import type { Zlib } from '@cleanplate/shared/metadata/pngMetadata.ts';

// Profiles of printing presses have 4 MB, packets of editors a few; what inflates to more is a bomb.
const maxInflatedBytes = 32 * 1024 * 1024;

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
  // Reading meets the same error; this one only must not go unheard.
  written.catch(() => {});
  const parts: Uint8Array[] = [];
  const reader = stream.readable.getReader();
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return joinBytes(parts);
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      throw new RangeError(`over ${maxBytes} bytes`);
    }
    parts.push(value);
  }
}

/** The browser's own zlib. */
export const zlib: Zlib = {
  inflate: (bytes) => through(new DecompressionStream('deflate'), bytes, maxInflatedBytes),
  deflate: (bytes) => through(new CompressionStream('deflate'), bytes, Number.POSITIVE_INFINITY),
};
