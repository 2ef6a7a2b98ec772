// npm run bench:proxy: what the proxy costs, side by side with calling the emulator directly in the same run.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '100' },
    flight: { type: 'string', default: '40' },
  },
});
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const children: ChildProcess[] = [];

/** A program of the project in a process of its own, and the address it says it listens on. */
async function start(
  file: string,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--import', path('loopProbe.mjs'), path(file)],
    {
      env: { ...process.env, PORT: '0', METADATA_SERVER_DETECTION: 'none', ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  children.push(child);
  let said = '';
  for await (const text of child.stdout ?? []) {
    said += String(text);
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (origin) return { child, origin };
  }
  throw new Error(`${file} ended before it listened`);
}

interface Probe {
  loopP99Ms: number;
  loopMaxMs: number;
  peakMb: number;
  rssMb: number;
}
async function probe(child: ChildProcess, message: 'read' | 'reset'): Promise<Probe> {
  child.send(message);
  const [answer] = (await once(child, 'message')) as [Probe];
  return answer;
}

/** A picture that no compression makes smaller: `bytes` of PNG. */
async function noisePhoto(bytes: number): Promise<{ image: Buffer; mask: Buffer; side: number }> {
  const side = Math.floor(Math.sqrt(bytes / 3.02));
  const raw = { width: side, height: side, channels: 3 as const };
  const image = await sharp(randomBytes(side * side * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const data = Buffer.alloc(side * side);
  for (let y = side >> 2; y < side >> 1; y += 1)
    data.fill(255, y * side + (side >> 2), y * side + (side >> 1));
  const mask = await sharp(data, { raw: { ...raw, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return { image, mask, side };
}

const outputOptions = { mimeType: 'image/jpeg', compressionQuality: 75 };

function proxiedBody(image: Buffer, mask: Buffer): Buffer {
  const part = (name: string, body: Buffer) =>
    Buffer.concat([
      Buffer.from(`--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
      body,
      Buffer.from('\r\n'),
    ]);
  const wanted = { engine: 'imagen3', maskMode: 'user', sampleCount: 1, outputOptions };
  return Buffer.concat([
    part('request', Buffer.from(JSON.stringify(wanted))),
    part('image', image),
    part('mask', mask),
    Buffer.from('--x--\r\n'),
  ]);
}

/** The same call as the proxy makes it; the base64 is made inside the measured time, as a page would have to. */
function directBody(image: Buffer, mask: Buffer): Buffer {
  const reference = (bytes: Buffer) => ({
    bytesBase64Encoded: bytes.toString('base64'),
    mimeType: 'image/png',
  });
  const maskImageConfig = { maskMode: 'MASK_MODE_USER_PROVIDED', dilation: 0.01 };
  return Buffer.from(
    JSON.stringify({
      instances: [
        {
          prompt: '',
          referenceImages: [
            { referenceImage: reference(image), referenceId: 1, referenceType: 'REFERENCE_TYPE_RAW' },
            {
              referenceImage: reference(mask),
              referenceId: 2,
              referenceType: 'REFERENCE_TYPE_MASK',
              maskImageConfig,
            },
          ],
        },
      ],
      parameters: {
        sampleCount: 1,
        includeRaiReason: true,
        outputOptions,
        editMode: 'EDIT_MODE_INPAINT_REMOVAL',
      },
    }),
  );
}

/** Milliseconds of a POST from the first byte sent to the last received. */
function post(url: string, headers: Record<string, string>, body: Buffer, mustHold: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        let tail = '';
        answer.on('data', (data: Buffer) => {
          tail = (tail + data.toString('latin1')).slice(-100_000);
        });
        answer.on('end', () => {
          if (answer.statusCode !== 200 || !tail.includes(mustHold))
            reject(new Error(`${answer.statusCode}: ${tail.slice(-300)}`));
          else resolve(performance.now() - started);
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

const percentile = (numbers: readonly number[], share: number) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const rounded = (value: number) => Math.round(value * 10) / 10;

try {
  const emulator = await start('../fakeVertex/main.ts', { FAKE_VERTEX_FILL: 'quick' });
  const proxy = await start('../../server/src/index.ts', {
    VERTEX_BASE_URL: emulator.origin,
    VERTEX_ACCESS_TOKEN: 'test',
    GOOGLE_CLOUD_PROJECT: 'demo',
    CLEANPLATE_RATE_PER_MINUTE: '0',
    CLEANPLATE_RATE_PER_MINUTE_PER_USER: '0',
    CLEANPLATE_MAX_IN_FLIGHT_PER_USER: '40',
  });
  const proxied = (body: Buffer) =>
    post(
      `${proxy.origin}/api/removals`,
      { origin: proxy.origin, 'x-cleanplate': '1', 'content-type': 'multipart/form-data; boundary=x' },
      body,
      '"candidates":1}',
    );
  const direct = (body: Buffer) =>
    post(
      `${emulator.origin}/v1/projects/demo/locations/us-central1/publishers/google/models/imagen-3.0-capability-001:predict`,
      { authorization: 'Bearer test', 'content-type': 'application/json' },
      body,
      '"deployedModelId"',
    );

  const small = await noisePhoto(1_000_000);
  const smallBody = proxiedBody(small.image, small.mask);
  for (let i = 0; i < 5; i += 1) {
    await direct(directBody(small.image, small.mask));
    await proxied(smallBody);
  }
  const alone: number[] = [];
  const through: number[] = [];
  for (let i = 0; i < Number(values.pairs); i += 1) {
    const started = performance.now();
    await direct(directBody(small.image, small.mask));
    alone.push(performance.now() - started);
    through.push(await proxied(smallBody));
  }
  // Of single pairs on a busy machine one half may be delayed and the other not: like is compared with like.
  const added = (share: number) => percentile(through, share) - percentile(alone, share);
  print('added to a direct call, 1 MB', {
    pairs: alone.length,
    directP50Ms: rounded(percentile(alone, 0.5)),
    directP99Ms: rounded(percentile(alone, 0.99)),
    addedP50Ms: rounded(added(0.5)),
    addedP99Ms: rounded(added(0.99)),
    limitP99Ms: 40,
  });

  const large = await noisePhoto(9_900_000);
  const largeBody = proxiedBody(large.image, large.mask);
  await proxied(largeBody);
  await post(`${emulator.origin}/control/delay`, {}, Buffer.from('{"ms":4000}'), 'calls');
  // A process that does nothing tells how much of the delay is the machine's.
  const idle = spawn(
    process.execPath,
    ['--import', path('loopProbe.mjs'), '-e', 'setInterval(() => {}, 1e6)'],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  children.push(idle);
  await probe(idle, 'reset');
  await probe(proxy.child, 'reset');
  const started = performance.now();
  const times = await Promise.all(Array.from({ length: Number(values.flight) }, () => proxied(largeBody)));
  const load = await probe(proxy.child, 'read');
  const machine = await probe(idle, 'read');
  print(`${values.flight} in flight, ${rounded(large.image.length / 1e6)} MB each`, {
    requests: times.length,
    seconds: rounded((performance.now() - started) / 1000),
    peakMb: Math.round(load.peakMb),
    limitMb: 900,
    loopP99Ms: rounded(load.loopP99Ms),
    limitLoopP99Ms: 50,
    idleLoopP99Ms: rounded(machine.loopP99Ms),
    loopMaxMs: rounded(load.loopMaxMs),
  });
} finally {
  for (const child of children) child.kill('SIGKILL');
}

function print(name: string, numbers: Record<string, number>): void {
  process.stdout.write(`${JSON.stringify({ bench: name, ...numbers })}\n`);
}
