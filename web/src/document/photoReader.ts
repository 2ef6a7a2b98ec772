import type { Picture } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { LocalReader } from '@cleanplate/shared/segment/photoReader.ts';
import type { MaskReader } from '@cleanplate/shared/segment/withoutMasked.ts';
import type { RowReader } from '@cleanplate/shared/segment/wand.ts';
import type { Document } from './document.ts';
import { samplePlane } from './overlaySample.ts';

/** What tools and extracts see: the photo with its visible patches, whole or smaller. */
export type PhotoView = LocalReader & { readonly rows: () => RowReader };

// Rows are read in strips of this many: one read per row would cost a canvas pass each.
const stripRows = 64;

function readRows(document: Document): RowReader {
  const { width, height } = document.photo;
  const strips = new Map<number, Uint8ClampedArray>();
  return {
    width,
    height,
    row(y) {
      const strip = Math.floor(y / stripRows);
      let pixels = strips.get(strip);
      if (!pixels) {
        // Two strips: a flood walks up and down across one border, not across many.
        if (strips.size >= 2) strips.delete(strips.keys().next().value as number);
        const top = strip * stripRows;
        pixels = document.read({ x: 0, y: top, width, height: Math.min(stripRows, height - top) });
        strips.set(strip, pixels);
      }
      const from = (y - strip * stripRows) * width * 4;
      return pixels.subarray(from, from + width * 4);
    },
  };
}

/** A smaller copy, drawn from the level of the pyramid that is next larger. */
function readSmaller(document: Document, rect: Rect, width: number, height: number): Picture {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context to read the photo smaller');
  const scale = { x: width / rect.width, y: height / rect.height };
  document.photo.pyramid.drawScaled(context, rect, scale);
  context.imageSmoothingQuality = 'medium';
  for (const patch of document.patches)
    if (patch.visible)
      context.drawImage(
        document.dress(patch).shown(),
        (patch.area.x - rect.x) * scale.x,
        (patch.area.y - rect.y) * scale.y,
        patch.area.width * scale.x,
        patch.area.height * scale.y,
      );
  return { data: context.getImageData(0, 0, width, height).data, width, height };
}

export function viewPhoto(document: Document): PhotoView {
  const { width, height } = document.photo;
  return {
    width,
    height,
    read: (rect, toWidth, toHeight) =>
      toWidth === rect.width && toHeight === rect.height
        ? { data: document.read(rect), width: toWidth, height: toHeight }
        : readSmaller(document, rect, toWidth, toHeight),
    rows: () => readRows(document),
  };
}

/** The mask over part of the photo, whole or smaller. */
export const viewMask =
  ({ planes: { mask } }: Document): MaskReader =>
  (rect, width, height) => {
    const scale = width / rect.width;
    const view = { scale, offsetX: -rect.x * scale, offsetY: -rect.y * scale, turns: 0 };
    const data = new Uint8Array(width * height);
    samplePlane(mask.plane, mask.levels, view, { x: 0, y: 0, width, height }, data);
    return { data, width, height };
  };
