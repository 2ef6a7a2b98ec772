import { readJpegMetadata } from '@cleanplate/shared/metadata/jpegMetadata.ts';
import type { PhotoMetadata } from '@cleanplate/shared/metadata/photoMetadata.ts';
import { readPngMetadata } from '@cleanplate/shared/metadata/pngMetadata.ts';
import { readWebpMetadata } from '@cleanplate/shared/metadata/webpMetadata.ts';
import { zlib } from './zlib.ts';

/** What a file says about its photo; nothing where it says nothing, or where its type has no reader (GIF, BMP, AVIF). */
export async function readMetadata(bytes: Uint8Array, type: string): Promise<PhotoMetadata> {
  if (type === 'jpeg') return readJpegMetadata(bytes);
  if (type === 'png') return readPngMetadata(bytes, zlib);
  if (type === 'webp') return readWebpMetadata(bytes);
  return {};
}
