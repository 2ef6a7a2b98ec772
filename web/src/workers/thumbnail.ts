import type { Document } from '../document/document.ts';
import { fitPhoto, initialView } from '../document/view.ts';

const thumbnailSide = 96;

/** A small PNG of the untouched photo. */
export async function thumbnailOf(document: Document): Promise<Blob> {
  const { width, height } = document.photo;
  const scale = Math.min(1, thumbnailSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  const context = canvas.getContext('2d');
  if (context) document.photo.pyramid.draw(context, fitPhoto(initialView, { width, height }, canvas, 0));
  return canvas.convertToBlob({ type: 'image/png' });
}
