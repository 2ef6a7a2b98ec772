import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import type { Strategy } from '@cleanplate/shared/inpaint/types.ts';

/** The bundled photos: what runs when no folder is named. */
export const SAMPLES = resolve(import.meta.dirname, '../../samples');

/** Finishes that `--compare` measures: of the edge, of the grain. */
export const comparisons = ['seam', 'grain'] as const;
export type Comparison = (typeof comparisons)[number];

/** What the bench is asked to do; paths are absolute. */
export type BenchOptions = {
  readonly cases: string;
  readonly only: string | undefined;
  readonly out: string | undefined;
  /** A folder with the prototype's `run.mjs`, built, to run beside. */
  readonly against: string | undefined;
  readonly strategies: readonly Strategy[];
  readonly protect: boolean;
  readonly threads: number;
  readonly runs: number;
  /** Tile the photo by mirroring to this size, with one mask of 5 %. */
  readonly megapixels: number | undefined;
  readonly seed: number;
  /** Run other programs beside (G'MIC and OpenCV.js), and write docs/engine.md's table and pictures. */
  readonly peers: boolean;
  /** With `peers`: without the one that takes ten minutes a photo. */
  readonly quick: boolean;
  /** Run generated scenes instead of folders. */
  readonly scenes: boolean;
  /** Measures finishes instead of the engine. */
  readonly compare: readonly Comparison[];
};

/**
 * Reads the command line. Paths are relative to where npm was called (`INIT_CWD`).
 *
 * @throws TypeError naming the option and what it may be
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string' },
      case: { type: 'string' },
      candidates: { type: 'string', default: '1' },
      out: { type: 'string' },
      protect: { type: 'boolean', default: false },
      strategy: { type: 'string' },
      threads: { type: 'string', default: '2' },
      runs: { type: 'string', default: '1' },
      megapixels: { type: 'string' },
      against: { type: 'string' },
      seed: { type: 'string', default: '1' },
      peers: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      scenes: { type: 'boolean', default: false },
      compare: { type: 'string', default: '' },
    },
  });
  const from = process.env.INIT_CWD ?? process.cwd();
  const path = (value: string | undefined) => (value === undefined ? undefined : resolve(from, value));
  const candidates = whole('candidates', values.candidates, 1, STRATEGIES.length);
  const named = STRATEGIES.filter((strategy) => strategy === values.strategy);
  if (values.strategy !== undefined && named.length === 0) {
    throw new TypeError(`--strategy is ${values.strategy}; it may be ${STRATEGIES.join(', ')}`);
  }
  return {
    cases: path(values.cases) ?? SAMPLES,
    only: values.case,
    out: path(values.out),
    against: path(values.against),
    strategies: named.length > 0 ? named : STRATEGIES.slice(0, candidates),
    protect: values.protect,
    threads: whole('threads', values.threads, 0, 16),
    runs: whole('runs', values.runs, 1, 100),
    megapixels: values.megapixels === undefined ? undefined : whole('megapixels', values.megapixels, 1, 100),
    peers: values.peers,
    quick: values.quick,
    scenes: values.scenes,
    seed: whole('seed', values.seed, 0, 2 ** 31 - 1),
    compare: comparisonsIn(values.compare),
  };
}

function comparisonsIn(list: string): readonly Comparison[] {
  const names = list.split(',').filter((name) => name !== '');
  const found = comparisons.filter((name) => names.includes(name));
  if (found.length < names.length)
    throw new TypeError(`--compare is ${list}; it may be ${comparisons.join(', ')}, or both with a comma`);
  return found;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new TypeError(`--${name} is ${text}; it may be ${least} to ${most}`);
  }
  return value;
}
