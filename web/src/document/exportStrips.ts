/** Formats written by us, strip by strip: memory stays flat at any size, progress is real, and no canvas touches the alpha. */
import { encodeJpeg } from '@cleanplate/shared/jpeg/encode.ts';
import { jpegHead } from '@cleanplate/shared/metadata/jpegMetadata.ts';
import { createTiffWriter } from '@cleanplate/shared/metadata/tiff.ts';
import { pngMetadataChunks } from '@cleanplate/shared/metadata/pngMetadata.ts';
import { webpEnvelope } from '@cleanplate/shared/metadata/webpMetadata.ts';
import { createPngWriter, type PngChunk, type PngColour } from '@cleanplate/shared/raster/png.ts';
import { writeLosslessWebp } from '@cleanplate/shared/webp/lossless.ts';
import { createBlobParts } from './blobParts.ts';
import type { Document } from './document.ts';
import type { ExportJob, PixelJob } from './exportJob.ts';
import { zlib } from './zlib.ts';

// Half a megapixel: some milliseconds of work, and 2 MB.
const stripPixels = 500_000;

const rowsPerStrip = (width: number): number => Math.max(1, Math.floor(stripPixels / width));

export interface PngSource {
  readonly width: number;
  readonly height: number;
  readonly colour: PngColour;
  readonly chunks?: readonly PngChunk[];
  /** Rows `y` to `y + rows`, packed. */
  read(y: number, rows: number): Uint8Array;
}

/** Writes a PNG through the browser's own deflate. */
export async function writePng(
  source: PngSource,
  job: Pick<ExportJob, 'turns' | 'onProgress'>,
): Promise<Blob> {
  const { width, height, colour, chunks = [] } = source;
  const filter = colour === 'rgb' || colour === 'rgba' ? 'adaptive' : 'up';
  const writer = createPngWriter({ width, height, colour, filter, chunks });
  const deflate = new CompressionStream('deflate');
  const input = deflate.writable.getWriter();
  const parts = createBlobParts();
  parts.push(writer.header);
  const collect = (async () => {
    const reader = deflate.readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parts.push(writer.idat(value));
    }
  })();
  try {
    for (let y = 0; y < height; y += rowsPerStrip(width)) {
      const rows = Math.min(rowsPerStrip(width), height - y);
      await job.turns.next();
      await input.write(writer.filterRows(source.read(y, rows)));
      job.onProgress((y + rows) / height);
    }
    await input.close();
  } catch (error) {
    await input.abort(error);
    await collect.catch(() => {});
    throw error;
  }
  await collect;
  parts.push(writer.end());
  return parts.toBlob('image/png');
}

/** RGBA without its alpha. */
function rgbOf(pixels: Uint8ClampedArray): Uint8Array {
  const count = pixels.length / 4;
  const rgb = new Uint8Array(count * 3);
  for (let i = 0, from = 0, to = 0; i < count; i++, from += 4, to += 3) {
    rgb[to] = pixels[from];
    rgb[to + 1] = pixels[from + 1];
    rgb[to + 2] = pixels[from + 2];
  }
  return rgb;
}

function readRows(document: Document, y: number, rows: number): Uint8Array {
  const { width, hasAlpha } = document.photo;
  const pixels = document.read({ x: 0, y, width, height: rows });
  return hasAlpha ? new Uint8Array(pixels.buffer) : rgbOf(pixels);
}

export async function exportPng(document: Document, job: PixelJob): Promise<Blob> {
  const { width, height, hasAlpha } = document.photo;
  const chunks = await pngMetadataChunks(job.metadata, zlib);
  const colour = hasAlpha ? 'rgba' : 'rgb';
  return writePng({ width, height, colour, chunks, read: (y, rows) => readRows(document, y, rows) }, job);
}

export async function exportTiff(document: Document, job: PixelJob): Promise<Blob> {
  const { width, height, hasAlpha } = document.photo;
  const rows = rowsPerStrip(width);
  const writer = createTiffWriter({ width, height, hasAlpha, rowsPerStrip: rows, metadata: job.metadata });
  const parts = createBlobParts();
  for (let y = 0; y < height; y += rows) {
    await job.turns.next();
    const count = Math.min(rows, height - y);
    const strip = await zlib.deflate(writer.differences(readRows(document, y, count)));
    for (const part of writer.strip(strip)) parts.push(part);
    job.onProgress((y + count) / height);
  }
  const { head, tail } = writer.finish();
  parts.push(tail);
  return parts.toBlob('image/tiff', head);
}

/** Rows of the photo for encoders that want few at a time: read many at once, each set of 128 rows once a pass. */
function rowReader(document: Document) {
  const { width, height } = document.photo;
  const readRowsAtOnce = 128;
  let strip = new Uint8ClampedArray(0);
  let from = -1;
  return (y: number, rows: number): Uint8ClampedArray => {
    const start = y - (y % readRowsAtOnce);
    if (start !== from) {
      const count = Math.min(readRowsAtOnce, height - start);
      strip = document.read({ x: 0, y: start, width, height: count });
      from = start;
    }
    return strip.subarray(4 * width * (y - start), 4 * width * (y - start + rows));
  };
}

/** On white, as on the page of a catalogue: JPEG has no transparency. In place. */
function onWhite(pixels: Uint8ClampedArray): Uint8ClampedArray {
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3];
    if (alpha === 255) continue;
    for (let c = i; c < i + 3; c++) pixels[c] = 255 + ((pixels[c] - 255) * alpha) / 255;
    pixels[i + 3] = 255;
  }
  return pixels;
}

/** JPEG from pixels: where the file was none, or one whose blocks cannot be kept. */
export async function exportJpegAnew(document: Document, job: PixelJob): Promise<Blob> {
  const { width, height, hasAlpha } = document.photo;
  const parts = createBlobParts();
  const rowsOf = rowReader(document);
  const read = (y: number, rows: number) => (hasAlpha ? onWhite(rowsOf(y, rows)) : rowsOf(y, rows));
  const encoding = { quality: 100 * job.quality, head: jpegHead(job.metadata) };
  for (const fraction of encodeJpeg({ width, height, read }, encoding, (piece) => parts.push(piece))) {
    job.onProgress(fraction);
    await job.turns.next();
  }
  return parts.toBlob('image/jpeg');
}

/**
 * WebP with every byte: for photos with transparency, because the browser's encoder would lose the colours under it, and where
 * there is no such encoder.
 */
export async function exportLosslessWebp(document: Document, job: PixelJob): Promise<Blob> {
  const { width, height, hasAlpha } = document.photo;
  const parts = createBlobParts();
  let length = 0;
  const emit = (piece: Uint8Array): void => {
    length += piece.length;
    parts.push(piece);
  };
  for (const fraction of writeLosslessWebp({ width, height, read: rowReader(document) }, emit)) {
    job.onProgress(fraction);
    await job.turns.next();
  }
  const picture = { type: 'VP8L', length };
  const { head, tail } = webpEnvelope({ width, height, hasAlpha }, picture, job.metadata);
  parts.push(tail);
  return parts.toBlob('image/webp', head);
}
