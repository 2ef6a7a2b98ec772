import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { heatOf, heatStep } from './difference.ts';
import type { Document } from './document.ts';
import { mixLayers } from './mix.ts';
import type { Layer } from './patch.ts';
import { drawTurned } from './pyramid.ts';
import type { RemovalResult } from './removal.ts';
import type { View } from './view.ts';

/** What a canvas shows of a document. */
export type PanelContent = (
  | { readonly kind: 'photo' }
  | { readonly kind: 'current' }
  | { readonly kind: 'result'; readonly resultId: string }
  /** A result for each separate part of the mask. */
  | { readonly kind: 'mix'; readonly choices: readonly string[] }
  /** A patch as it would look if it were visible, with those under it. */
  | { readonly kind: 'patch'; readonly patchId: string }
) & {
  /** All of the photo, turned as the editor's view is, instead of the panels' shared view: the minimap. */
  readonly isWhole?: boolean;
  /** This part of the photo, instead of the panels' shared view. */
  readonly part?: Rect;
};

type Context = OffscreenCanvasRenderingContext2D;

const isResult = (found: RemovalResult | undefined): found is RemovalResult => found !== undefined;

// The last mix of each round: its layers are the same objects until a choice changes, and so is what was derived of them.
const lastMix = new WeakMap<Uint8Array, { readonly key: string; readonly layers: readonly Layer[] }>();

/** The layers of a mix; none when a result or the removal is gone. */
export function layersOfMix(document: Document, choices: readonly string[]): readonly Layer[] {
  const found = choices.map((id) => document.rounds.resultOf(id)?.result).filter(isResult);
  const removal = document.rounds.resultOf(choices[0] ?? '')?.removal;
  if (!removal || found.length < choices.length) return [];
  const key = choices.join(' ');
  const last = lastMix.get(removal.mask);
  // A result that was replaced by a better one in its slot has the same id.
  if (last?.key === key && !found.some(({ preview }) => preview)) return last.layers;
  const layers = mixLayers(removal, found);
  lastMix.set(removal.mask, { key, layers });
  return layers;
}

/** What lies over the photo, from below to above. */
export function layersOf(document: Document, content: PanelContent): readonly Layer[] {
  if (content.kind === 'photo') return [];
  if (content.kind === 'patch') {
    const at = document.patches.findIndex(({ id }) => id === content.patchId);
    return document.patches.filter((patch, place) => place === at || (place < at && patch.visible));
  }
  const visible = document.patches.filter((patch) => patch.visible);
  if (content.kind === 'mix') return [...visible, ...layersOfMix(document, content.choices)];
  const result = content.kind === 'result' && document.rounds.resultOf(content.resultId)?.result;
  return result ? [...visible, result] : visible;
}

/** Bitmaps of a document from below to above. `isPassing`: see `Pyramid.draw`. */
export function drawContent(
  context: Context,
  document: Document,
  view: View,
  content: PanelContent,
  isPassing?: boolean,
): void {
  document.photo.pyramid.draw(context, view, isPassing);
  for (const layer of layersOf(document, content)) {
    context.imageSmoothingEnabled = view.scale < 2;
    context.imageSmoothingQuality = 'medium';
    drawTurned(context, view, layer.area, document.dress(layer).shown());
  }
  context.resetTransform();
}

interface Heat {
  readonly key: unknown;
  readonly canvas: OffscreenCanvas;
}
const heats = new WeakMap<Layer, Heat>();

/** The heat of one layer's area: photo and composite, both read as they are exported, subtracted. */
function heatCanvas(
  document: Document,
  layer: Layer,
  layers: readonly Layer[],
  gain: number,
): OffscreenCanvas {
  const key = `${gain} ${layers.map((one) => `${one.area.x},${one.area.y},${one.matteWidth}`).join(' ')}`;
  const dressed = layers.map((one) => document.dress(one));
  const found = heats.get(layer);
  const isSame = (known: unknown): boolean =>
    Array.isArray(known) && known[0] === key && dressed.every((one, at) => known[at + 1] === one);
  if (found && isSame(found.key)) return found.canvas;
  const { area } = layer;
  const step = heatStep(area);
  const { pixels } = heatOf(document.photo.read(area), document.readWith(area, layers), area, gain, step);
  const canvas = new OffscreenCanvas(Math.ceil(area.width / step), Math.ceil(area.height / step));
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0);
  heats.set(layer, { key: [key, ...dressed], canvas });
  return canvas;
}

/**
 * How far what is shown lies from the untouched photo, times `gain`. Only layers are ever written over the photo; inside
 * their areas every pixel is compared, elsewhere there is nothing that could differ.
 */
export function drawDifference(
  context: Context,
  document: Document,
  view: View,
  content: PanelContent,
  gain: number,
): void {
  const { width, height } = document.photo;
  const black = new OffscreenCanvas(1, 1);
  black.getContext('2d')?.fillRect(0, 0, 1, 1);
  drawTurned(context, view, { x: 0, y: 0, width, height }, black);
  const layers = layersOf(document, content);
  for (const layer of layers) {
    // Nothing may bleed over the matte's edge into what is black.
    context.imageSmoothingEnabled = view.scale < 1;
    context.imageSmoothingQuality = 'medium';
    drawTurned(context, view, layer.area, heatCanvas(document, layer, layers, gain));
  }
  context.resetTransform();
}
