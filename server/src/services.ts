import { createAvailability } from './availability.ts';
import type { Availability } from './availability.ts';
import { createByteReserve } from './byteReserve.ts';
import type { ByteReserve } from './byteReserve.ts';
import type { Config } from './config.ts';
import { createLocalCounters, createRedisCounters } from './counters.ts';
import { createCredentials } from './engines/credentials.ts';
import type { Credentials } from './engines/credentials.ts';
import { createVertex } from './engines/vertex.ts';
import { createJobs } from './jobs.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';
import { createQuotas } from './quotas.ts';
import { createRemovalRoutes } from './removals.ts';
import type { RemovalRoutes } from './removals.ts';

/** Everything behind the routes: one of each per process. */
export interface Services {
  readonly credentials: Credentials;
  readonly availability: Availability;
  readonly jobs: Jobs;
  readonly queue: Queue;
  readonly reserve: ByteReserve;
  readonly removals: RemovalRoutes;
  /** Lets go of every connection to the outside. */
  readonly close: () => Promise<void>;
}

export async function createServices(config: Config, log: Log): Promise<Services> {
  const { limits, redisUrl } = config;
  const credentials = createCredentials(config);
  const vertex = createVertex(config, credentials);
  const availability = createAvailability(config, vertex, credentials);
  const counters = redisUrl === undefined ? createLocalCounters() : await createRedisCounters(redisUrl, log);
  const quotas = createQuotas(limits, counters);
  const jobs = createJobs(limits);
  const queue = createQueue(limits);
  const reserve = createByteReserve(limits.maxReservedBytes);
  const removals = createRemovalRoutes(config, { vertex, availability, jobs, queue, quotas, reserve });
  const close = async () => {
    await Promise.all([vertex.close(), counters.close()]);
  };
  return { credentials, availability, jobs, queue, reserve, removals, close };
}
