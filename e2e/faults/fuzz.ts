import { inspectImage } from '@cleanplate/shared/formats/inspect.ts';
import { createRandom } from '@cleanplate/shared/segment/random.ts';
import sharp from 'sharp';
import {
  formOf,
  headersOf,
  imagen3Request,
  startProxy,
  testMask,
  testPhoto,
} from '../../server/src/testProxy.ts';
import { rawRequest, sendRaw } from '../../server/src/testServer.ts';

export interface FuzzReport {
  readonly files: number;
  readonly requests: number;
  /** Times the proxy was found gone. */
  readonly exits: number;
  readonly rejections: number;
  /** Jobs, queue places or promised bytes left over when all was quiet. */
  readonly leaks: number;
  /** Answers that were neither pictures nor a code of the table. */
  readonly answers: readonly string[];
}

/** Whole numbers from 0 up to `below`: the same seed, the same mutations. */
function randomOf(seed: number): (below: number) => number {
  const random = createRandom(seed);
  return (below) => Math.floor(random() * below);
}

/** Flips, cuts, doubles or overwrites a few places of a file. */
function mutate(file: Buffer, random: (below: number) => number): Buffer {
  let out = Buffer.from(file);
  for (let times = 1 + random(4); times > 0 && out.length > 4; times--) {
    const at = random(out.length);
    switch (random(5)) {
      case 0:
        out[at] ^= 1 << random(8);
        break;
      case 1:
        out = out.subarray(0, at);
        break;
      case 2:
        // A length field, somewhere: the largest and the smallest there are.
        out.writeUInt32BE(random(2) === 0 ? 0xffffffff : 0, Math.min(at, out.length - 4));
        break;
      case 3:
        out = Buffer.concat([out.subarray(0, at), out.subarray(random(out.length))]);
        break;
      default:
        out.fill(random(256), at, Math.min(out.length, at + random(64)));
    }
  }
  return out;
}

/** Twelve small pictures of every kind that opens. */
async function seeds(): Promise<Buffer[]> {
  const noisy = sharp({
    create: {
      width: 48,
      height: 36,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
  const rgba = () => noisy.clone().ensureAlpha(0.5);
  return Promise.all([
    noisy.clone().jpeg().toBuffer(),
    noisy.clone().jpeg({ progressive: true }).toBuffer(),
    noisy.clone().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    noisy.clone().withMetadata({ orientation: 6, icc: 'p3' }).jpeg().toBuffer(),
    noisy.clone().toColourspace('cmyk').jpeg().toBuffer(),
    noisy.clone().png().toBuffer(),
    rgba().png({ palette: true }).toBuffer(),
    noisy.clone().toColourspace('rgb16').png().toBuffer(),
    noisy.clone().webp().toBuffer(),
    rgba().webp({ lossless: true }).toBuffer(),
    noisy.clone().gif().toBuffer(),
    noisy.clone().avif({ effort: 0 }).toBuffer(),
  ]);
}

const inParallel = 8;

/**
 * Half of `count` are files, read as the page first reads one and posted to the proxy; half are requests, with any byte
 * of theirs changed. The proxy runs in this process, so what it leaves behind can be counted.
 */
export async function fuzz(count: number, seed: number): Promise<FuzzReport> {
  const random = randomOf(seed);
  let rejections = 0;
  const onRejection = () => void rejections++;
  process.on('unhandledRejection', onRejection);
  const [files, photo, mask, proxy] = await Promise.all([
    seeds(),
    testPhoto(),
    testMask(),
    startProxy({
      CLEANPLATE_REQUEST_TIMEOUT_MS: '1500',
      CLEANPLATE_MAX_WAIT_MS: '1000',
      CLEANPLATE_HEADER_TIMEOUT_MS: '1000',
    }),
  ]);
  const port = Number(new URL(proxy.origin).port);
  const answers: string[] = [];
  let exits = 0;

  const postFile = async (file: Buffer): Promise<void> => {
    const found = inspectImage(file);
    if (!found.ok && found.code === undefined) answers.push('a file is refused without a code');
    const { status, error, events } = await proxy.post({ request: imagen3Request, image: file, mask });
    const isDone = status === 200 && events.at(-1)?.type === 'done';
    if (!isDone && (error === undefined || error.code === 'INTERNAL'))
      answers.push(`a file: ${status} ${error?.code ?? JSON.stringify(events).slice(0, 300)}`);
  };

  const upload = new Request('http://x', {
    method: 'POST',
    body: formOf({ request: imagen3Request, image: photo, mask }),
  });
  const body = Buffer.from(await upload.arrayBuffer());
  const head = (length: number) =>
    Buffer.from(
      rawRequest(
        'POST /api/removals',
        `Host: 127.0.0.1:${port}`,
        ...Object.entries(headersOf(proxy.origin)).map(([name, value]) => `${name}: ${value}`),
        `Content-Type: ${upload.headers.get('content-type')}`,
        `Content-Length: ${length}`,
        'Connection: close',
      ),
    );
  const postRequest = async (): Promise<void> => {
    const changed = mutate(body, random);
    // Every fourth has its head changed instead of its body.
    const bytes =
      random(4) === 0
        ? Buffer.concat([mutate(head(body.length), random), body])
        : Buffer.concat([head(changed.length), changed]);
    const answer = await sendRaw(port, bytes, 2500).catch(() => null);
    // A request that says nothing whole may be closed without an answer; one that is answered has a code or pictures.
    if (answer !== null && answer.status !== 0) {
      const isKnown = /"code":"(?!INTERNAL)[A-Z_]+"|"type":"done"/.test(answer.body) || answer.status === 200;
      if (!isKnown) answers.push(`a request: ${answer.head.slice(0, 200)} ${answer.body.slice(0, 300)}`);
    }
  };

  const work: (() => Promise<void>)[] = Array.from({ length: count }, (_, i) =>
    i % 2 === 0 ? () => postFile(mutate(files[random(files.length)], random)) : postRequest,
  );
  const lanes = Array.from({ length: inParallel }, async () => {
    for (let next = work.pop(); next; next = work.pop()) await next();
  });
  await Promise.all(lanes);
  const alive = await fetch(`${proxy.origin}/livez`).then(
    ({ status }) => status === 200,
    () => false,
  );
  if (!alive) exits++;
  const isQuiet = () => {
    const { inFlight, waiting } = proxy.queue.counts();
    return proxy.jobs.running() + inFlight + waiting + proxy.reserve.taken();
  };
  for (let waited = 0; waited < 100 && isQuiet() > 0; waited++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const leaks = isQuiet();
  await proxy.close();
  process.off('unhandledRejection', onRejection);
  return { files: Math.ceil(count / 2), requests: Math.floor(count / 2), exits, rejections, leaks, answers };
}
