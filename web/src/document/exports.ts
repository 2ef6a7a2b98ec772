import { readIccProfile } from '@cleanplate/shared/formats/icc.ts';
import { metadataForSaving } from '@cleanplate/shared/metadata/photoMetadata.ts';
import type { Document } from './document.ts';
import { exportWebpByCanvas } from './exportCanvas.ts';
import { exportSameJpeg } from './exportJpeg.ts';
import type { ExportJob } from './exportJob.ts';
import { exportJpegAnew, exportLosslessWebp, exportPng, exportTiff, writePng } from './exportStrips.ts';
import type { ExportFormat, MaskFile } from './facts.ts';
import { readMetadata } from './photoMetadata.ts';
import { readPlane } from './tiledPlane.ts';

/**
 * The mask for this tool and for others: 8 bits, 0 or 255, the photo's size. As it is wanted by default, and read back by
 * *Upload mask*: grey, white = remove.
 */
export function exportMaskPng(
  document: Document,
  { remove, channel }: MaskFile,
  job: Pick<ExportJob, 'turns' | 'onProgress'>,
): Promise<Blob> {
  const { plane } = document.planes.mask;
  const [masked, clear] = remove === 'white' ? [255, 0] : [0, 255];
  const bytesPerPixel = channel === 'alpha' ? 2 : 1;
  return writePng(
    {
      width: plane.width,
      height: plane.height,
      colour: channel === 'alpha' ? 'greyAlpha' : 'grey',
      read(y, rows) {
        const mask = readPlane(plane, { x: 0, y, width: plane.width, height: rows });
        // Grey in place: memory that is touched for the first time costs more than the pixels in it.
        const out = bytesPerPixel === 1 ? mask : new Uint8Array(mask.length * bytesPerPixel);
        for (let i = 0, at = bytesPerPixel - 1; i < mask.length; i++, at += bytesPerPixel)
          out[at] = mask[i] >= 128 ? masked : clear;
        return out;
      },
    },
    job,
  );
}

/**
 * The photo with its visible patches at full size, in its own colours, with what its file said about it. PNG and TIFF are
 * lossless: outside the patches every byte is the photo's. So are WebP of a photo with transparency and, block by block, JPEG from
 * JPEG.
 */
export async function exportPhoto(document: Document, format: ExportFormat, job: ExportJob): Promise<Blob> {
  const same = format === 'jpeg' ? await exportSameJpeg(document, job) : null;
  if (same) return same;
  const bytes = new Uint8Array(await document.file.arrayBuffer());
  const found = await readMetadata(bytes, document.type);
  const metadata = metadataForSaving(
    // A profile for ink or grey does not describe red, green and blue: the pixels were converted when they were decoded.
    { ...found, icc: found.icc && readIccProfile(found.icc)?.space === 'RGB' ? found.icc : undefined },
    { upright: true, withoutPrivate: job.withoutPrivate },
  );
  const pixelJob = { ...job, metadata };
  if (format === 'png') return exportPng(document, pixelJob);
  if (format === 'tiff') return exportTiff(document, pixelJob);
  if (format === 'jpeg') return exportJpegAnew(document, pixelJob);
  if (document.photo.hasAlpha) return exportLosslessWebp(document, pixelJob);
  // Not every browser writes WebP, and none on a canvas that is too large for it.
  return (await exportWebpByCanvas(document, pixelJob)) ?? exportLosslessWebp(document, pixelJob);
}
