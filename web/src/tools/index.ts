import { box } from './box.ts';
import { brush } from './brush.ts';
import { ellipse } from './ellipse.ts';
import { eraser } from './eraser.ts';
import type { Tool, ToolId } from './gesture.ts';
import { guide } from './guide.ts';
import { hand } from './hand.ts';
import { lasso } from './lasso.ts';
import { object } from './object.ts';
import { wand } from './wand.ts';

/** Every tool, in the order of the toolbar. Toolbar, shortcuts, help and the uniqueness test read this list. */
export const tools: readonly Tool[] = [box, ellipse, brush, eraser, lasso, wand, object, guide, hand];

/** Throws RangeError for an id that is not in the list. */
export function toolById(id: ToolId): Tool {
  const tool = tools.find((one) => one.id === id);
  if (!tool) throw new RangeError(`no tool ${id}; known: ${tools.map((one) => one.id).join(', ')}`);
  return tool;
}
