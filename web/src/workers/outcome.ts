import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from '../document/document.ts';
import type { Outcome, ProblemData } from './documentApi.ts';

export const good = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const bad = (code: string, params?: ProblemData['params']): Outcome<never> => ({
  ok: false,
  problem: params ? { code, params } : { code },
});

export const noPhoto = bad('NO_PHOTO');

export const wholePhoto = ({ photo }: Document): Rect => ({
  x: 0,
  y: 0,
  width: photo.width,
  height: photo.height,
});
