import type { Log } from './log.ts';
import { within } from './within.ts';

/** Numbers that grow within a window and begin anew after it: requests a minute, pictures a day. */
export interface Counters {
  /** Adds and returns the new total. A new window begins with the first addition after the last one ended. */
  readonly add: (name: string, amount: number, windowMs: number) => Promise<number>;
  /** How long the shared numbers have been out of reach; 0 when they are not, or not shared. */
  readonly unreachableMs: () => number;
  readonly close: () => Promise<void>;
}

/** Counts for this process. Names carry their window, so what has ended is dropped by time alone. */
export function createLocalCounters(now: () => number = Date.now): Counters {
  const entries = new Map<string, { total: number; endMs: number }>();
  return {
    add: async (name, amount, windowMs) => {
      const nowMs = now();
      for (const [old, { endMs }] of entries) if (endMs <= nowMs) entries.delete(old);
      const entry = entries.get(name) ?? { total: 0, endMs: nowMs + windowMs };
      entry.total += amount;
      entries.set(name, entry);
      return entry.total;
    },
    unreachableMs: () => 0,
    close: async () => {},
  };
}

/** One round trip, one step: two replicas cannot both read a number before either has added to it. */
const addScript = `local total = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return total`;

/** An answer slower than this counts as none: a rate limit must not cost more than it protects. */
const answerMs = 500;

/**
 * Counts shared by all replicas. While Redis is out of reach this process counts for itself, and says since when, so
 * that who guards money may decide otherwise.
 */
export async function createRedisCounters(url: string, log: Log): Promise<Counters> {
  // The client takes a third of a second to load: only who uses it waits for it.
  const { createClient } = await import('redis');
  const local = createLocalCounters();
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 2000, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 5000) },
  });
  let downSinceMs: number | undefined = performance.now();
  const down = () => {
    if (downSinceMs === undefined) log.event('redis unreachable');
    downSinceMs ??= performance.now();
  };
  client.on('error', down).on('end', down);
  client.on('ready', () => {
    downSinceMs = undefined;
  });
  void client.connect().catch(down);
  return {
    add: async (name, amount, windowMs) => {
      try {
        const options = { keys: [`cleanplate:${name}`], arguments: [String(amount), String(windowMs)] };
        const total = await within(client.eval(addScript, options), answerMs);
        downSinceMs = undefined;
        return Number(total);
      } catch {
        down();
        return local.add(name, amount, windowMs);
      }
    },
    unreachableMs: () => (downSinceMs === undefined ? 0 : performance.now() - downSinceMs),
    close: async () => client.destroy(),
  };
}
