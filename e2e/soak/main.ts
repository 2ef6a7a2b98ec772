/**
 * `npm run test:soak -- --minutes 8`: the built server, twenty requests in flight all the time, against an emulator
 * that misbehaves in one of twenty calls. Every request must end in pictures or in a sentence, /livez must answer within
 * a second, and the memory must not grow: the slope is a straight line through the second half of the samples.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faults } from '../fakeVertex/faults.ts';
import { quickFiller } from '../fakeVertex/pictures.ts';
import { createFakeVertex } from '../fakeVertex/server.ts';
import { formOf, headersOf, testMask, testPhoto } from '../../server/src/testProxy.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '8' },
    flight: { type: 'string', default: '20' },
    faultPercent: { type: 'string', default: '5' },
  },
});
const entry = fileURLToPath(new URL('../../server/dist/index.js', import.meta.url));
const endMs = performance.now() + Number(values.minutes) * 60_000;

// A 200 MB answer each twentieth time would measure the loopback, not the server.
const names = Object.keys(faults).filter((name) => !name.startsWith('U-18:huge'));
const fake = createFakeVertex(quickFiller);
await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
const emulator = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;

function startServer(): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [entry], {
    env: {
      ...process.env,
      PORT: '0',
      METADATA_SERVER_DETECTION: 'none',
      VERTEX_BASE_URL: emulator,
      VERTEX_ACCESS_TOKEN: 'test',
      GOOGLE_CLOUD_PROJECT: 'demo',
      // A model that is gone is believed to be gone for ten minutes: here it comes back, or nothing would be asked again.
      CLEANPLATE_AVAILABILITY_TTL_MS: '1000',
      CLEANPLATE_RATE_PER_MINUTE: '0',
      CLEANPLATE_RATE_PER_MINUTE_PER_USER: '0',
      CLEANPLATE_MAX_IN_FLIGHT_PER_USER: values.flight,
      CLEANPLATE_UPSTREAM_TRY_TIMEOUT_MS: '2000',
      CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '50',
      CLEANPLATE_UPSTREAM_CONNECT_TIMEOUT_MS: '1000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const origin = /Cleanplate: (http:\S+)/.exec(said)?.[1];
      if (origin) resolve({ child, origin });
    });
  });
}

const { child, origin } = await startServer();
let exited: number | null | undefined;
child.once('exit', (code) => (exited = code));

const [image, mask] = await Promise.all([testPhoto(256, 256), testMask(256, 256)]);
const ends: Record<string, number> = {};
let unsaid = 0;
const requests = [
  { engine: 'imagen3', maskMode: 'user', sampleCount: 2 },
  { engine: 'imagen2', maskMode: 'user', sampleCount: 1 },
  { engine: 'gemini', maskMode: 'user', sampleCount: 2, dilation: 0 },
];

async function lane(index: number): Promise<void> {
  for (let i = index; performance.now() < endMs && exited === undefined; i++) {
    // Deterministic in its share, different in its kind.
    if ((i * 7919) % 100 < Number(values.faultPercent)) fake.fail(names[i % names.length] ?? 'U-1');
    let end = 'nothing';
    try {
      const response = await fetch(`${origin}/api/removals`, {
        method: 'POST',
        headers: headersOf(origin),
        body: formOf({ request: requests[i % requests.length], image, mask }),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      end = /"type":"candidate"/.test(text)
        ? 'pictures'
        : (/"code":"([A-Z_]+)"/.exec(text)?.[1] ?? 'nothing');
      if (end !== 'pictures' && !/"message":"[^"]+/.test(text)) unsaid++;
    } catch {
      end = 'broken';
    }
    ends[end] = (ends[end] ?? 0) + 1;
    fake.calls.length = 0;
  }
}

const samples: { seconds: number; rssMb: number }[] = [];
let slowestLivezMs = 0;
const started = performance.now();
const watch = setInterval(() => {
  const status = `/proc/${child.pid}/status`;
  const kb = existsSync(status) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) : NaN;
  samples.push({ seconds: (performance.now() - started) / 1000, rssMb: kb / 1024 });
  const asked = performance.now();
  void fetch(`${origin}/livez`).then(
    () => (slowestLivezMs = Math.max(slowestLivezMs, performance.now() - asked)),
    () => (slowestLivezMs = Infinity),
  );
}, 2000);
await Promise.all(Array.from({ length: Number(values.flight) }, (_, index) => lane(index * 1000)));
clearInterval(watch);

/** Least squares through the second half: what is still filling up in the first is no leak. */
function slopeMbPerMinute(): number {
  const half = samples.slice(samples.length >> 1).filter(({ rssMb }) => Number.isFinite(rssMb));
  const mean = (of: (sample: (typeof half)[number]) => number) =>
    half.reduce((sum, sample) => sum + of(sample), 0) / half.length;
  const x = mean(({ seconds }) => seconds);
  const y = mean(({ rssMb }) => rssMb);
  const over = half.reduce((sum, { seconds, rssMb }) => sum + (seconds - x) * (rssMb - y), 0);
  return (60 * over) / half.reduce((sum, { seconds }) => sum + (seconds - x) ** 2, 0);
}

child.kill('SIGTERM');
await new Promise((resolve) => child.once('exit', resolve));
fake.server.closeAllConnections();
fake.server.close();

const total = Object.values(ends).reduce((sum, n) => sum + n, 0);
const slope = slopeMbPerMinute();
console.log(
  JSON.stringify(
    {
      minutes: Number(values.minutes),
      requests: total,
      ends,
      peakRssMb: Math.round(Math.max(...samples.map(({ rssMb }) => rssMb))),
      rssSlopeMbPerMinute: Number(slope.toFixed(2)),
      slowestLivezMs: Math.round(slowestLivezMs),
      exitCode: child.exitCode,
    },
    null,
    2,
  ),
);
// A megabyte a minute would be half a gigabyte in a working day.
const isFlat = !(slope > 1);
const isWhole = unsaid === 0 && !ends.nothing && !ends.broken && !ends.INTERNAL && child.exitCode === 0;
process.exitCode = isFlat && isWhole && total > 0 ? 0 : 1;
