import { exifOrientation, type Orientation } from '@cleanplate/shared/formats/exif.ts';
import {
  inverseOrientation,
  orientPicture,
  orientRect,
  orientSize,
} from '@cleanplate/shared/formats/orient.ts';
import { JpegDamagedError } from '@cleanplate/shared/jpeg/bits.ts';
import { rewriteJpeg, type Rewriting } from '@cleanplate/shared/jpeg/rewrite.ts';
import { JpegUnsupportedError, readStructure } from '@cleanplate/shared/jpeg/structure.ts';
import { createSegmentCarrier, readJpegMetadata } from '@cleanplate/shared/metadata/jpegMetadata.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { createBlobParts } from './blobParts.ts';
import type { Document } from './document.ts';
import type { ExportJob } from './exportJob.ts';

/**
 * The opened JPEG with its patches and without a second generation of loss: see `rewriteJpeg`. It keeps the stored
 * orientation and its tag, so that blocks stay where they are.
 * @returns null when this file's blocks cannot be kept (CMYK, arithmetic coding, damage, opened reduced)
 */
export async function exportSameJpeg(document: Document, job: ExportJob): Promise<Blob | null> {
  const { photo, patches, file } = document;
  if (document.type !== 'jpeg') return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const metadata = readJpegMetadata(bytes);
  const orientation = metadata.exif ? exifOrientation(metadata.exif) : 1;
  const parts = createBlobParts();
  try {
    const structure = readStructure(bytes);
    const upright = orientSize(structure.frame, orientation);
    if (upright.width !== photo.width || upright.height !== photo.height) return null;
    const rewriting: Rewriting = {
      touched: patches
        .filter(({ visible }) => visible)
        .map(({ area }) => orientRect(area, photo, inverseOrientation(orientation))),
      pixels: (rect) => {
        const shown = orientRect(rect, structure.frame, orientation);
        return {
          before: stored(photo.read(shown), shown, orientation),
          after: stored(document.read(shown), shown, orientation),
        };
      },
      segment: createSegmentCarrier(metadata, { upright: false, withoutPrivate: job.withoutPrivate }),
    };
    for (const fraction of rewriteJpeg(bytes, structure, rewriting, (piece) => parts.push(piece))) {
      job.onProgress(fraction);
      await job.turns.next();
    }
    return parts.toBlob('image/jpeg');
  } catch (error) {
    if (error instanceof JpegUnsupportedError || error instanceof JpegDamagedError) return null;
    throw error;
  }
}

/** Upright pixels as the file stores them. */
function stored(
  data: Uint8ClampedArray,
  { width, height }: Rect,
  orientation: Orientation,
): Uint8ClampedArray {
  return orientPicture({ data, width, height }, inverseOrientation(orientation)).data;
}
