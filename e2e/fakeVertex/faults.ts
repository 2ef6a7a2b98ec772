import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { forgedPng } from '../driver/forgedPng.ts';
import { answerInWords } from './generate.ts';

/** One call that is to go wrong. `make` gives the answer that would have been right. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isGemini: boolean;
  /** The request as it came. */
  readonly sent: unknown;
  readonly make: () => Promise<unknown>;
}

export type Fault = (exchange: Exchange) => void | Promise<void>;

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(JSON.stringify(body));
};

/** An error in Google's envelope. */
const error =
  (
    status: number,
    canonical: string,
    message: string,
    reason?: string,
    headers?: () => Record<string, string>,
  ): Fault =>
  ({ response }) => {
    const details = reason
      ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }]
      : [];
    json(response, status, { error: { code: status, message, status: canonical, details } }, headers?.());
  };

const exhausted = 'Resource exhausted. Please try again later.';
const tooMany = (retryAfter?: () => string) =>
  error(429, 'RESOURCE_EXHAUSTED', exhausted, undefined, (): Record<string, string> =>
    retryAfter ? { 'retry-after': retryAfter() } : {},
  );

const replace =
  (change: (answer: string) => string | Promise<string>): Fault =>
  async ({ response, make }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(await change(JSON.stringify(await make())));
  };

/** The same answer with another file in place of every picture. */
const pictured = (bytes: (original: Buffer) => Buffer | Promise<Buffer>): Fault =>
  replace(async (text) => {
    const pictures = [...text.matchAll(/"(bytesBase64Encoded|data)":"([^"]*)"/g)];
    let changed = text;
    for (const [whole, key, data] of pictures) {
      const other = (await bytes(Buffer.from(data, 'base64'))).toString('base64');
      changed = changed.replace(whole, () => `"${key}":"${other}"`);
    }
    return changed;
  });

/** The photo that was sent: the first picture of the request, wherever the model expects it. */
function sentPhoto(sent: unknown): string {
  const found = /"(?:bytesBase64Encoded|data)":"([^"]+)"/.exec(JSON.stringify(sent));
  return found?.[1] ?? '';
}

const always =
  (body: unknown): Fault =>
  ({ response }) =>
    json(response, 200, body);

const stopped = (finishReason: string) =>
  always({ candidates: [{ finishReason, content: { role: 'model', parts: [] } }] });

/** "Too many" for this long, the right answer for as long, by the clock on the wall. */
const flipping =
  (ms: number): Fault =>
  async (exchange) =>
    Math.floor(Date.now() / ms) % 2 === 0
      ? tooMany()(exchange)
      : json(exchange.response, 200, await exchange.make());

/** 40 MB of spaces in 180 KB. */
const gzipBomb = () => gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20), { level: 1 });

/** A PNG whose header says 30000×30000 and which holds next to nothing. */
const bomb = (): Buffer => forgedPng({ width: 30_000, height: 30_000, colourType: 6 });

/** Cuts the connection after a share of the right answer. */
const resetAfter =
  (bytes: (length: number) => number): Fault =>
  async ({ response, make }) => {
    const text = JSON.stringify(await make());
    const count = bytes(text.length);
    if (count > 0) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) });
      response.write(text.slice(0, count));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    response.socket?.resetAndDestroy();
  };

