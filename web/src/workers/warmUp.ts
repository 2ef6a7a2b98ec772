import { initialDisplay } from '../document/facts.ts';
import type { OverlayKernels } from '../document/kernels/overlayKernels.ts';
import { createOverlayPicture } from '../document/overlayPicture.ts';
import { createPlaneLevels } from '../document/planeLevels.ts';
import { openSurface } from '../document/surface.ts';
import { createTiledPlane, invertPlane } from '../document/tiledPlane.ts';
import { strokeGesture } from '../tools/brush.ts';
import type { Sample, ToolSettings } from '../tools/gesture.ts';

const side = 1024;
const screen = { width: 512, height: 512 };
const settings: ToolSettings = {
  mode: 'add',
  size: 120,
  hardness: 0.8,
  pressure: false,
  tolerance: 0,
  contiguous: true,
  reach: 1,
};
// As many as a second of painting has: by then the engine has compiled what it will compile.
const frames = 60;
// Through the scales between two and three levels of the mask, as a zoom does; the whole picture each time.
const zoomFrames = 24;

/**
 * Paints a stroke, a zoom and an inversion that nobody sees. The first ones on the first photo would pay for the
 * compiling otherwise: a stroke's first frames took 4–13 ms of the worker instead of 1–2.
 */
export async function warmUp(kernels: OverlayKernels): Promise<void> {
  const plane = createTiledPlane(side, side);
  const painted = { plane, levels: createPlaneLevels(plane) };
  const surface = openSurface(plane);
  const picture = createOverlayPicture(screen, () => kernels);
  const view = { scale: 0.5, offsetX: 0, offsetY: 0, turns: 0 };
  const sampleAt = (step: number): Sample => ({
    x: side * (0.5 + 0.4 * Math.cos(step / 15)),
    y: side * (0.5 + 0.4 * Math.sin(step / 11)),
    pressure: 0.5,
    shift: false,
    space: false,
  });
  const gesture = strokeGesture(surface, settings, 'add', sampleAt(0));
  const paintFrame = (frame: number): void => {
    gesture.move([sampleAt(frame), sampleAt(frame + 0.5)]);
    picture.paint(view, initialDisplay, painted, null, surface.takeDirty());
  };
  const zoomFrame = (frame: number): void => {
    if (frame % 4 === 0) {
      invertPlane(plane);
      painted.levels.inverted();
    }
    picture.paint({ ...view, scale: 0.3 * 1.08 ** frame }, initialDisplay, painted, null, null);
  };
  picture.paint(view, initialDisplay, painted, null, 'all');
  for (let frame = 0; frame < frames + zoomFrames; frame++) {
    if (frame < frames) paintFrame(frame);
    else zoomFrame(frame - frames);
    // A photo may be on its way meanwhile.
    if (frame % 4 === 3) await new Promise((resolve) => setTimeout(resolve));
  }
}
