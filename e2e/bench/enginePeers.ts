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
  /** Takes ten times as long as the others. */
  readonly isSlow?: boolean;
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
  { name: 'G’MIC patch', isSlow: true, fill: (bench, folder) => runGmic(bench, folder, gmicPatch) },
  { name: 'OpenCV Telea', fill: (bench, folder) => runOpenCv(bench, folder, 'INPAINT_TELEA') },
  { name: 'OpenCV Navier–Stokes', fill: (bench, folder) => runOpenCv(bench, folder, 'INPAINT_NS') },
];

/**
 * Runs every peer that is installed on a case. With `keep`, a folder, pictures made there before are taken instead: G'MIC needs
 * minutes for each. With `isQuick` the slow ones are left out unless they are kept.
 */
export async function runPeers(
  bench: BenchCase,
  keep: string | undefined,
  isQuick: boolean,
): Promise<PeerRun[]> {
  const runs: PeerRun[] = [];
  for (const { name, fill, isSlow } of PEERS) {
    const file = keep && join(keep, `${bench.name}-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`);
    if (file && existsSync(`${file}.json`)) {
      const { ms } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as { ms: number };
      runs.push({ name, result: await readRgb(`${file}.png`), ms });
      continue;
    }
    if (isSlow && isQuick) continue;
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

/** @throws Error with what it printed when it fails */
async function runOpenCv({ photo, mask }: BenchCase, folder: string, method: string) {
  writeFileSync(join(folder, 'photo.raw'), photo.data);
  writeFileSync(
    join(folder, 'mask.raw'),
    mask.map((value) => (value > 127 ? 255 : 0)),
  );
  const program = join(import.meta.dirname, 'engineOpenCv.mjs');
  const args = [program, folder, photo.width, photo.height, method, OPENCV_RADIUS].map(String);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`OpenCV ended with ${status}: ${stderr}`);
  return {
    result: { ...photo, data: new Uint8Array(readFileSync(join(folder, 'out.raw'))) },
    ms: Number(stdout),
  };
}

/** The photo with the hole from `result`: some programs touch a pixel or two outside. */
function insideOnly({ photo, mask }: BenchCase, result: RgbPicture): RgbPicture {
  const data = photo.data.slice();
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] > 127) for (let c = 3 * i; c < 3 * i + 3; c++) data[c] = result.data[c];
  }
  return { ...photo, data };
}
