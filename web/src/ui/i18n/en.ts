import { keptSentence, problemTable, type ProblemCode } from '@cleanplate/shared/contract/problem.ts';
import { canvas } from './en/canvas.ts';
import { google } from './en/google.ts';
import { local } from './en/local.ts';
import { page } from './en/page.ts';
import { results } from './en/results.ts';
import { work } from './en/work.ts';

type Sentences = Record<ProblemCode, Readonly<Record<string, string>>>;

/** The contract's own sentences (faults.md §2.9): written once, in `shared`. */
const problems = Object.fromEntries(
  Object.entries(problemTable).map(([code, rule]) => [code, rule.sentences]),
) as unknown as Sentences;

/** Every string of the page in English. */
export const en = {
  ...page,
  ...work,
  ...canvas,
  ...google,
  ...results,
  ...local,
  kept: { sentence: keptSentence as string },
  problems,
};

/** The shape every language must fill: a missing key does not compile. */
export type Messages = Widened<typeof en>;
type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widened<T[K]> };

/** `top.undo`, `results.use`, …: the path of a string. */
export type MessageKey = Paths<Omit<Messages, 'problems'>>;
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
