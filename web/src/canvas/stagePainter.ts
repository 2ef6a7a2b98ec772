/** Draws the stage's nodes from the stores, at most once per frame, without React. */
import { Konva } from 'konva/lib/Core.js';
import type { Group } from 'konva/lib/Group.js';
import type { Layer } from 'konva/lib/Layer.js';
import type { Node } from 'konva/lib/Node.js';
import type { Shape } from 'konva/lib/Shape.js';
import type { Line } from 'konva/lib/shapes/Line.js';
import type { Stage } from 'konva/lib/Stage.js';
import { brushMarkShape } from '../document/pointerMark.ts';
import { photoToScreen, type Point } from '../document/view.ts';
import { toolStore } from '../state/toolStore.ts';
import { viewStore } from '../state/viewStore.ts';
import { guideLinesScene } from './guideLinesScene.ts';
import { brushMark } from './gestureSession.ts';
import { outlinePoints } from './outlinePoints.ts';
import { pixelGridScene } from './pixelGrid.ts';
import { createPointerMark } from './pointerMark.ts';

export interface StagePainter {
  /** Where the pointer is on the page, in CSS pixels of the canvas; null when it is elsewhere or a finger. */
  setPointer(point: Point | null): void;
  /** Something shown has changed: draw with the next frame. */
  ask(): void;
  stop(): void;
}

// The painter draws when it has set everything: no draw per attribute.
Konva.autoDrawEnabled = false;

/** @param stage the stage of `ToolStage`, whose nodes are found by name; `markCanvas` follows the pointer */
export function createStagePainter(stage: Stage, markCanvas: HTMLCanvasElement): StagePainter {
  const find = <T extends Node>(name: string): T => {
    const node = stage.findOne<T>(`.${name}`);
    if (!node) throw new RangeError(`the stage has no node named ${name}`);
    return node;
  };
  const guides = find<Layer>('guides');
  const mark = createPointerMark(markCanvas);
  const outlines = [find<Line>('outlineDark'), find<Line>('outlineLight')];
  const splits = [find<Line>('splitDark'), find<Line>('splitLight')];
  const grip = find<Group>('grip');
  const grid = find<Shape>('grid');
  const lines = find<Shape>('lines');
  let pointer: Point | null = null;
  let frame = 0;
  let guidesStale = true;
  let guidesEmpty = false;
  let ratio = 0;

  const fit = (): void => {
    const { canvas, dpr } = viewStore.getState();
    const size = { width: canvas.width / dpr, height: canvas.height / dpr };
    if (stage.width() === size.width && stage.height() === size.height && ratio === dpr) return;
    ratio = dpr;
    guides.getCanvas().setPixelRatio(dpr);
    stage.size(size);
    guidesStale = true;
    guidesEmpty = false;
  };
  const drawLine = (lines: readonly Line[], points: number[] | null, isClosed = false): void => {
    for (const line of lines) {
      line.visible(points !== null);
      if (points) line.setAttrs({ points, closed: isClosed });
    }
  };
  const drawPointer = (): void => {
    const { view, dpr, canvas, cursor } = viewStore.getState();
    const onScreen = cursor && photoToScreen(view, cursor);
    const at = onScreen ?? (pointer && { x: pointer.x * dpr, y: pointer.y * dpr });
    const pans = toolStore.getState().held.space && !cursor;
    const brush = pans ? null : brushMark(dpr);
    const ring = brush && brushMarkShape(brush, view.scale);
    const hasCross = cursor !== null || (ring?.hasCross ?? false);
    mark.show(at, { radius: null, dashed: false, dpr, ...ring, hasCross }, canvas);
  };
  const drawSplit = (width: number, height: number): void => {
    const { split, splitDirection } = viewStore.getState().display;
    const isAcross = splitDirection === 'horizontal';
    const at = (isAcross ? height : width) * (split ?? 0);
    drawLine(splits, split === null ? null : isAcross ? [0, at, width, at] : [at, 0, at, height]);
    grip.visible(split !== null);
    grip.position(isAcross ? { x: width / 2, y: at } : { x: at, y: height / 2 });
    grip.rotation(isAcross ? 90 : 0);
  };
  const drawGuides = (): void => {
    const state = viewStore.getState();
    const { view, dpr, canvas, outline, display, photo } = state;
    let points = outline && outlinePoints(outline, view, dpr);
    const isOpen = outline?.kind === 'path' && outline.open;
    // A path that waits for its next corner reaches to the pointer.
    if (points && isOpen && outline.replaces === undefined && pointer)
      points = [...points, pointer.x, pointer.y];
    drawLine(outlines, points, !isOpen);
    drawSplit(canvas.width / dpr, canvas.height / dpr);
    const scene = photo && !display.photoOnly ? pixelGridScene(view, photo, canvas, dpr) : null;
    grid.visible(scene !== null);
    if (scene) grid.sceneFunc(scene);
    // A line that is being moved is shown where it goes, not where it was.
    const moving = outline?.kind === 'path' ? outline.replaces : undefined;
    const shown = state.guides.filter(({ id }) => id !== moving);
    const areShown =
      shown.length > 0 && !display.photoOnly && display.resultId === null && display.split === null;
    lines.visible(areShown);
    const isInHand = toolStore.getState().tool === 'guide';
    if (areShown) lines.sceneFunc(guideLinesScene(shown, state.selectedGuide, view, dpr, isInHand));
    const isEmpty = points === null && display.split === null && scene === null && !areShown;
    // While the photo is moved there is mostly nothing to draw, and a canvas drawn is a canvas composited anew.
    if (isEmpty && guidesEmpty) return;
    guidesEmpty = isEmpty;
    guides.draw();
  };
  const draw = (): void => {
    frame = 0;
    fit();
    drawPointer();
    if (guidesStale) drawGuides();
    guidesStale = false;
  };
  const ask = (): void => {
    frame ||= requestAnimationFrame(draw);
  };
  const askGuides = (): void => {
    guidesStale = true;
    ask();
  };
  const leaveView = viewStore.subscribe((state, before) => {
    // The pointer's readout changes with every move and is no business of the stage.
    if (state.pointer === before.pointer) askGuides();
  });
  const leaveTools = toolStore.subscribe((state, before) => {
    if (state.tool === before.tool) ask();
    else askGuides();
  });
  askGuides();

  return {
    setPointer(point) {
      if (pointer === null && point === null) return;
      pointer = point;
      if (viewStore.getState().outline?.kind === 'path') guidesStale = true;
      ask();
    },
    ask,
    stop() {
      cancelAnimationFrame(frame);
      leaveView();
      leaveTools();
    },
  };
}
