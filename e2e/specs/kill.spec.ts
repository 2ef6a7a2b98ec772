import { expect, test } from '@playwright/test';
import { app } from '../driver/addresses.ts';
import { runKills } from '../kill/run.ts';
import { noteSentence } from '../driver/sentence.ts';

// The catalogue's run kills twice; npm run test:kill as often as it is told.
const times = Number(process.env.KILL_TIMES ?? 2);
const seed = Number(process.env.KILL_SEED ?? 7);

test(
  `B-2: the browser is killed ${times} times in the middle of the work: nothing finished is lost`,
  { tag: '@long' },
  async () => {
    test.setTimeout(120_000 + times * 90_000);
    const executable = process.env.CLEANPLATE_CHROMIUM;
    test.skip(!executable, 'needs a whole Chromium');
    const report = await runKills({
      url: `${app}/`,
      executable: executable ?? '',
      times,
      seed,
      say: (line) => process.env.KILL_TIMES && console.log(line),
    });
    if (process.env.KILL_TIMES) console.log(JSON.stringify(report));
    expect(report.failures).toEqual([]);
    expect(report.finished.stroke).toBeGreaterThan(0);
    noteSentence('Restored as you left it.');
  },
);
