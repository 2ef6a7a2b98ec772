// What only time shows (U-5, U-7, U-9, U-10, U-18, U-25 to U-27): waiting, giving up, and coming back, as the page tells it.
// The limits are the product's own settings, set to seconds.
import { readFileSync } from 'node:fs';
import { expect as plain, test } from '@playwright/test';
import {
  chooseEngine,
  dismissAll,
  expectProblem,
  messages,
  openMasked,
  removeButton,
  results,
} from '../driver/googlePage.ts';
import { startGoogle, type GoogleAtHand, type Program } from '../driver/programs.ts';
import { startTrustedGoogle, type TrustedGoogle } from '../driver/trustedGoogle.ts';

/** A busy machine takes its time. */
const expect = plain.configure({ timeout: 30_000 });

let google: GoogleAtHand;
const stops: { stop: () => void }[] = [];
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  google = await startGoogle();
  stops.push(google);
});
test.afterAll(() => {
  for (const one of stops) one.stop();
});
test.beforeEach(() => google.control('reset'));

async function serverWith(env: Record<string, string>): Promise<Program> {
  const program = await google.serverWith(env);
  stops.push(program);
  return program;
}

const callsOf = async () => ((await (await google.control('calls')).json()) as { calls: number }).calls;

test(
  'U-5: the page says that Google is busy and for how long, waits that long, and gets the picture',
  { tag: '@U-5' },
  async ({ page }) => {
    await openMasked(page, google.address);
    await chooseEngine(page, /Imagen 3/);
    await google.control('fail', { name: 'U-5', times: 1 });
    const start = Date.now();
    await removeButton(page).click();
    await expect(page.getByText('Google is busy. Trying again in 3 s…')).toBeVisible();
    await expect(results(page)).toHaveCount(1);
    expect(Date.now() - start).toBeGreaterThanOrEqual(3000);
    await expect(messages(page)).toHaveCount(0);
    expect(await callsOf()).toBe(2);
  },
);

test(
  'U-7, U-27: after Google has refused for a while it is not asked, this computer is offered; when it has healed, it is back',
  { tag: ['@U-7', '@U-27', '@long'] },
  async ({ page }) => {
    const openMs = 2000;
    const { address } = await serverWith({
      CLEANPLATE_BREAKER_WINDOW: '2',
      CLEANPLATE_BREAKER_OPEN_MS: String(openMs),
      CLEANPLATE_UPSTREAM_RETRIES: '0',
    });
    const editor = await openMasked(page, address);
    await chooseEngine(page, /Imagen 3/);
    await google.control('fail', { name: 'U-7', times: -1 });
    const busy = /Google is at its limit for this project\. Try again in 30 s, or use this computer\./;
    for (let time = 0; time < 2; time++) {
      await removeButton(page).click();
      await expectProblem(page, editor, busy);
    }
    await removeButton(page).click();
    await expectProblem(page, editor, /Google is at its limit for this project\. Try again in [12] s/);
    expect(await callsOf()).toBe(2);

    await google.control('reset');
    const healed = Date.now();
    await expect(async () => {
      await removeButton(page).click();
      await plain(results(page).or(messages(page).getByText(/at its limit/))).toBeVisible();
      await dismissAll(page);
      await plain(results(page)).toHaveCount(1, { timeout: 500 });
    }).toPass();
    // One probe when the time is over, and that is the picture.
    expect(Date.now() - healed).toBeLessThan(openMs + 20_000);
    expect(await callsOf()).toBe(1);
  },
);

test(
  'U-9, U-10: Google that never answers, or a byte at a time, ends at the limit, with the sentence',
  { tag: ['@U-9', '@U-10'] },
  async ({ page }) => {
    const { address } = await serverWith({
      CLEANPLATE_UPSTREAM_TRY_TIMEOUT_MS: '600',
      CLEANPLATE_UPSTREAM_CONNECT_TIMEOUT_MS: '500',
    });
    const editor = await openMasked(page, address);
    await chooseEngine(page, /Imagen 3/);
    for (const [row, calls] of [
      ['U-9', 1],
      ['U-10', 2],
    ] as const) {
      await google.control('fail', { name: row, times: 1 });
      await removeButton(page).click();
      await expectProblem(page, editor, /Google did not answer within 1 s\./);
      // A picture may have been made, and billed: it is not asked for again.
      expect(await callsOf()).toBe(calls);
    }
  },
);

test(
  'U-18: an answer without end, and one that swells, are cut off and cost the server little memory',
  { tag: ['@long', '@U-18'] },
  async ({ page }) => {
    const { address, pid } = await serverWith({});
    const editor = await openMasked(page, address);
    await chooseEngine(page, /Imagen 3/);
    await removeButton(page).click();
    await expect(results(page)).toHaveCount(1);
    const before = peakMegabytes(pid);
    for (const row of ['U-18:huge', 'U-18:gzip', 'U-18:encodings']) {
      await google.control('fail', { name: row, times: 1 });
      await removeButton(page).click();
      await expectProblem(page, editor, /Google sent something that is not a usable picture\./);
    }
    test.info().annotations.push({ type: 'peak', description: `${peakMegabytes(pid) - before} MB more` });
    expect(peakMegabytes(pid) - before).toBeLessThan(64);
  },
);

/** The most memory a process has had, as Linux counts it; 0 elsewhere, where nothing is measured. */
function peakMegabytes(pid: number): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(found?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

test.describe('with credentials, TLS and a company proxy as for Google itself', () => {
  let trusted: TrustedGoogle;
  let server: Program;
  test.beforeAll(async () => {
    trusted = await startTrustedGoogle(google.emulator);
    stops.push(trusted);
    // Looked at once: no probe finds the old token before the calls do.
    server = await serverWith({ ...trusted.environment, CLEANPLATE_AVAILABILITY_TTL_MS: '600000' });
  });

  test(
    'U-25: a token that ends between two removals is renewed once, for all calls at once, and nobody notices',
    { tag: ['@U-25', '@long'] },
    async ({ page }) => {
      await openMasked(page, server.address);
      await chooseEngine(page, /Gemini/, 4);
      await removeButton(page).click();
      await expect(results(page)).toHaveCount(4);
      await expect(removeButton(page)).toBeEnabled();
      const before = trusted.counts();
      trusted.endToken();
      await removeButton(page).click();
      await expect(results(page)).toHaveCount(8);
      await expect(messages(page)).toHaveCount(0);
      const after = trusted.counts();
      expect(after.issued - before.issued).toBe(1);
      expect(after.refused - before.refused).toBe(4);
    },
  );
});

test(
  'U-26: a quota that comes and goes each second ends each removal in a picture or one sentence',
  { tag: ['@long', '@U-26'] },
  async ({ page }) => {
    test.setTimeout(180_000);
    const { address } = await serverWith({
      CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '1000',
      CLEANPLATE_UPSTREAM_RETRY_BUDGET_PERCENT: '10',
    });
    await openMasked(page, address);
    await chooseEngine(page, /Imagen 3/);
    await google.control('fail', { name: 'U-26', times: -1 });
    let pictures = 0;
    for (let time = 0; time < 20; time++) {
      await removeButton(page).click();
      await expect(removeButton(page)).toBeEnabled();
      const shown = await results(page).count();
      const said = await messages(page)
        .getByText(/Google is at its limit for this project/)
        .count();
      // Either it worked and nothing is said, or it did not and that is said once.
      expect([shown - pictures, said]).toEqual(shown > pictures ? [1, 0] : [0, 1]);
      pictures = shown;
      await dismissAll(page);
    }
    expect(pictures).toBeGreaterThan(5);
  },
);
