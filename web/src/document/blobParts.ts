// 16 MB: what is handed over to the browser it may move to disk; what is not, this worker holds.
const handOverBytes = 16 * 1024 * 1024;

/** Collects a file piece by piece; most of it lies with the browser, not here. */
export interface BlobParts {
  push(part: Uint8Array): void;
  /** The file, with an optional beginning that only its end could tell. */
  toBlob(type: string, head?: Uint8Array<ArrayBuffer>): Blob;
}

export function createBlobParts(): BlobParts {
  const blobs: Blob[] = [];
  let parts: BlobPart[] = [];
  let size = 0;
  const handOver = (): void => {
    blobs.push(new Blob(parts));
    parts = [];
    size = 0;
  };
  return {
    push(part) {
      parts.push(part as Uint8Array<ArrayBuffer>);
      size += part.length;
      if (size >= handOverBytes) handOver();
    },
    toBlob(type, head) {
      handOver();
      return new Blob(head ? [head, ...blobs] : blobs, { type });
    },
  };
}
