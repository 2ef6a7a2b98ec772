import {
  Brush,
  Circle,
  Eraser,
  Hand,
  Lasso,
  MousePointerClick,
  Slash,
  SquareDashed,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react';
import type { ToolId } from '../../tools/gesture.ts';

/** One picture a tool; a tool without one does not compile. */
export const toolIcons: Readonly<Record<ToolId, LucideIcon>> = {
  box: SquareDashed,
  ellipse: Circle,
  brush: Brush,
  eraser: Eraser,
  lasso: Lasso,
  wand: WandSparkles,
  object: MousePointerClick,
  guide: Slash,
  hand: Hand,
};
