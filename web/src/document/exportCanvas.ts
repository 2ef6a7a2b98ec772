import { endOfHead, jpegHead } from '@cleanplate/shared/metadata/jpegMetadata.ts';
import { webpWithMetadata } from '@cleanplate/shared/metadata/webpMetadata.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import type { PixelJob } from './exportJob.ts';

const stripRows = 128;
// An encoder's own segments at the head of a JPEG have some hundred bytes.
const headBytes = 65_536;

/**
 * JPEG and WebP by the browser's encoder, with the photo's metadata in place of the encoder's. The canvas is only a
 * container of numbers here: they are the photo's own, and its profile says what they mean.
 * @throws RangeError when this browser cannot write the format at this size
 */
export async function exportByCanvas(
  document: Document,
  format: 'jpeg' | 'webp',
  job: PixelJob,
): Promise<Blob> {
  const { width, height, hasAlpha } = document.photo;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new RangeError(`no canvas of ${width}×${height} to encode from`);
  for (let y = 0; y < height; y += stripRows) {
    await job.turns.next();
    const rect: Rect = { x: 0, y, width, height: Math.min(stripRows, height - y) };
    context.putImageData(new ImageData(document.read(rect), rect.width, rect.height), 0, y);
    // The encoder itself tells nothing of its progress; it takes about as long as reading the photo.
    job.onProgress((0.5 * (y + rect.height)) / height);
  }
  if (format === 'jpeg' && hasAlpha) {
    // JPEG has no transparency: on white, as on the page of a catalogue.
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
  }
  const blob = await canvas.convertToBlob({ type: `image/${format}`, quality: job.quality });
  await job.turns.next();
  if (blob.type !== `image/${format}` || blob.size === 0)
    throw new RangeError(`this browser cannot write ${format} at ${width}×${height}`);
  return format === 'jpeg' ? jpegWithMetadata(blob, job) : webpWith(blob, job);
}

async function jpegWithMetadata(blob: Blob, { metadata }: PixelJob): Promise<Blob> {
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
  const own = jpegHead(metadata) as Uint8Array<ArrayBuffer>[];
  return new Blob([Uint8Array.of(0xff, 0xd8), ...own, blob.slice(endOfHead(head))], { type: blob.type });
}

async function webpWith(blob: Blob, { metadata }: PixelJob): Promise<Blob> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return new Blob([webpWithMetadata(bytes, metadata)], { type: blob.type });
}
