import { categoriesIn, reasonIn, type FilterWord } from '@cleanplate/shared/contract/filterWords.ts';
import { problemTable } from '@cleanplate/shared/contract/problem.ts';

/** A problem as the page meets it: from the worker, an engine or the server. */
export interface ProblemLike {
  readonly code: string;
  readonly variant?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Translate = (key: string, params?: Readonly<Record<string, unknown>>) => string;

const isKnown = (code: string): code is keyof typeof problemTable => Object.hasOwn(problemTable, code);

/**
 * The key of a problem's sentence. A code that this version of the page does not know reads as INTERNAL,
 * a variant that the code does not have as the code's first sentence.
 */
export function problemKey(problem: ProblemLike): string {
  if (!isKnown(problem.code)) return 'problems.INTERNAL.default';
  const { sentences }: { sentences: Readonly<Record<string, string>> } = problemTable[problem.code];
  const variant =
    problem.variant !== undefined && Object.hasOwn(sentences, problem.variant) ? problem.variant : 'default';
  return `problems.${problem.code}.${variant}`;
}

/** The parameters of a problem's sentence, Google's reasons in the page's language as far as they are words of ours. */
export function problemParams(problem: ProblemLike, t: Translate): Readonly<Record<string, string | number>> {
  const { code, params = {} } = problem;
  if (code !== 'CONTENT_FILTERED') return params;
  const say = (word: FilterWord) => t(`filtered.${word}`);
  const { reason, categories } = params;
  return {
    ...params,
    ...(typeof reason === 'string' && { reason: reasonIn(reason, say) }),
    ...(typeof categories === 'string' && { categories: categoriesIn(categories, say) }),
  };
}

/** What happened, what to do, and always that nothing of the user's was touched. */
export function problemText(problem: ProblemLike, t: Translate): string {
  const params = isKnown(problem.code) ? problemParams(problem, t) : { requestId: problem.code };
  const sentence = t(problemKey(problem), params);
  // Chinese sentences end in a full-width stop and take no space between them.
  const space = /[。！？）]$/.test(sentence) ? '' : ' ';
  return `${sentence}${space}${t('kept.sentence')}`;
}
