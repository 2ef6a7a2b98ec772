import type { RemovalEvent } from '@cleanplate/shared/contract/removal.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';

/** One removal or extract, whoever is listening: its events so far, and those to come. */
export interface Job {
  /** Calls back with every event from the first on; returns how to stop listening. */
  readonly listen: (onEvent: (event: RemovalEvent) => void, onEnd: () => void) => () => void;
}

/** Does the work of a job; whatever it emits reaches every listener. It must not throw. */
export type JobWork = (emit: (event: RemovalEvent) => void, signal: AbortSignal) => Promise<void>;

export interface JobOrder {
  readonly owner: string;
  /** The Idempotency-Key; without one the job is its connection's alone. */
  readonly key: string | undefined;
  readonly digest: string;
}

export interface Jobs {
  /** Starts the work, or finds the job that the same owner started with the same key and the same bytes. */
  readonly start: (order: JobOrder, work: JobWork) => Job;
  /** Aborts a running job. False when there is none. */
  readonly cancel: (owner: string, key: string) => boolean;
  readonly running: () => number;
  /** Resolves when no job runs. */
  readonly idle: () => Promise<void>;
  /** Aborts everything that runs; each job tells its listeners why. */
  readonly cancelAll: (why: Problem) => void;
}

export interface JobRules {
  readonly idempotencyMs: number;
  readonly idempotencyBytes: number;
  readonly disconnectGraceMs: number;
}

interface RunningJob extends Job {
  readonly digest: string;
  readonly abort: AbortController;
  readonly bytes: () => number;
  isDone: boolean;
}

/**
 * The jobs of this process. With a key a job outlives its connection, so that a reload or a lost answer gets the same
 * pictures without a second bill; without one it gets a grace period for a listener to come back that never will.
 */
export function createJobs(rules: JobRules): Jobs {
  const byKey = new Map<string, RunningJob>();
  const active = new Set<RunningJob>();
  let waitingForIdle: (() => void)[] = [];

  const forget = (name: string, job: RunningJob) => {
    if (byKey.get(name) === job) byKey.delete(name);
  };

  /** Oldest finished first, until what is kept fits. */
  const trim = () => {
    let kept = [...byKey.values()].reduce((sum, job) => sum + job.bytes(), 0);
    for (const [name, job] of byKey) {
      if (kept <= rules.idempotencyBytes) return;
      if (!job.isDone) continue;
      kept -= job.bytes();
      byKey.delete(name);
    }
  };

  const settle = (job: RunningJob, name: string | undefined, isWorthKeeping: boolean) => {
    job.isDone = true;
    active.delete(job);
    if (name !== undefined) {
      if (isWorthKeeping) {
        setTimeout(() => forget(name, job), rules.idempotencyMs).unref();
        trim();
      } else forget(name, job);
    }
    if (active.size > 0) return;
    for (const resolve of waitingForIdle) resolve();
    waitingForIdle = [];
  };

  const run = (order: JobOrder, name: string | undefined, work: JobWork): RunningJob => {
    const events: RemovalEvent[] = [];
    const listeners = new Map<(event: RemovalEvent) => void, () => void>();
    const abort = new AbortController();
    let grace: NodeJS.Timeout | undefined;
    let bytes = 0;
    const job: RunningJob = {
      digest: order.digest,
      abort,
      isDone: false,
      bytes: () => bytes,
      listen: (onEvent, onEnd) => {
        clearTimeout(grace);
        events.forEach(onEvent);
        if (job.isDone) {
          onEnd();
          return () => {};
        }
        listeners.set(onEvent, onEnd);
        return () => {
          listeners.delete(onEvent);
          if (listeners.size > 0 || job.isDone || name !== undefined) return;
          grace = setTimeout(() => abort.abort(), rules.disconnectGraceMs);
          grace.unref();
        };
      },
    };
    active.add(job);
    const emit = (event: RemovalEvent) => {
      events.push(event);
      if (event.type === 'candidate') bytes += event.bytesBase64Encoded.length;
      for (const onEvent of listeners.keys()) onEvent(event);
    };
    void work(emit, abort.signal).finally(() => {
      clearTimeout(grace);
      settle(job, name, abort.signal.aborted || isFinal(events));
      for (const onEnd of listeners.values()) onEnd();
      listeners.clear();
    });
    return job;
  };

  return {
    start: (order, work) => {
      const name = order.key === undefined ? undefined : `${order.owner} ${order.key}`;
      const existing = name === undefined ? undefined : byKey.get(name);
      if (existing && existing.digest !== order.digest) throw new Problem('IDEMPOTENCY_CONFLICT');
      if (existing) return existing;
      const job = run(order, name, work);
      if (name !== undefined && !job.isDone) byKey.set(name, job);
      return job;
    },
    cancel: (owner, key) => {
      const job = byKey.get(`${owner} ${key}`);
      if (job === undefined || job.isDone) return false;
      job.abort.abort();
      return true;
    },
    running: () => active.size,
    idle: () =>
      active.size === 0 ? Promise.resolve() : new Promise((resolve) => waitingForIdle.push(resolve)),
    cancelAll: (why) => {
      for (const job of active) job.abort.abort(why);
    },
  };
}

/** Whether asking again would give the same: pictures or a filter's verdict, and not a problem that passes. */
function isFinal(events: readonly RemovalEvent[]): boolean {
  return events.some(({ type }) => type === 'candidate' || type === 'filtered');
}
