/** What Esc takes back first: the layers of the canvas, the newest on top. */
type Unwind = () => boolean;

const layers: Unwind[] = [];

/**
 * Registers something that Esc can take back one level of. Returns the way to unregister.
 * @param unwind takes back one level, or returns false when there is nothing to take back.
 */
export function onUnwind(unwind: Unwind): () => void {
  layers.push(unwind);
  return () => void layers.splice(layers.indexOf(unwind), 1);
}

/** Takes back one level of the canvas. Returns false when there was none: then it is the page's turn. */
export function unwindCanvas(): boolean {
  return layers.findLast((unwind) => unwind()) !== undefined;
}
