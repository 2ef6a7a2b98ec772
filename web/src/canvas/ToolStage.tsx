/** The Konva stage over the photo: everything that follows the pointer. React makes its nodes once and never again. */
import './konvaTrusted.ts';
import 'konva/lib/shapes/Circle.js';
import 'konva/lib/shapes/Line.js';
import type { Stage as KonvaStage } from 'konva/lib/Stage.js';
import { memo, useLayoutEffect, useRef } from 'react';
import { Circle, Group, Layer, Line, Shape, Stage } from 'react-konva/lib/ReactKonvaCore.js';
import css from './editor.module.css';
import { createStagePainter, type StagePainter } from './stagePainter.ts';

/** Two lines, one on the other: seen on any photo. The painter finds them by name. */
const light = { stroke: '#fff', strokeWidth: 1.25, listening: false, visible: false };
const dark = { stroke: '#000', strokeWidth: 3, opacity: 0.65, listening: false, visible: false };
const arrow = { stroke: '#222', strokeWidth: 2, listening: false };

interface ToolStageProps {
  /** Called with the painter when the stage stands, and with null when it is taken down. */
  readonly onPainter: (painter: StagePainter | null) => void;
}

/** Draws nothing by itself: see `createStagePainter`. */
export const ToolStage = memo(function ToolStage({ onPainter }: ToolStageProps) {
  const stage = useRef<KonvaStage>(null);
  const mark = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!stage.current || !mark.current) return undefined;
    const painter = createStagePainter(stage.current, mark.current);
    onPainter(painter);
    return () => {
      onPainter(null);
      painter.stop();
    };
  }, [onPainter]);
  return (
    <>
      <div className={css.stage} aria-hidden="true">
        <Stage ref={stage} width={1} height={1} listening={false}>
          <Layer name="guides" listening={false}>
            <Shape name="grid" listening={false} visible={false} />
            <Line name="splitDark" {...dark} />
            <Line name="splitLight" {...light} strokeWidth={1.5} />
            <Group name="grip" listening={false} visible={false}>
              <Circle radius={16} fill="#fff" stroke="#000" strokeWidth={1} listening={false} />
              <Line points={[-4, -5, -9, 0, -4, 5]} {...arrow} />
              <Line points={[4, -5, 9, 0, 4, 5]} {...arrow} />
            </Group>
            <Shape name="lines" listening={false} visible={false} />
            <Line name="outlineDark" {...dark} />
            <Line name="outlineLight" {...light} dash={[6, 4]} />
          </Layer>
        </Stage>
      </div>
      <canvas ref={mark} className={css.pointer} width={1} height={1} aria-hidden="true" />
    </>
  );
});
