// T9: what is secret or private is in no log line and in no answer.
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { faults } from '../../e2e/fakeVertex/faults.ts';
import { createLog } from './log.ts';
import { formOf, headersOf, startProxy, testMask, testPhoto } from './testProxy.ts';

it('no canary leaves its cage, whatever goes wrong (T9)', { timeout: 120_000 }, async () => {
  const lines: string[] = [];
  const log = createLog({ quiet: false, destination: { write: (line) => void lines.push(line) } });
  const proxy = await startProxy(
    {
      VERTEX_ACCESS_TOKEN: 'ya29.CANARY_T',
      CLEANPLATE_UPSTREAM_TRY_TIMEOUT_MS: '300',
      CLEANPLATE_UPSTREAM_CONNECT_TIMEOUT_MS: '200',
      CLEANPLATE_UPSTREAM_RETRIES: '0',
    },
    log,
  );
  const mask = await testMask();
  const image = await sharp(await testPhoto())
    .jpeg()
    .withExif({ IFD0: { ImageDescription: 'CANARY_E' } })
    .toBuffer();
  expect(image.includes('CANARY_E')).toBe(true);
  const answers: string[] = [];
  const prompt = 'CANARY_P\r\n{"level":"fatal"}';
  try {
    for (const row of ['', ...Object.keys(faults)]) {
      if (row !== '') proxy.fake.fail(row, -1);
      const form = formOf({ request: { engine: 'imagen3', maskMode: 'user', sampleCount: 1, prompt }, mask });
      form.set('image', new Blob([new Uint8Array(image)]), 'CANARY_F.png');
      const response = await fetch(`${proxy.origin}/api/removals?CANARY_Q`, {
        method: 'POST',
        headers: { ...headersOf(proxy.origin), 'user-agent': 'CANARY_A', cookie: 'CANARY_C=1' },
        body: form,
      });
      answers.push(await response.text(), JSON.stringify([...response.headers]));
      proxy.fake.reset();
    }
    for (const path of ['/CANARY_PATH', '/api/CANARY_PATH', '/api/removals/CANARY_KEY'])
      answers.push(await (await fetch(proxy.origin + path)).text());
    const bad = formOf({ request: { engine: 'imagen3', maskMode: 'CANARY_V', prompt }, image, mask });
    answers.push(
      await (
        await fetch(`${proxy.origin}/api/removals`, {
          method: 'POST',
          headers: headersOf(proxy.origin),
          body: bad,
        })
      ).text(),
    );
  } finally {
    await proxy.close();
  }
  expect(answers.join('\n')).not.toContain('CANARY');
  expect(lines.join('\n')).not.toContain('CANARY');
  expect(lines.length).toBeGreaterThan(Object.keys(faults).length);
  for (const line of lines) expect(line.trimEnd().split('\n')).toHaveLength(1);
});
