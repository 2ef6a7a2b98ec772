import { clipRect } from '@cleanplate/shared/raster/rect.ts';
import { countPlane } from '../document/tiledPlane.ts';
import { transfer } from 'comlink';
import { viewPhoto } from '../document/photoReader.ts';
import type { Desk } from './desk.ts';
import type { DocumentApi } from './documentApi.ts';
import { createHeavyWork, type HeavyWork } from './heavyWork.ts';
import { bad, good, noPhoto, wholePhoto } from './outcome.ts';

type MaskCalls = Pick<
  DocumentApi,
  | 'invertMask'
  | 'clearMask'
  | 'selectAll'
  | 'addShape'
  | 'deleteGuide'
  | 'clearGuides'
  | 'maskAction'
  | 'bringBackMask'
  | 'smallPhoto'
>;

/** The calls that change or look at the mask as a whole. */
export function createMaskCalls(desk: Desk, heavy: HeavyWork = createHeavyWork()): MaskCalls {
  return {
    invertMask: (plane) => desk.settled().invert(plane),
    clearMask: (plane) => desk.settled().clear(plane, 'clear'),
    selectAll(plane) {
      const document = desk.settled();
      document.act(plane, 'selectAll', (surface) => surface.box(wholePhoto(document), 'add'));
    },
    addShape(kind, rect, mode, plane) {
      const document = desk.settled();
      document.act(plane, kind, (surface) => surface[kind](rect, mode));
      const whole = wholePhoto(document);
      return {
        tool: kind,
        mode,
        plane,
        bounds: clipRect(rect, whole.width, whole.height),
        notice: null,
        maskPercent: (100 * countPlane(document.planes.mask.plane)) / (whole.width * whole.height),
      };
    },
    deleteGuide: () => desk.settled().guides.remove(),
    clearGuides: () => desk.settled().guides.clear(),
    async maskAction(action, amount) {
      if (desk.documents.size === 0) return noPhoto;
      const document = desk.settled();
      const { plane } = document.planes.mask;
      let copied = -1;
      try {
        const acted = await heavy.run((api) => {
          // Not before its turn: the action before this one may have changed the mask.
          copied = plane.revision;
          const { width, height, tiles } = plane;
          return api.actOnMask({ width, height, tiles }, action, amount);
        });
        if (plane.revision !== copied || !desk.documents.has(document.id)) return bad('MASK_CHANGED');
        if (!acted) return bad('MASK_EMPTY');
        document.act('mask', 'maskAction', (surface) => surface.takeTiles(acted.tiles));
        return good(acted.gained);
      } catch {
        return bad('MASK_ACTION_FAILED');
      }
    },
    smallPhoto(longerSide) {
      if (desk.documents.size === 0) return noPhoto;
      const document = desk.current();
      const { width, height } = document.photo;
      const scale = Math.min(1, longerSide / Math.max(width, height));
      const size = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;
      const small = viewPhoto(document).read(wholePhoto(document), ...size);
      const pixels = small.data as Uint8ClampedArray<ArrayBuffer>;
      return transfer(good({ pixels, width: small.width, height: small.height }), [pixels.buffer]);
    },
    bringBackMask: () => (desk.settled().bringBack() ? good(null) : bad('MASK_EMPTY')),
  };
}
