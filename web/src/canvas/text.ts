/** The strings this room shows. The page's own `Text` fits only if it has every one of these keys. */
export type CanvasKey =
  | 'app.photoEditor'
  | 'canvas.help'
  | 'canvas.split'
  | 'canvas.splitValue'
  | 'canvas.minimap'
  | 'canvas.cursorAt'
  | 'canvas.cursorStarted'
  | 'canvas.cursorCancelled'
  | 'canvas.compare'
  | 'canvas.before'
  | 'canvas.after';

export type CanvasParams = Readonly<Record<string, string | number>>;
export type CanvasText = (key: CanvasKey, params?: CanvasParams) => string;
/** Says something in the page's live region. */
export type Announce = (key: CanvasKey, params?: CanvasParams) => void;
