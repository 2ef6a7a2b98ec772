/** Google's support codes for filtered pictures (Responsible AI guidelines for Imagen), in words. */
const supportCodes: Readonly<Record<string, string>> = {
  58061214: 'children',
  17301594: 'children',
  29310472: 'a celebrity',
  15236754: 'a celebrity',
  62263041: 'dangerous content',
  57734940: 'hate',
  22137204: 'hate',
  42876398: 'other safety reasons',
  29578790: 'other safety reasons',
  74803281: 'other safety reasons',
  39322892: 'a person or face',
  92201652: 'personal information',
  89371032: 'prohibited content',
  49114662: 'prohibited content',
  72817394: 'prohibited content',
  90789179: 'sexual content',
  63429089: 'sexual content',
  43188360: 'sexual content',
  35561574: 'content of a third party',
  35561575: 'content of a third party',
  78610348: 'toxic content',
  61493863: 'violence',
  56562880: 'violence',
  32635315: 'vulgar content',
  64151117: 'a celebrity or a child',
};

/** What the support codes in a text of Google's stand for, each once; empty when it names none we know. */
export function supportCategories(text: string): string[] {
  const codes = text.match(/\b\d{8}\b/g) ?? [];
  return [
    ...new Set(
      codes.flatMap((code) => (Object.hasOwn(supportCodes, code) ? [supportCodes[code] ?? ''] : [])),
    ),
  ];
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
  if (categories === '') return words || 'Filtered by Google.';
  return `${words}${words === '' ? '' : ' '}(${categories})`;
}
