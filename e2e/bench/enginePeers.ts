import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type BenchCase, readRgb, writeGrey, writeRgb } from './engineCases.ts';
import type { RgbPicture } from './score.ts';

/** What another program made of a case. */
export type PeerRun = { readonly name: string; readonly result: RgbPicture; readonly ms: number };

type Peer = {
  readonly name: string;
  /** Fills the mask of `photo.png`, both in `folder`; undefined when the program is not there. */
  readonly fill: (
    bench: BenchCase,
    folder: string,
  ) => Promise<{ result: RgbPicture; ms: number } | undefined>;
};

/** The commands of G'MIC's own documentation, with the settings its makers recommend for photos. */
const gmicMatch = ['inpaint_matchpatch[0]', '[1]'];
const gmicPatch = ['inpaint[0]', '[1],7,16,0.1,1,9,0,0.05,10,1'];
/** Pixels round a hole pixel that OpenCV looks at. */
const OPENCV_RADIUS = 5;

const PEERS: readonly Peer[] = [
  { name: 'G’MIC matchpatch', fill: (bench, folder) => runGmic(bench, folder, gmicMatch) },
  { name: 'G’MIC patch', fill: (bench, folder) => runGmic(bench, folder, gmicPatch) },
  { name: 'OpenCV Telea', fill: (bench) => runOpenCv(bench, 'INPAINT_TELEA') },
  { name: 'OpenCV Navier–Stokes', fill: (bench) => runOpenCv(bench, 'INPAINT_NS') },
];

/**
 * Runs every peer that is installed on a case. With `keep`, a folder, pictures made there before are taken instead: G'MIC needs
 * minutes for each.
 */
export async function runPeers(bench: BenchCase, keep: string | undefined): Promise<PeerRun[]> {
  const runs: PeerRun[] = [];
  for (const { name, fill } of PEERS) {
    const file = keep && join(keep, `${bench.name}-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`);
    if (file && existsSync(`${file}.json`)) {
      const { ms } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as { ms: number };
      runs.push({ name, result: await readRgb(`${file}.png`), ms });
      continue;
    }
    const folder = mkdtempSync(join(tmpdir(), 'peer-'));
    try {
      const made = await fill(bench, folder);
      if (!made) continue;
      const run = { name, result: insideOnly(bench, made.result), ms: made.ms };
      runs.push(run);
      if (file) {
        await writeRgb(`${file}.png`, run.result);
        writeFileSync(`${file}.json`, JSON.stringify({ ms: run.ms }));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return runs;
}

/** @throws Error with what G'MIC printed when it fails */
async function runGmic(bench: BenchCase, folder: string, command: readonly string[]) {
  if (spawnSync('gmic', ['version'], { stdio: 'ignore' }).error) return undefined;
  const [photo, mask, out] = ['photo.png', 'mask.png', 'out.png'].map((file) => join(folder, file));
  await writeRgb(photo, bench.photo);
  await writeGrey(mask, bench.mask, bench.photo);
  const toMask = ['channels[1]', '0', 'ge[1]', '128', 'mul[1]', '255'];
  const args = [photo, mask, ...toMask, ...command, 'keep[0]', 'round', 'cut', '0,255', 'o', out];
  const started = performance.now();
  const { status, stderr } = spawnSync('gmic', args, { encoding: 'utf8' });
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`G'MIC ended with ${status}: ${stderr}`);
  return { result: await readRgb(out), ms };
}

/** The part of OpenCV.js that is used here. */
type OpenCv = {
  readonly matFromArray: (rows: number, columns: number, type: number, data: Uint8Array) => Mat;
  readonly Mat: new () => Mat;
  readonly inpaint: (photo: Mat, mask: Mat, out: Mat, radius: number, method: number) => void;
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly INPAINT_TELEA: number;
  readonly INPAINT_NS: number;
  onRuntimeInitialized?: () => void;
};
type Mat = { readonly data: Uint8Array; delete(): void };

let openCv: Promise<OpenCv> | undefined;

async function runOpenCv({ photo, mask }: BenchCase, method: 'INPAINT_TELEA' | 'INPAINT_NS') {
  openCv ??= loadOpenCv();
  const cv = await openCv;
  const { width, height } = photo;
  const source = cv.matFromArray(height, width, cv.CV_8UC3, photo.data);
  const hole = cv.matFromArray(
    height,
    width,
    cv.CV_8UC1,
    mask.map((value) => (value > 127 ? 255 : 0)),
  );
  const out = new cv.Mat();
  const started = performance.now();
  cv.inpaint(source, hole, out, OPENCV_RADIUS, cv[method]);
  const ms = performance.now() - started;
  const result = { data: out.data.slice(), width, height };
  for (const mat of [source, hole, out]) mat.delete();
  return { result, ms };
}

async function loadOpenCv(): Promise<OpenCv> {
  const { default: module } = (await import('@techstark/opencv-js')) as unknown as {
    default: OpenCv | Promise<OpenCv>;
  };
  const cv = await module;
  if (!('Mat' in cv)) {
    await new Promise<void>((resolve) => {
      (cv as OpenCv).onRuntimeInitialized = () => resolve();
    });
  }
  return cv;
}

/** The photo with the hole from `result`: some programs touch a pixel or two outside. */
function insideOnly({ photo, mask }: BenchCase, result: RgbPicture): RgbPicture {
  const data = photo.data.slice();
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] > 127) for (let c = 3 * i; c < 3 * i + 3; c++) data[c] = result.data[c];
  }
  return { ...photo, data };
}
