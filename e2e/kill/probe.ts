/** Looks into the page's own worker by the calls that the page itself uses: nothing in the product is made for this. */
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';

interface Facts {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly undo: string | null;
  readonly redo: string | null;
  readonly results: readonly { readonly preview: boolean }[];
  readonly patches: readonly unknown[];
}

interface Probed {
  probe?: { ask(method: string, args: unknown[]): Promise<unknown>; facts: Facts | null };
}

/** Keeps a hand on the document's worker. To be called before the page loads. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Real = globalThis.Worker;
    const probed = globalThis as unknown as Probed;
    globalThis.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name !== 'document') return;
        const ask = (method: string, args: unknown[]): Promise<unknown> =>
          new Promise((resolve) => {
            const id = `probe ${Math.random()}`;
            const hear = ({ data }: MessageEvent): void => {
              if (data?.id !== id) return;
              this.removeEventListener('message', hear);
              resolve(data.value);
            };
            this.addEventListener('message', hear);
            const argumentList = args.map((value) => ({ type: 'RAW', value }));
            this.postMessage({ id, type: 'APPLY', path: [method], argumentList });
          });
        probed.probe = { ask, facts: null };
        this.addEventListener('message', ({ data }: MessageEvent) => {
          if (data?.event === 'facts' && probed.probe) probed.probe.facts = data.facts as Facts;
        });
      }
    };
  });
}

/** All that must survive, exact to the byte. */
export interface Fingerprint {
  readonly mask: Buffer;
  readonly maskHash: string;
  /** The photo with its patches. */
  readonly photoHash: string;
  readonly undo: string | null;
  readonly redo: string | null;
  readonly results: number;
  readonly patches: number;
}

export async function fingerprint(page: Page): Promise<Fingerprint> {
  const read = await page.evaluate(async () => {
    const { probe } = globalThis as unknown as Probed;
    if (!probe?.facts) throw new Error('no photo is open');
    const { width, height } = probe.facts;
    const whole = { x: 0, y: 0, width, height };
    const mask = (await probe.ask('readMask', [whole])) as Uint8Array<ArrayBuffer>;
    const photo = (await probe.ask('readPhoto', [whole])) as Uint8ClampedArray<ArrayBuffer>;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', photo));
    const { undo, redo, results, patches } = probe.facts;
    let text = '';
    for (let at = 0; at < mask.length; at += 32_768)
      text += String.fromCharCode(...mask.subarray(at, at + 32_768));
    return {
      mask: btoa(text),
      photoHash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      undo,
      redo,
      results: results.filter(({ preview }) => !preview).length,
      patches: patches.length,
    };
  });
  const mask = Buffer.from(read.mask, 'base64');
  return { ...read, mask, maskHash: createHash('sha256').update(mask).digest('hex') };
}