/** Every switchable fault by its row in `faults.md` §2.5; what follows the colon is the variant. */
export const faults: Readonly<Record<string, Fault>> = {
  'U-1': error(
    400,
    'INVALID_ARGUMENT',
    'Image editing failed with the following error: The image has an odd shape.',
  ),
  'U-1:filter': error(
    400,
    'INVALID_ARGUMENT',
    'Image editing failed with the following error: The input image contains content that has been blocked by your current safety filter threshold. Support codes: 43188360',
  ),
  'U-2': error(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
  'U-3:apiOff': error(
    403,
    'PERMISSION_DENIED',
    'Vertex AI API has not been used in project demo before or it is disabled.',
    'SERVICE_DISABLED',
  ),
  'U-3:roleMissing': error(
    403,
    'PERMISSION_DENIED',
    "Permission 'aiplatform.endpoints.predict' denied on resource.",
    'IAM_PERMISSION_DENIED',
  ),
  'U-3:orgPolicy': error(
    403,
    'PERMISSION_DENIED',
    'Organization Policy constraint constraints/vertexai.allowedModels violated.',
  ),
  'U-3:billing': error(
    403,
    'PERMISSION_DENIED',
    'This API method requires billing to be enabled.',
    'BILLING_DISABLED',
  ),
  'U-4': error(
    404,
    'NOT_FOUND',
    'Publisher Model `projects/demo/x` was not found or your project does not have access to it.',
  ),
  'U-5': tooMany(() => '3'),
  'U-6:date': tooMany(() => new Date(Date.now() + 2000).toUTCString()),
  'U-6:day': tooMany(() => '86400'),
  'U-6:negative': tooMany(() => '-5'),
  'U-6:junk': tooMany(() => 'soon'),
  'U-6:none': tooMany(),
  'U-7': tooMany(),
  'U-8:500': error(500, 'INTERNAL', 'Internal error encountered.'),
  'U-8:502': ({ response }) =>
    void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
  'U-8:503': error(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
  'U-8:504': error(504, 'DEADLINE_EXCEEDED', 'Deadline exceeded.'),
  'U-9': () => {},
  'U-10': ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 1000);
    response.once('close', () => clearInterval(drip));
  },
  'U-11:truncated': replace((text) => text.slice(0, text.length / 2)),
  'U-11:cut': resetAfter((length) => length >> 1),
  'U-12:empty': always({}),
  'U-12:noPredictions': always({ predictions: [] }),
  'U-12:noCandidates': always({ candidates: [] }),
  'U-12:text': always(answerInWords('I cannot edit this picture, sorry.')),
  'U-12:IMAGE_SAFETY': stopped('IMAGE_SAFETY'),
  'U-12:PROHIBITED_CONTENT': stopped('PROHIBITED_CONTENT'),
  'U-12:MAX_TOKENS': stopped('MAX_TOKENS'),
  'U-12:OTHER': stopped('OTHER'),
  'U-12:blockReason': always({ promptFeedback: { blockReason: 'SAFETY' } }),
  'U-13': ({ isGemini, response }) => {
    const raiFilteredReason =
      'Your current safety filter threshold filtered out 4 generated images. You will not be charged for blocked images. Support codes: 56562880';
    const blocked = { candidates: [{ finishReason: 'IMAGE_SAFETY' }] };
    json(response, 200, isGemini ? blocked : { predictions: [{ raiFilteredReason }] });
  },
  'U-13:some': replace((text) => {
    const answer = JSON.parse(text) as { predictions?: unknown[] };
    const kept = answer.predictions?.slice(0, 2) ?? [];
    const raiFilteredReason =
      'Your current safety filter threshold filtered out 2 generated images. Support codes: 15236754';
    return JSON.stringify({ ...answer, predictions: [...kept, { raiFilteredReason }] });
  }),
  'U-14': pictured((original) => sharp(original).jpeg().toBuffer()),
  'U-14:webp': pictured((original) => sharp(original).webp().toBuffer()),
  'U-15:html': pictured(() => Buffer.from('<!doctype html><script>alert(1)</script>')),
  'U-15:svg': pictured(() =>
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  ),
  'U-15:gif': pictured((original) => sharp(original).resize(64).gif().toBuffer()),
  'U-15:nothing': replace((text) => text.replace(/"(bytesBase64Encoded|data)":"[^"]*"/g, '"$1":""')),
  'U-15:notBase64': replace((text) => text.replace(/"(bytesBase64Encoded|data)":"/g, '"$1":"%%%')),
  'U-16:size': pictured(async (original) => {
    const { width, height } = await sharp(original).metadata();
    return sharp(original)
      .resize(Math.round(width / 2), Math.round(height / 2), { fit: 'fill' })
      .png()
      .toBuffer();
  }),
  'U-16:aspect': pictured((original) => sharp(original).resize(300, 200, { fit: 'fill' }).png().toBuffer()),
  'U-16:bomb': pictured(bomb),
  'U-16:sixteenBit': pictured((original) => sharp(original).toColourspace('rgb16').png().toBuffer()),
  'U-16:alpha': pictured((original) => sharp(original).ensureAlpha(0.5).png().toBuffer()),
  'U-17': async (exchange) => pictured(() => Buffer.from(sentPhoto(exchange.sent), 'base64'))(exchange),
  'U-18:huge': ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const megabyte = Buffer.alloc(1024 * 1024, 0x20);
    let left = 200;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(megabyte)) return void response.once('drain', more);
      }
      response.end('{}');
    };
    more();
  },
  'U-18:gzip': ({ response }) =>
    void response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipBomb()),
  'U-18:encodings': ({ response }) =>
    void response.writeHead(200, { 'content-encoding': Array(1000).fill('gzip').join(',') }).end('{}'),
  'U-19:0': resetAfter(() => 0),
  'U-19:1k': resetAfter(() => 1024),
  'U-19:99': resetAfter((length) => Math.floor(length * 0.99)),
  'U-26': flipping(1000),
  'U-26:fast': flipping(20),
  'U-28': error(400, 'FAILED_PRECONDITION', 'The model is not supported in location europe-west2.'),
  redirect: ({ response }) => void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
};
