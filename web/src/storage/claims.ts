/** One page at a time works on a photo (faults.md B-9): a Web Lock per photo, handed over on request, never shared. */

export interface Claims {
  /** True when this page may write now. Waits a moment for a page that is just going away: a reload follows on its heels. */
  claim(id: string): Promise<boolean>;
  /** Asks the page that has it to finish and let go; takes it when that page does not answer. */
  takeOver(id: string): Promise<void>;
  release(id: string): void;
  close(): void;
}

const lockName = (id: string): string => `cleanplate/${id}`;
const channelName = 'cleanplate';
const goneMs = 800;
const answerMs = 3000;

interface Wanted {
  readonly wanted: string;
}

/**
 * @param onWanted another page asks for a photo of ours: write what is to be written, then `release` it
 * @param onTaken it was taken from us without our word
 */
export function createClaims(
  locks: LockManager | undefined,
  onWanted: (id: string) => void,
  onTaken: (id: string) => void,
): Claims {
  const held = new Map<string, () => void>();
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }: MessageEvent<Wanted>) => {
    if (held.has(data.wanted)) onWanted(data.wanted);
  });

  /** Resolves once the lock is had; the lock is held until `release`. */
  function request(id: string, options: LockOptions): Promise<boolean> {
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve, reject) => {
      locks
        .request(lockName(id), options, (lock) => {
          if (!lock) {
            resolve(false);
            return undefined;
          }
          return new Promise<void>((letGo) => {
            held.set(id, letGo);
            resolve(true);
          });
        })
        .catch((error: unknown) => {
          if (held.delete(id)) onTaken(id);
          else reject(error);
        });
    });
  }

  const within = (id: string, ms: number): Promise<boolean> =>
    request(id, { signal: AbortSignal.timeout(ms) }).catch(() => false);

  return {
    async claim(id) {
      if (held.has(id)) return true;
      return (await request(id, { ifAvailable: true })) || within(id, goneMs);
    },
    async takeOver(id) {
      if (held.has(id)) return;
      channel.postMessage({ wanted: id } satisfies Wanted);
      if (!(await within(id, answerMs))) await request(id, { steal: true });
    },
    release(id) {
      held.get(id)?.();
      held.delete(id);
    },
    close() {
      for (const id of held.keys()) held.get(id)?.();
      held.clear();
      channel.close();
    },
  };
}
