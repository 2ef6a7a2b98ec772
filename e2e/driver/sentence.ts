import { expect, test, type Locator } from '@playwright/test';

/**
 * Waits until the page says it, and hands its words to the table of `npm run test:faults`.
 * @param row whose sentence it is, where a test holds more than one row
 */
export async function expectSentence(said: Locator, row?: string): Promise<void> {
  // Retries and a busy machine take their time.
  await expect(said).toBeVisible({ timeout: 60_000 });
  const words = (await said.innerText()).replaceAll(/\s+/g, ' ').trim();
  noteSentence(row === undefined ? words : `${row}: ${words}`);
}

/** For rows that are mended without a word: the table then says what happened instead. */
export function noteSentence(sentence: string): void {
  test.info().annotations.push({ type: 'sentence', description: sentence });
}
