import { dilate } from '@cleanplate/shared/raster/morphology.ts';
import type { Picture } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { stretchColours } from '@cleanplate/shared/segment/membrane.ts';
import type { LocalReader } from '@cleanplate/shared/segment/photoReader.ts';
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

/**
 * The photo as if what is masked were gone already: masked pixels, and one more round them, hold the colours from round about,
 * stretched over them. What is to be removed is then no part of what stands out.
 */
export function viewWithoutMasked(document: Document): LocalReader {
  const photo = viewPhoto(document);
  return {
    ...photo,
    read(rect, width, height) {
      const picture = photo.read(rect, width, height);
      const known = knownOf(document, rect, width, height);
      return known.includes(0) ? stretchOver(picture, known) : picture;
    },
  };
}

/** 1 where no pixel of the photo's under it, or beside, is masked. */
function knownOf(document: Document, rect: Rect, width: number, height: number): Uint8Array {
  const { plane, levels } = document.planes.mask;
  const scale = width / rect.width;
  const view = { scale, offsetX: -rect.x * scale, offsetY: -rect.y * scale, turns: 0 };
  const masked = new Uint8Array(width * height);
  samplePlane(plane, levels, view, { x: 0, y: 0, width, height }, masked);
  const touched = { data: masked.map((value) => (value > 0 ? 255 : 0)), width, height };
  // 1.5: the eight neighbours.
  return dilate(touched, 1.5).data.map((value) => (value > 0 ? 0 : 1));
}

function stretchOver({ data, width, height }: Picture, known: Uint8Array): Picture {
  const colours = new Float32Array(3 * known.length);
  for (let i = 0; i < known.length; i++) for (let c = 0; c < 3; c++) colours[3 * i + c] = data[4 * i + c];
  const stretched = stretchColours(colours, width, height, known);
  const filled = data.slice();
  for (let i = 0; i < known.length; i++)
    if (known[i] === 0) for (let c = 0; c < 3; c++) filled[4 * i + c] = stretched[3 * i + c];
  return { data: filled, width, height };
}
