/** What an extract found, put into a plane: one step of the history each. */
import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import { productLeft } from './productLeft.ts';
import type { Surface } from './surface.ts';
import { readPlane } from './tiledPlane.ts';

export type ExtractInto = 'add' | 'subtract' | 'replace';

const wholeOf = ({ photo }: Document): Rect => ({ x: 0, y: 0, width: photo.width, height: photo.height });

/** The selections themselves, into the mask. */
export function maskSelections(
  document: Document,
  selections: readonly Pick<ObjectSelection, 'rect' | 'mask'>[],
  how: ExtractInto,
): void {
  document.act('mask', 'extract', (surface) => {
    if (how === 'replace') surface.box(wholeOf(document), 'subtract');
    const mode = how === 'subtract' ? 'subtract' : 'add';
    for (const { rect, mask } of selections) surface.plane(rect, mask.data, mode);
  });
}

/** All that is not the selection: four bands round its bounds, and what is left inside them. */
export function maskSurroundings(
  document: Document,
  { rect, mask }: ObjectSelection,
  how: ExtractInto,
): void {
  const whole = wholeOf(document);
  const bottom = rect.y + rect.height;
  const right = rect.x + rect.width;
  const mode = how === 'subtract' ? 'subtract' : 'add';
  document.act('mask', 'extract', (surface) => {
    if (how === 'replace') surface.box(whole, 'subtract');
    surface.box({ ...whole, height: rect.y }, mode);
    surface.box({ ...whole, y: bottom, height: whole.height - bottom }, mode);
    surface.box({ x: 0, y: rect.y, width: rect.x, height: rect.height }, mode);
    surface.box({ x: right, y: rect.y, width: whole.width - right, height: rect.height }, mode);
    surface.plane(
      rect,
      mask.data.map((value) => 255 - value),
      mode,
    );
  });
}

/** Protects what of a selection the mask leaves, in the place of what was protected. */
export function protectSelection(document: Document, { rect, mask }: ObjectSelection): void {
  const kept = productLeft(mask, readPlane(document.planes.mask.plane, rect));
  document.act('protect', 'protect', (surface: Surface) => {
    surface.box(wholeOf(document), 'subtract');
    surface.plane(rect, kept, 'add');
  });
}
