/**
 * What Google's filters hold back, in our words: the categories of its support codes (Responsible AI guidelines for
 * Imagen), and what its reasons to stop mean (Gemini). The server sends the English; the page says it in its language.
 */
export const filterWords = {
  children: 'children',
  celebrity: 'a celebrity',
  celebrityOrChild: 'a celebrity or a child',
  dangerous: 'dangerous content',
  hate: 'hate',
  otherSafety: 'other safety reasons',
  person: 'a person or face',
  personalInformation: 'personal information',
  prohibited: 'prohibited content',
  sexual: 'sexual content',
  thirdParty: 'content of a third party',
  toxic: 'toxic content',
  violence: 'violence',
  vulgar: 'vulgar content',
  unnamed: 'Filtered by Google.',
  stopped: "Google's safety filter stopped this picture.",
  notAllowed: 'Google does not allow this content.',
  blockedWord: 'The prompt has a word that Google blocks.',
  foundPersonal: 'Google found personal information in the picture.',
  tooClose: 'The picture came too close to a protected one.',
  modelArmor: 'The Model Armor of your organisation stopped this picture.',
  rulesBroken: 'Google took the prompt for an attempt to break its rules.',
} as const;

export type FilterWord = keyof typeof filterWords;

const keyOf = new Map<string, FilterWord>(
  Object.entries(filterWords).map(([key, words]) => [words, key as FilterWord]),
);

/**
 * A reason as the server sends it, said in another language: a whole sentence of ours, or the categories in brackets
 * after Google's own words, which stay as they are.
 *
 * @param say the words of a key in that language
 */
export function reasonIn(reason: string, say: (word: FilterWord) => string): string {
  const whole = keyOf.get(reason);
  if (whole) return say(whole);
  return reason.replace(/\(([^()]+)\)$/, (brackets, list: string) => {
    const said = categoriesIn(list, say);
    return said === list ? brackets : `(${said})`;
  });
}

/** The same for a list of categories alone, separated by commas. */
export function categoriesIn(list: string, say: (word: FilterWord) => string): string {
  const keys = list.split(', ').map((words) => keyOf.get(words));
  return keys.every((key) => key !== undefined) ? keys.map(say).join(', ') : list;
}
