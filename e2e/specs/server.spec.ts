import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { noteSentence } from '../driver/sentence.ts';

test('S-8: the built server runs as nobody, with no place to write', async () => {
  test.skip(process.getuid?.() !== 0, 'only root may become somebody else');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // A tree of root's own, which nobody may read and not write, as in the image.
  const tree = mkdtempSync(join(tmpdir(), 'cleanplate-image-'));
  try {
    for (const folder of ['server/dist', 'web/dist'])
      cpSync(join(root, folder), join(tree, folder), { recursive: true });
    copyFileSync(join(root, 'server/package.json'), join(tree, 'server/package.json'));
    symlinkSync(join(root, 'server/node_modules'), join(tree, 'server/node_modules'));
    const child = spawn(
      'sh',
      [
        '-c',
        `chmod -R a+rX,go-w ${tree} && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`,
        'sh',
      ].concat([process.execPath, join(tree, 'server/dist/index.js')]),
      {
        cwd: '/',
        env: {
          PATH: process.env.PATH,
          HOME: '/nonexistent',
          TMPDIR: '/nonexistent',
          PORT: '0',
          METADATA_SERVER_DETECTION: 'none',
        },
      },
    );
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await expect
      .poll(() => /Cleanplate: http/.test(said), { message: 'it starts', timeout: 20_000 })
      .toBe(true);
    const origin = /Cleanplate: (http:\S+)/.exec(said)?.[1];
    const page = await fetch(`${origin}/`);
    expect([page.status, (await page.text()).includes('<title>')]).toEqual([200, true]);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    noteSentence('nothing to say: it starts, serves and drains');
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
});
