import { crc32 } from '@cleanplate/shared/raster/crc32.ts';

// 4 MB take some milliseconds: the worker that paints is not held up by a large photo.
const sliceBytes = 4 * 1024 * 1024;

/** CRC-32 of a file or an array in memory, read piece by piece. */
export async function checksum(file: Blob): Promise<number> {
  let sum = 0;
  for (let at = 0; at < file.size; at += sliceBytes)
    sum = crc32(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()), sum);
  return sum;
}
