/**
 * Entry of the worker that finds people: OpenCV's HOG detector (Dalal and Triggs, CVPR 2005). OpenCV.js builds functions
 * from strings, so this worker alone is served with a policy that lets it, and for that its file must be named `opencv…`
 * (server/src/security.ts). It is fetched when it is first asked for, not with the page.
 */
import openCvUrl from '@techstark/opencv-js/dist/opencv.js?url';
import { expose } from 'comlink';
import type { LoadProgress, PeopleApi } from './peopleApi.ts';

/** The part of OpenCV.js that is used here. */
interface OpenCv {
  onRuntimeInitialized?: () => void;
  readonly Mat: (new () => Mat) | undefined;
  readonly Size: new (width: number, height: number) => object;
  readonly RectVector: new () => Vector<{ x: number; y: number; width: number; height: number }>;
  readonly DoubleVector: new () => Vector<number>;
  readonly HOGDescriptor: (new () => Hog) & { getDefaultPeopleDetector(): Vector<number> };
  readonly CV_32F: number;
  readonly COLOR_RGBA2GRAY: number;
  matFromArray(rows: number, columns: number, type: number, values: readonly number[]): Mat;
  matFromImageData(image: { data: Uint8ClampedArray; width: number; height: number }): Mat;
  cvtColor(from: Mat, to: Mat, code: number): void;
}
interface Mat {
  delete(): void;
}
interface Vector<T> extends Mat {
  size(): number;
  get(index: number): T;
}
interface Hog extends Mat {
  setSVMDetector(detector: Mat): void;
  detectMultiScale(
    picture: Mat,
    found: Vector<unknown>,
    weights: Vector<number>,
    hitThreshold: number,
    stride: object,
    padding: object,
    scale: number,
    groupThreshold: number,
    meanShift: boolean,
  ): void;
}

// A report for every one of the thousands of network chunks would cost more than the download.
const reportEveryBytes = 256 * 1024;
const cacheName = 'cleanplate-opencv';

/** From the app's own cache where there is one; a plain request otherwise, which the browser may still have. */
async function fetchScript(onLoad: (progress: LoadProgress) => void): Promise<string> {
  const cache = await globalThis.caches?.open(cacheName).catch(() => undefined);
  const kept = await cache?.match(openCvUrl);
  if (kept) return kept.text();
  const response = await fetch(openCvUrl);
  if (!response.ok || !response.body) throw new Error(`${openCvUrl} answered ${response.status}`);
  const total = Number(response.headers.get('Content-Length') ?? 0);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  let reported = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    if (loaded - reported < reportEveryBytes) continue;
    reported = loaded;
    onLoad({ loaded, total });
  }
  const script = new Blob(parts, { type: 'text/javascript' });
  // Another version of the app has another address: its copy is of no more use.
  for (const request of (await cache?.keys()) ?? []) await cache?.delete(request);
  // A full disk costs the next download, not this search.
  await cache?.put(openCvUrl, new Response(script)).catch(() => undefined);
  return script.text();
}

async function loadOpenCv(onLoad: (progress: LoadProgress) => void): Promise<{ readonly cv: OpenCv }> {
  const script = await fetchScript(onLoad);
  const module: { exports: unknown } = { exports: {} };
  // oxlint-disable-next-line no-implied-eval -- a file of our own build, and a module worker cannot importScripts
  new Function('module', 'exports', script)(module, module.exports);
  const cv = module.exports as OpenCv;
  await new Promise<void>((resolve) => {
    if (cv.Mat) resolve();
    else cv.onRuntimeInitialized = resolve;
  });
  // In a box: the module has a `then` in some versions, and a promise would wait for it for ever.
  return { cv };
}

let loading: Promise<{ readonly cv: OpenCv; readonly hog: Hog }> | undefined;

async function createDetector(onLoad: (progress: LoadProgress) => void) {
  const { cv } = await loadOpenCv(onLoad);
  const weights = cv.HOGDescriptor.getDefaultPeopleDetector();
  // It comes as a vector and is wanted as a column.
  const values = Array.from({ length: weights.size() }, (_, i) => weights.get(i));
  const column = cv.matFromArray(values.length, 1, cv.CV_32F, values);
  const hog = new cv.HOGDescriptor();
  hog.setSVMDetector(column);
  weights.delete();
  column.delete();
  return { cv, hog };
}

const api: PeopleApi = {
  async detect({ data, width, height }, onLoad) {
    loading ??= createDetector(onLoad);
    loading.catch(() => (loading = undefined));
    const { cv, hog } = await loading;
    if (!cv.Mat) throw new Error('OpenCV did not start');
    const rgba = cv.matFromImageData({ data, width, height });
    const grey = new cv.Mat();
    const found = new cv.RectVector();
    const weights = new cv.DoubleVector();
    try {
      cv.cvtColor(rgba, grey, cv.COLOR_RGBA2GRAY);
      const [stride, padding] = [new cv.Size(8, 8), new cv.Size(32, 32)];
      hog.detectMultiScale(grey, found, weights, 0, stride, padding, 1.05, 2, false);
      return Array.from({ length: found.size() }, (_, i) => {
        const { x, y, width: wide, height: high } = found.get(i);
        return { x, y, width: wide, height: high, weight: weights.get(i) };
      });
    } finally {
      for (const one of [rgba, grey, found, weights]) one.delete();
    }
  },
};
expose(api);
