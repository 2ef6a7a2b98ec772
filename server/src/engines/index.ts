import { gemini } from './gemini.ts';
import { imagen2 } from './imagen2.ts';
import { imagen3 } from './imagen3.ts';

/** The engines this server translates for, in the order the page lists them. To add one: one file, one row. */
export const engines = { gemini, imagen3, imagen2 } as const;
