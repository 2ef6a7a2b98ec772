import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import { caseNames, readCase } from './engineCases.ts';
import { type BenchOptions, SAMPLES } from './engineOptions.ts';
import { runPeers } from './enginePeers.ts';
import { writeComparison } from './enginePictures.ts';
import { runEngine } from './engineRun.ts';
import { type Score, scoreResult } from './score.ts';

type Row = { readonly name: string; readonly case: string; readonly ms: number } & Score;

/** A stress case: its mask is half backdrop, half shadow, and it is left out of every average (see samples/README.md). */
const STRESS = 'suitcase_mannequin';
const DOCS = resolve(import.meta.dirname, '../../docs');
const MARKED = 'Cleanplate, marked';
const OPEN = '<!-- bench:engine --peers -->';
const CLOSE = '<!-- end -->';

/**
 * The engine with the product protected beside other programs: one JSON line per case and program. Over the project's own samples
 * it also writes the table into docs/engine.md and the pictures into docs/engine/.
 */
export async function compareWithPeers(
  host: EngineHost,
  options: BenchOptions,
  print: (line: object) => void,
): Promise<void> {
  const rows: Row[] = [];
  const isOwn = options.cases === SAMPLES && options.only === undefined;
  if (isOwn) mkdirSync(join(DOCS, 'engine'), { recursive: true });
  for (const name of caseNames(options.cases, options.only)) {
    if (name === STRESS && options.only === undefined) continue;
    const bench = await readCase(options.cases, name);
    const { photo, mask, clean } = bench;
    if (!clean) continue;
    const runs = runEngine(host, bench, { ...options, strategies: STRATEGIES, protect: true });
    const best = [...runs].sort((a, b) => a.candidate.score - b.candidate.score)[0];
    const peers = await runPeers(bench, options.out, options.quick);
    const all = [
      { name: MARKED, result: best.result, ms: best.ms },
      ...runs.map(({ candidate, result, ms }) => ({ name: `Cleanplate, ${candidate.strategy}`, result, ms })),
      ...peers,
    ];
    for (const { name: program, result, ms } of all) {
      const row = { case: name, name: program, ms, ...scoreResult(photo, clean, mask, result) };
      rows.push(row);
      print(row);
    }
    if (isOwn) {
      const pictures = [photo, clean, best.result, ...peers.map(({ result }) => result)];
      await writeComparison(join(DOCS, 'engine', `${name}.webp`), bench, pictures);
    }
  }
  if (isOwn) putInto(join(DOCS, 'engine.md'), tableOf(rows));
}

function tableOf(rows: readonly Row[]): string {
  const cases = [...new Set(rows.map((row) => row.case))];
  const programs = [...new Set(rows.map((row) => row.name))];
  const cell = (scores: readonly Row[]) => {
    const mean = (key: 'psnr' | 'ssim' | 'texture' | 'sharpness') =>
      scores.reduce((sum, row) => sum + row[key], 0) / scores.length;
    const figures = [mean('psnr').toFixed(1), mean('ssim').toFixed(3), mean('texture').toFixed(3)];
    return [...figures, mean('sharpness').toFixed(2)].join(' / ');
  };
  const lines = programs.map((name) => {
    const own = rows.filter((row) => row.name === name);
    const seconds = own.reduce((sum, { ms }) => sum + ms, 0) / own.length / 1000;
    const cells = cases.map((one) => {
      const scores = own.filter((row) => row.case === one);
      return scores.length > 0 ? cell(scores) : '–';
    });
    const mean = own.length === cases.length ? `**${cell(own)}**` : '–';
    return `| ${[name, ...cells, mean, seconds.toFixed(1)].join(' | ')} |`;
  });
  const head = ['', ...cases.map((name) => `\`${name}\``), 'mean', 'seconds'];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...lines].join('\n');
}

/** Puts the table between the marks of a page. */
function putInto(path: string, table: string): void {
  const page = readFileSync(path, 'utf8');
  const [start, end] = [page.indexOf(OPEN), page.indexOf(CLOSE)];
  if (start < 0 || end < start) throw new Error(`${path} has no ${OPEN} … ${CLOSE}`);
  writeFileSync(path, `${page.slice(0, start + OPEN.length)}\n\n${table}\n\n${page.slice(end)}`);
}
