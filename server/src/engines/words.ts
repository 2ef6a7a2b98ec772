import { filterWords, type FilterWord } from '@cleanplate/shared/contract/filterWords.ts';

/** Google's support codes for filtered pictures (Responsible AI guidelines for Imagen), in words. */
const supportCodes: Readonly<Record<string, FilterWord>> = {
  58061214: 'children',
  17301594: 'children',
  29310472: 'celebrity',
  15236754: 'celebrity',
  62263041: 'dangerous',
  57734940: 'hate',
  22137204: 'hate',
  42876398: 'otherSafety',
  29578790: 'otherSafety',
  74803281: 'otherSafety',
  39322892: 'person',
  92201652: 'personalInformation',
  89371032: 'prohibited',
  49114662: 'prohibited',
  72817394: 'prohibited',
  90789179: 'sexual',
  63429089: 'sexual',
  43188360: 'sexual',
  35561574: 'thirdParty',
  35561575: 'thirdParty',
  78610348: 'toxic',
  61493863: 'violence',
  56562880: 'violence',
  32635315: 'vulgar',
  64151117: 'celebrityOrChild',
};

/** What the support codes in a text of Google's stand for, each once; empty when it names none we know. */
export function supportCategories(text: string): string[] {
  const codes = text.match(/\b\d{8}\b/g) ?? [];
  const words = codes.flatMap((code) =>
    Object.hasOwn(supportCodes, code) ? [supportCodes[code] ?? 'otherSafety'] : [],
  );
  return [...new Set(words)].map((word) => filterWords[word]);
}

/**
 * Google's text made fit for our page: plain words only. Markup, addresses, paths, identifiers and anything else that
 * may quote the request or the project is dropped, so that nothing of it can leak or run; at most `maxChars` are kept.
 */
export function cleanWords(text: string, maxChars: number): string {
  const withoutCodes = text.slice(0, 4000).replace(/\s*Support codes?:[\d,\s]*\.?/gi, ' ');
  const words = withoutCodes
    .replace(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter((word) => /^[("'“‘]*[\p{L}\p{M}'’-]{1,40}[)"'”’]*[.,;:!?]*$|^\d{1,6}[.,;:%]?$/u.test(word));
  const sentence = words.join(' ');
  return sentence.length <= maxChars ? sentence : `${sentence.slice(0, maxChars - 1).trimEnd()}…`;
}

/** Google's reason for a missing picture, its codes said in words. */
export function filterReason(text: string): string {
  const words = cleanWords(text, 300);
  const categories = supportCategories(text).join(', ');
  if (categories === '') return words || filterWords.unnamed;
  return `${words}${words === '' ? '' : ' '}(${categories})`;
}
