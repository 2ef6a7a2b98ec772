/** One job asked of the server: sent once, and again under the same key where that can cost nothing. */
import { problemBodySchema, type ProblemData as WireProblem } from '@cleanplate/shared/contract/problem.ts';
import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import type { ProblemData } from '../workers/documentApi.ts';
import { readEvents } from './eventLines.ts';

const serverHeaders = { 'X-Cleanplate': '1' } as const;

/** A server that is started again is back by then, or is not coming back. */
const backMs = 10_000;
const lookMs = 500;
/** A queue may be full once more after the wait it named; a fourth time is for the user to decide. */
const mostWaits = 3;

const plain = ({ code, variant, params }: WireProblem): ProblemData => ({
  code,
  ...(variant ? { variant } : {}),
  ...(params ? { params } : {}),
});

/** How one try ended, and what may follow it by itself (the table of faults.md §2.9). */
interface End {
  readonly problem: ProblemData | null;
  readonly next?: 'replay' | { readonly waitMs: number };
}

const endOf = (error: WireProblem): End => {
  const problem = plain(error);
  if (error.code === 'SHUTTING_DOWN' || error.code === 'SLOW_UPLOAD') return { problem, next: 'replay' };
  const { retryAfterMs: waitMs } = error;
  const isQueue = error.code === 'QUEUE_FULL' || error.code === 'RATE_LIMITED';
  return isQueue && waitMs !== undefined ? { problem, next: { waitMs } } : { problem };
};

/** The browser knows when there is no network at all; otherwise it is the server that is missing. */
export const unreached = (): ProblemData => ({
  code: 'NETWORK_OFFLINE',
  ...(navigator.onLine && { variant: 'server' }),
});

/** A captive portal or a proxy of someone else's answered: a page where events or a problem belong. */
const portal: End = { problem: { code: 'NETWORK_OFFLINE', variant: 'portal' } };

const unusable: End = { problem: { code: 'UPSTREAM_BAD_RESPONSE' } };

/** No way to the server, or the answer broke off. Without a network nothing is waited for that was not under way. */
const lost = (isUnderWay: boolean): End => ({
  problem: unreached(),
  ...((isUnderWay || navigator.onLine) && { next: 'replay' as const }),
});

async function refusal(response: Response): Promise<End> {
  try {
    return endOf(problemBodySchema.parse(await response.json()).error);
  } catch {
    return portal;
  }
}

const isEventStream = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/x-ndjson') === true;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Waits for a server that is just being started, or a network that flaps; false when it does not come back. */
async function isBack(signal: AbortSignal): Promise<boolean> {
  const latest = performance.now() + backMs;
  while (performance.now() < latest) {
    await pause(lookMs, signal);
    const answer = await fetch('/livez', { cache: 'no-store', signal }).catch(() => null);
    signal.throwIfAborted();
    if (answer?.ok) return true;
  }
  return false;
}

export interface ServerCall {
  readonly path: '/api/removals' | '/api/extracts';
  /** Made anew for every try: a body can be sent once. */
  readonly body: () => FormData;
  readonly signal: AbortSignal;
  /** Every event but the problem that it ends in. After a replay nothing is told twice. */
  readonly onEvent: (event: Exclude<RemovalEvent, { type: 'problem' }>) => void | Promise<void>;
  /** It is asked once more; `inMs` when a wait comes first. */
  readonly onAgain?: (inMs?: number) => void;
}

/**
 * Asks, and follows the answer to its end. A lost connection and a server that restarts are answered by one replay under
 * the same Idempotency-Key, which at the server is the same job (faults.md T11, B-12). Rejects with the signal's reason.
 */
export async function callServer(call: ServerCall): Promise<ProblemData | null> {
  const { path, signal } = call;
  const key = crypto.randomUUID();
  const told = new Set<string>();

  /** False for a picture that cannot be read: asking again would give the same. */
  const isTaken = async (event: Exclude<RemovalEvent, { type: 'problem' }>): Promise<boolean> => {
    if (event.type !== 'progress') {
      const name = event.type === 'candidate' ? `candidate ${event.index}` : JSON.stringify(event);
      if (told.has(name)) return true;
      told.add(name);
    }
    try {
      await call.onEvent(event);
      return true;
    } catch {
      return false;
    }
  };

  async function once(): Promise<End> {
    let response: Response | null = null;
    let end: End = { problem: null };
    try {
      const headers = { ...serverHeaders, 'Idempotency-Key': key };
      response = await fetch(path, { method: 'POST', headers, body: call.body(), signal });
      if (!response.ok) return await refusal(response);
      if (!response.body || !isEventStream(response)) return portal;
      for await (const event of readEvents(response.body)) {
        if (event.type === 'problem') end = endOf(event.error);
        else if (!(await isTaken(event))) return unusable;
        signal.throwIfAborted();
      }
      return end;
    } catch {
      signal.throwIfAborted();
      return lost(response !== null);
    }
  }

  const cancel = () =>
    void fetch(`/api/removals/${key}`, { method: 'DELETE', headers: serverHeaders, keepalive: true }).catch(
      () => undefined,
    );
  signal.addEventListener('abort', cancel, { once: true });
  try {
    let isReplayed = false;
    let waits = 0;
    for (;;) {
      const { problem, next } = await once();
      if (next === undefined) return problem;
      if (next === 'replay') {
        if (isReplayed) return problem;
        isReplayed = true;
        call.onAgain?.();
        if (!(await isBack(signal))) return problem;
      } else {
        if (++waits > mostWaits) return problem;
        call.onAgain?.(next.waitMs);
        await pause(next.waitMs, signal);
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
