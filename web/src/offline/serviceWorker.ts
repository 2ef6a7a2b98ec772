/**
 * The page without a network: every built file is kept when this worker is installed. The page itself is asked for at the
 * server first, so that a new version, a sign-in page or a refusal is seen; its hashed files come from what is kept.
 */
interface Kept {
  readonly version: string;
  readonly files: readonly string[];
}

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceScope {
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

const scope = globalThis as unknown as ServiceScope;
// The build puts the list here: with another list this file is another worker, and the browser installs it.
const kept = JSON.parse('__FILES__') as Kept;
const cacheName = `cleanplate-${kept.version}`;
const files = new Set(kept.files);

/** A page that does not come soon is shown from what is kept. */
const pageMs = 4000;

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(kept.files.map((file) => new Request(file, { cache: 'reload' })));
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith('cleanplate-') && name !== cacheName) await caches.delete(name);
  await scope.clients.claim();
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(pageMs) });
  } catch (error) {
    const found = await (await caches.open(cacheName)).match('/');
    if (found) return found;
    throw error;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('message', ({ data }) => {
  if (data === 'takeOver') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/') event.respondWith(page(request));
  } else if (files.has(pathname) || pathname.startsWith('/assets/')) event.respondWith(file(request));
});
