import type { Messages } from './en.ts';
import { canvas } from './zhHant/canvas.ts';
import { google } from './zhHant/google.ts';
import { local } from './zhHant/local.ts';
import { page } from './zhHant/page.ts';
import { problems } from './zhHant/problems.ts';
import { results } from './zhHant/results.ts';
import { work } from './zhHant/work.ts';

/** Every string of the page in Traditional Chinese (zh-Hant). */
export const zhHant: Messages = {
  ...page,
  ...work,
  ...canvas,
  ...google,
  ...results,
  ...local,
  kept: { sentence: '你的圖片和遮罩都還在。' },
  problems,
};
