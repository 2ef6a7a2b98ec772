import { semanticClasses } from '@cleanplate/shared/contract/semanticClasses.ts';
import type { Language } from '../../state/language.ts';
import { classNamesZhHant } from './zhHant/classes.ts';

/** A semantic class in the page's language; Google's own names are the English ones. */
export const className = (id: number, language: Language): string =>
  (language === 'zh-Hant' ? classNamesZhHant[id] : undefined) ?? semanticClasses[id] ?? String(id);

const plain = (text: string) => text.toLocaleLowerCase().normalize('NFKC').trim();

/** Ids of the classes whose name holds all words of the query, in either language; those that begin with it come first. */
export function findClasses(query: string, language: Language): readonly number[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const nameOf = (id: number) => plain(className(id, language));
  const begins = (id: number) => (words.length > 0 && nameOf(id).startsWith(words[0]) ? 0 : 1);
  return [...semanticClasses.keys()]
    .filter((id) => {
      const names = `${nameOf(id)} ${plain(semanticClasses[id])}`;
      return words.every((word) => names.includes(word));
    })
    .toSorted((a, b) => begins(a) - begins(b) || nameOf(a).localeCompare(nameOf(b), language));
}
