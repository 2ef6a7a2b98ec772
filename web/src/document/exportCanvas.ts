import { pictureChunks, webpEnvelope } from '@cleanplate/shared/metadata/webpMetadata.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import type { PixelJob } from './exportJob.ts';

const stripRows = 128;

/**
 * WebP of an opaque photo by the browser's encoder, with the photo's metadata in place of the encoder's. The canvas is only a
 * container of numbers here: they are the photo's own, and its profile says what they mean.
 * @returns null when this browser cannot write the format at this size
 */
export async function exportWebpByCanvas(document: Document, job: PixelJob): Promise<Blob | null> {
  const { width, height } = document.photo;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return null;
  for (let y = 0; y < height; y += stripRows) {
    await job.turns.next();
    const rect: Rect = { x: 0, y, width, height: Math.min(stripRows, height - y) };
    context.putImageData(new ImageData(document.read(rect), rect.width, rect.height), 0, y);
    // The encoder itself tells nothing of its progress; it takes about as long as reading the photo.
    job.onProgress((0.5 * (y + rect.height)) / height);
  }
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: job.quality }).catch(() => null);
  await job.turns.next();
  if (blob?.type !== 'image/webp' || blob.size === 0) return null;
  return webpWithMetadata(blob, { width, height }, job);
}

/** The encoder's picture in a container of ours; only the chunks' heads are read, the picture stays where it is. */
async function webpWithMetadata(
  blob: Blob,
  size: { width: number; height: number },
  { metadata }: PixelJob,
): Promise<Blob> {
  const chunks = await pictureChunks(
    async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  );
  const length = chunks.reduce((sum, { from, to }) => sum + to - from, 0);
  const { head, tail } = webpEnvelope({ ...size, hasAlpha: false }, { length }, metadata);
  return new Blob([head, ...chunks.map(({ from, to }) => blob.slice(from, to)), tail], { type: blob.type });
}
