import { Problem } from '@cleanplate/shared/contract/problem.ts';

/** Memory promised to uploads before their first byte is read. */
export interface ByteReserve {
  /** Returns how to give the bytes back. Throws QUEUE_FULL when they are not to be had. */
  readonly take: (bytes: number) => () => void;
  readonly taken: () => number;
}

export function createByteReserve(maxBytes: number): ByteReserve {
  let taken = 0;
  let uploads = 0;
  return {
    take: (bytes) => {
      // One upload alone may always come in, however small the reserve was set.
      if (uploads > 0 && taken + bytes > maxBytes)
        throw new Problem('QUEUE_FULL', { params: { waiting: uploads, seconds: 15 }, retryAfterMs: 15_000 });
      taken += bytes;
      uploads += 1;
      let isBack = false;
      return () => {
        if (isBack) return;
        isBack = true;
        taken -= bytes;
        uploads -= 1;
      };
    },
    taken: () => taken,
  };
}
