// Every fault of Google (the U-rows) as the page says it: page → proxy → emulator, one photo, one mask, row after row.
import { expect as plain, test, type Page } from '@playwright/test';
import type { Editor } from '../driver/editor.ts';
import {
  chooseEngine,
  dismissAll,
  expectProblem,
  messages,
  openMasked,
  refusedCards,
  removeButton,
  results,
} from '../driver/googlePage.ts';
import { startGoogle, type GoogleAtHand } from '../driver/programs.ts';
import { expectSentence } from '../driver/sentence.ts';

/** Retries and a busy machine take their time. */
const expect = plain.configure({ timeout: 60_000 });

/** Row of the catalogue, and what the page must say. */
type Row = readonly [row: string, sentence: RegExp];

const broken = /Google sent something that is not a usable picture/;
const silent = /Google is not answering\. Try again, or use this computer/;
const atLimit = /Google is at its limit for this project/;
const noPicture = /Google returned no picture/;
const declined = /Google's safety filter declined this picture/;

const imagenRows: readonly Row[] = [
  ['U-1', /Google could not use this picture: .*odd shape/],
  ['U-1:filter', /safety filter declined this picture \(sexual content\)/],
  ['U-2', /sign-in expired\. Run `gcloud auth application-default login`/],
  ['U-3:apiOff', /Vertex AI API is off\. Run `gcloud services enable/],
  ['U-3:roleMissing', /role is missing\. Grant it `roles\/aiplatform\.user`/],
  ['U-3:orgPolicy', /policy of your organisation/],
  ['U-3:billing', /billing is off\. Link a billing account/],
  ['U-4', /Google no longer serves imagen-3\.0-capability-001, or not to this project/],
  ['U-6:day', /Google is at its limit for this project until .* UTC/],
  ['U-6:negative', atLimit],
  ['U-6:junk', atLimit],
  ['U-6:none', atLimit],
  ['U-7', atLimit],
  ['U-8:500', silent],
  ['U-8:502', silent],
  ['U-8:503', silent],
  ['U-8:504', silent],
  ['U-11:truncated', broken],
  ['U-11:cut', broken],
  ['U-12:empty', noPicture],
  ['U-12:noPredictions', noPicture],
  ['U-13', declined],
  ['U-15:html', broken],
  ['U-15:svg', broken],
  ['U-15:gif', broken],
  ['U-15:nothing', noPicture],
  ['U-15:notBase64', broken],
  ['U-16:aspect', broken],
  ['U-16:bomb', broken],
  ['U-18:huge', broken],
  ['U-18:gzip', broken],
  ['U-18:encodings', broken],
  ['U-19:0', silent],
  ['U-19:1k', broken],
  ['U-19:99', broken],
  ['U-28', /does not serve imagen-3\.0-capability-001 in us-central1\. Set GOOGLE_CLOUD_LOCATION/],
];

const geminiRows: readonly Row[] = [
  ['U-12:noCandidates', noPicture],
  ['U-12:text', /Google answered in words instead of a picture: I cannot edit this picture, sorry/],
  ['U-12:IMAGE_SAFETY', declined],
  ['U-12:PROHIBITED_CONTENT', declined],
  ['U-12:MAX_TOKENS', noPicture],
  ['U-12:OTHER', noPicture],
  ['U-12:blockReason', declined],
  ['U-13', declined],
];

let google: GoogleAtHand;
let page: Page;
let editor: Editor;
test.describe.configure({ mode: 'serial', timeout: 180_000 });
test.beforeAll(async ({ browser }) => {
  google = await startGoogle();
  page = await browser.newPage();
  editor = await openMasked(page, google.address);
});
test.afterAll(() => google.stop());

const choose = (engine: RegExp, count: 1 | 4 = 1) => chooseEngine(page, engine, count);

async function remove(row: string, times: number): Promise<void> {
  await google.control('reset');
  await google.control('fail', { name: row, times });
  await removeButton(page).click();
}

async function expectEnd(row: string, sentence: RegExp): Promise<void> {
  await remove(row, -1);
  await expectSentence(messages(page).getByText(sentence), row.split(':')[0]);
  await expectProblem(page, editor, sentence);
  await expect(results(page)).toHaveCount(0);
}

for (const [engine, rows] of [
  [/Imagen 3/, imagenRows],
  [/Gemini/, geminiRows],
] as const)
  test(
    `every fault of ${engine.source} ends in its sentence, with the mask kept and a way out`,
    {
      tag: [...new Set(rows.map(([row]) => `@${row.split(':')[0]}`))],
    },
    async () => {
      test.setTimeout(180_000);
      await choose(engine);
      for (const [row, sentence] of rows) await test.step(row, () => expectEnd(row, sentence));
    },
  );

test('what Google held back is a card with its words and what its code means', { tag: '@U-13' }, async () => {
  await choose(/Imagen 3/, 4);
  await remove('U-13:some', 1);
  await expect(results(page)).toHaveCount(2);
  await expect(refusedCards(page)).toContainText(
    'Google held a result back: Your current safety filter threshold filtered out 2 generated images. (a celebrity)',
  );
  await dismissAll(page);
  // A try that fails takes nothing off the table.
  await remove('U-1', 1);
  await expectProblem(page, editor, /Google could not use this picture/);
  await expect(results(page)).toHaveCount(2);
  await results(page).first().click();
  await editor.press('Discard').press('Discard');
});

test(
  'a passing fault is not noticed, a picture of any kind is taken, an unchanged one is said',
  { tag: ['@U-2', '@U-8', '@U-14', '@U-16', '@U-17', '@U-19'] },
  async () => {
    await choose(/Imagen 3/);
    let count = 0;
    const expectResult = async (row: string) => {
      await remove(row, 1);
      count += 1;
      await expect(results(page)).toHaveCount(count);
      await expect(removeButton(page)).toBeEnabled();
    };
    for (const row of ['U-2', 'U-8:503', 'U-19:0', 'U-14', 'U-14:webp', 'U-16:sixteenBit', 'U-16:alpha'])
      await test.step(row, async () => {
        await expectResult(row);
        await expect(messages(page)).toHaveCount(0);
      });
    await expectResult('U-16:size');
    await expect(messages(page).getByText(/answered in another size/)).toBeVisible();
    await dismissAll(page);
    await expectResult('U-17');
    await expectSentence(messages(page).getByText('The engine changed nothing here.'), 'U-17');
    await dismissAll(page);
  },
);
