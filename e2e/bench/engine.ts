import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runPrototype } from './engineAgainst.ts';
import { type BenchCase, caseNames, readCase, writeRgb } from './engineCases.ts';
import { compareWithPeers } from './engineCompare.ts';
import { createNodeHost } from './engineHost.ts';
import { sceneCases } from './engineScenes.ts';
import { readOptions } from './engineOptions.ts';
import { type CandidateRun, runEngine } from './engineRun.ts';
import { tiledCase } from './engineTiles.ts';
import { compareFinishes } from './seam.ts';
import { outsideDifference, scoreResult } from './score.ts';

// Runs the local engine in Node over folders of photos and prints one JSON line per case and candidate.
const options = readOptions(process.argv.slice(2));
if (options.out !== undefined) mkdirSync(options.out, { recursive: true });
const { host, close } = await createNodeHost(options.threads);
if (options.peers) {
  await compareWithPeers(host, options, print);
  await close();
  process.exit();
}
if (options.scenes) for (const scene of sceneCases()) await runCase(scene);
else
  for (const name of caseNames(options.cases, options.only)) {
    const found = await readCase(options.cases, name);
    if (options.compare.length > 0)
      for (const line of await compareFinishes(host, found, options)) print(line);
    else await runCase(options.megapixels === undefined ? found : tiledCase(found, options.megapixels));
  }
await close();

async function runCase(bench: BenchCase): Promise<void> {
  const prototype =
    options.against === undefined
      ? undefined
      : await runPrototype(options.against, bench, { ...options, threads: Math.max(1, options.threads) });
  const runs = runEngine(host, bench, options);
  const best = Math.min(...runs.map(({ candidate }) => candidate.score));
  for (const [k, run] of runs.entries()) {
    if (options.out !== undefined)
      await writeRgb(join(options.out, `${bench.name}-${k + 1}.png`), run.result);
    print({
      ...lineOf(bench, run, k + 1),
      marked: runs.length > 1 ? run.candidate.score === best : undefined,
      prototypeMs: k === 0 ? prototype?.ms : undefined,
      timeRatio: k === 0 && prototype ? run.ms / prototype.ms : undefined,
      prototypeMb: k === 0 ? prototype?.wasmMb : undefined,
    });
  }
}

function lineOf(
  bench: BenchCase,
  { candidate, result, ms, firstPreviewMs }: CandidateRun,
  place: number,
): object {
  const { photo, mask, clean } = bench;
  const inside = mask.map((value) => (value > 127 ? 1 : 0));
  const unknown = { psnr: null, ssim: null, texture: null, sharpness: null, seam: null };
  return {
    case: bench.name,
    candidate: place,
    strategy: candidate.strategy,
    width: photo.width,
    height: photo.height,
    maskPercent: (100 * inside.reduce((sum, value) => sum + value, 0)) / inside.length,
    ms,
    firstPreviewMs,
    peakMb: host.arena.peakBytes / 1e6,
    wasmMb: options.threads === 0 ? null : host.arena.u8.length / 1e6,
    ...(clean
      ? scoreResult(photo, clean, mask, result)
      : { ...unknown, outside: outsideDifference(photo, result, inside) }),
    ownScore: candidate.score,
    notices: candidate.notices.map(({ code }) => code),
  };
}

function print(line: object): void {
  console.log(
    JSON.stringify(line, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toFixed(3)) : value,
    ),
  );
}
