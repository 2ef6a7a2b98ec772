/**
 * The kill test (faults.md B-1, B-2): the whole browser dies by SIGKILL at random moments while somebody paints, removes
 * and saves; it is started again on the same profile, and what comes back is compared byte for byte.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@cleanplate/shared/segment/random.ts';
import sharp from 'sharp';
import { openEditor, samplePath } from '../driver/editor.ts';
import { startBrowser } from './browser.ts';
import { fingerprint, installProbe, type Fingerprint } from './probe.ts';
import { work, type Action, type Progress } from './work.ts';

/** At most this much of an open stroke may be lost. */
const openStrokeMs = 250;

export interface KillReport {
  readonly kills: number;
  /** Kills in the middle of an action, by what it was. */
  readonly during: Readonly<Record<string, number>>;
  readonly finished: Readonly<Record<string, number>>;
  /** Milliseconds from the start of the page to the restored photo, median. */
  readonly restoreMs: number;
  readonly failures: readonly string[];
}

export interface KillOptions {
  readonly url: string;
  readonly executable: string;
  readonly times: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
}

const brief = ({ maskHash, photoHash, undo, redo, patches }: Fingerprint): string =>
  `mask ${maskHash.slice(0, 8)} photo ${photoHash.slice(0, 8)} undo ${undo} redo ${redo} patches ${patches}`;

const isSame = (a: Fingerprint, b: Fingerprint): boolean =>
  brief(a) === brief(b) && a.maskHash === b.maskHash && a.photoHash === b.photoHash;

/** An action that was finished or not: what came back must be something that it can leave behind. */
function judgeUnread(action: Action, before: Fingerprint, after: Fingerprint): string | null {
  const samePhoto = before.photoHash === after.photoHash ? null : `the photo changed under ${action}`;
  const every = (isRight: (old: number, now: number) => boolean): boolean =>
    before.mask.every((old, at) => isRight(old, after.mask[at]));
  switch (action) {
    case 'box':
      return every((old, now) => now === old || now === 255)
        ? samePhoto
        : 'a box took something out of the mask';
    case 'invert':
      return every((old, now) => now === 255 - old) ? samePhoto : 'the mask came back half inverted';
    case 'remove':
      return samePhoto;
    default:
      // Undo, redo and a used result lead to a state that nobody has read before.
      return null;
  }
}

/** What is wrong with what came back, or null. */
function judge(before: Progress, after: Fingerprint, killedAt: number, width: number): string | null {
  if (isSame(before.done, after)) {
    // Where all is masked already a stroke leaves nothing that could come back.
    const wasSeen = before.stroke.find(
      ({ at, point }) =>
        killedAt - at > openStrokeMs + 100 &&
        before.done.mask[Math.floor(point.y) * width + Math.floor(point.x)] < 128,
    );
    return wasSeen ? `nothing came back of a stroke that was seen ${killedAt - wasSeen.at} ms before` : null;
  }
  if (before.action === null || before.action === 'save') {
    const age = killedAt - before.doneAt;
    // Read back, and the kill fell between that and the end of its transaction.
    return age > openStrokeMs
      ? `finished ${age} ms before: ${brief(before.done)}; came back ${brief(after)}`
      : null;
  }
  if (before.action !== 'stroke') return judgeUnread(before.action, before.done, after);
  // An open stroke, or one whose end was not read: all of it up to 250 ms before the kill, and nothing else changed.
  const old = before.done.mask;
  const missing = before.stroke.filter(
    ({ at, point }) =>
      killedAt - at > openStrokeMs && after.mask[Math.floor(point.y) * width + Math.floor(point.x)] < 128,
  );
  if (missing.length > 0) return `${missing.length} points of the open stroke are lost`;
  const reach = 80;
  for (let at = 0; at < old.length; at++) {
    if (old[at] === after.mask[at]) continue;
    const x = at % width;
    const y = Math.floor(at / width);
    if (!before.stroke.some(({ point }) => Math.hypot(point.x - x, point.y - y) < reach))
      return `pixel ${x}, ${y} changed, where nobody painted`;
  }
  return after.photoHash === before.done.photoHash ? null : 'the photo changed under a stroke';
}

async function wholeFiles(folder: string): Promise<string[]> {
  const broken: string[] = [];
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.crdownload')) continue;
    try {
      await sharp(join(folder, name), { failOn: 'truncated' }).raw().toBuffer();
    } catch {
      broken.push(name);
    }
  }
  return broken;
}

/** Until some actions are finished, however slow the machine is, and then a random moment more. */
async function aWhile(counts: Readonly<Record<string, number>>, random: () => number): Promise<void> {
  const finished = (): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const enough = finished() + 1 + Math.floor(random() * 4);
  const latest = Date.now() + 30_000;
  while (finished() < enough && Date.now() < latest) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, random() * 1500));
}

/** Runs the test; throws only when the browser itself cannot be run. */
export async function runKills({
  url,
  executable,
  times,
  seed,
  say = () => undefined,
}: KillOptions): Promise<KillReport> {
  const profile = mkdtempSync(join(tmpdir(), 'cleanplate-kill-'));
  const downloads = mkdtempSync(join(tmpdir(), 'cleanplate-saved-'));
  const random = createRandom(seed);
  const failures: string[] = [];
  const during: Record<string, number> = {};
  const restoreTimes: number[] = [];
  const counts = { stroke: 0, box: 0, undo: 0, redo: 0, invert: 0, remove: 0, use: 0, save: 0 };
  let progress: Progress | null = null;
  let killedAt = 0;
  try {
    for (let round = 0; round <= times; round++) {
      const browser = await startBrowser(executable, profile, downloads);
      const { page } = browser;
      try {
        await installProbe(page);
        const started = Date.now();
        const editor = await openEditor(page, url);
        if (!progress) await editor.open(samplePath('perfume_marble', 'photo.jpg'));
        await page.waitForFunction(
          () => 'probe' in globalThis && Boolean((globalThis as { probe?: { facts: unknown } }).probe?.facts),
          undefined,
          { timeout: 60_000 },
        );
        await page.getByRole('application', { name: 'Photo editor' }).waitFor();
        if (progress) restoreTimes.push(Date.now() - started);
        const now = await fingerprint(page);
        const wrong: string | null = progress && judge(progress, now, killedAt, 1600);
        if (wrong) failures.push(`kill ${round} (${progress?.action ?? 'between'}): ${wrong}`);
        say(`${round}/${times} ${progress?.action ?? 'between actions'} ${wrong ?? 'ok'}`);
        if (round === times) break;
        progress = { done: now, doneAt: Date.now(), action: null, stroke: [], counts };
        let isOver = false;
        const working = work(page, editor, random, progress, () => isOver).catch(() => undefined);
        await aWhile(counts, random);
        killedAt = Date.now();
        isOver = true;
        progress = { ...progress, stroke: [...progress.stroke] };
        during[progress.action ?? 'between'] = (during[progress.action ?? 'between'] ?? 0) + 1;
        await browser.kill();
        await working;
      } finally {
        await browser.kill().catch(() => undefined);
      }
    }
    for (const name of await wholeFiles(downloads)) failures.push(`${name} was saved in part`);
  } finally {
    for (const folder of [profile, downloads])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const restoreMs = restoreTimes.sort((a, b) => a - b)[Math.floor(restoreTimes.length / 2)] ?? 0;
  return { kills: times, during, finished: counts, restoreMs, failures };
}
