import { describe, expect, it } from 'vitest';
import { categoriesIn, filterWords, reasonIn } from './filterWords.ts';

const say = (word: keyof typeof filterWords) => `<${word}>`;

describe('a reason of Google’s filter, in another language', () => {
  it('is ours from end to end, or Google’s words with our categories', () => {
    expect(reasonIn('Google does not allow this content.', say)).toBe('<notAllowed>');
    expect(reasonIn('It was filtered. (violence, a person or face)', say)).toBe(
      'It was filtered. (<violence>, <person>)',
    );
    expect(reasonIn('(violence)', say)).toBe('(<violence>)');
  });

  it('stays as it is where it says what we do not know', () => {
    for (const reason of ['I cannot do that (sorry)', 'violence against bytes', '', '(violence, and more)'])
      expect(reasonIn(reason, say)).toBe(reason);
    expect(categoriesIn('violence, something new', say)).toBe('violence, something new');
    expect(categoriesIn('hate, vulgar content', say)).toBe('<hate>, <vulgar>');
  });
});
