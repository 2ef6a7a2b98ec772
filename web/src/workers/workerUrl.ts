/**
 * Worker addresses under Trusted Types (faults.md T16): the page's only policy, and it lets through nothing but
 * this origin's own built files.
 */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

const ownScript = (url: string): string => {
  const resolved = new URL(url, location.href);
  if (resolved.origin !== location.origin)
    throw new TypeError(`worker at ${resolved.origin}; expected ${location.origin}`);
  return resolved.href;
};

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy('cleanplate', { createScriptURL: ownScript });

/** Registers the page's service worker; undefined where there is none or it is refused. */
export async function registerServiceWorker(url: string): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  try {
    return await navigator.serviceWorker.register(policy ? policy.createScriptURL(url) : ownScript(url));
  } catch {
    return undefined;
  }
}

/** Starts a module worker from an address that Vite gave (`?worker&url`). Throws a TypeError for another origin. */
export function startWorker(url: string, name: string): Worker {
  return new Worker(policy ? policy.createScriptURL(url) : ownScript(url), { type: 'module', name });
}
