/** The bench's rows: one line of JSON per size, and the table of docs/performance.md. */
import { median, percentile } from './editorFrames.ts';
import type { RunFigures } from './editorRun.ts';

const round = (value: number, digits = 1): number | null =>
  Number.isFinite(value) ? Number(value.toFixed(digits)) : null;

type Figure = (run: RunFigures) => number;

const p95 =
  (pick: (run: RunFigures) => readonly number[] | undefined): Figure =>
  (run) =>
    percentile(pick(run) ?? [], 0.95);

/** Keys and their meaning; every figure is taken per run, and the row has the median of the runs. */
const figures = {
  latencyP50Ms: (run) => percentile(run.strokes[0]?.shown ?? [], 0.5),
  latencyP95Ms: p95(({ strokes }) => strokes[0]?.shown),
  latencyP95After10Ms: p95(({ strokes }) => strokes[1]?.shown),
  latencyP95After200Ms: p95(({ strokes }) => strokes[2]?.shown),
  frameP95Ms: p95(({ frames }) => frames),
  longestTaskMs: (run) => run.longestTask,
  releaseP95Ms: p95(({ releases }) => releases),
  undoP95Ms: p95(({ undo }) => undo),
  invertMs: (run) => run.invert,
  exportMaskMs: (run) => run.exportMs,
  exportMaskBytes: (run) => run.exportBytes,
  openMs: (run) => run.open,
  longestTaskOpenMs: (run) => run.longestTaskOpen,
  undoBytesPerStroke: (run) => run.undoBytes,
  panFrameP95Ms: p95(({ panFrames }) => panFrames),
  zoomFrameP95Ms: p95(({ zoomFrames }) => zoomFrames),
  objectClickMs: (run) => run.object,
  memoryMb: (run) => run.memoryMb,
} satisfies Record<string, Figure>;

export type Row = { readonly megapixels: number } & Readonly<Record<keyof typeof figures, number | null>>;

export function rowOf(megapixels: number, runs: readonly RunFigures[]): Row {
  const values = Object.entries(figures).map(([key, figure]) => {
    const all = runs.map(figure).filter((value) => Number.isFinite(value));
    return [key, round(median(all), key.endsWith('Bytes') || key.endsWith('Stroke') ? 0 : 1)];
  });
  return { megapixels, ...Object.fromEntries(values) } as Row;
}

interface Line {
  readonly key: keyof typeof figures;
  readonly label: string;
  readonly target?: string;
}

/** The lines of the table, in the order of docs/performance.md. */
const lines: readonly Line[] = [
  { key: 'latencyP50Ms', label: 'Stroke: pointer to frame, median, ms' },
  { key: 'latencyP95Ms', label: 'Stroke: pointer to frame, p95, ms: 1st', target: '25' },
  { key: 'latencyP95After10Ms', label: '… 10th', target: '25' },
  { key: 'latencyP95After200Ms', label: '… 200th', target: '25' },
  { key: 'frameP95Ms', label: 'Stroke: between frames, p95, ms' },
  { key: 'longestTaskMs', label: 'Stroke: longest task of the page, ms', target: '50' },
  { key: 'releaseP95Ms', label: 'Release to facts, p95, ms' },
  { key: 'undoP95Ms', label: 'Undo, corner to corner, p95, ms', target: '40' },
  { key: 'undoBytesPerStroke', label: 'Undo, corner to corner, bytes', target: '8,000,000' },
  { key: 'invertMs', label: 'Invert, ms', target: '30 at 50 MP' },
  { key: 'exportMaskMs', label: 'Mask export, ms', target: '400 at 24 MP' },
  { key: 'exportMaskBytes', label: 'Mask export, bytes', target: '300,000 at 24 MP' },
  { key: 'openMs', label: 'Open, ms' },
  { key: 'longestTaskOpenMs', label: 'Open: longest task of the page, ms', target: '100' },
  { key: 'panFrameP95Ms', label: 'Pan: between frames, p95, ms', target: '20' },
  { key: 'zoomFrameP95Ms', label: 'Zoom: between frames, p95, ms', target: '20' },
  { key: 'objectClickMs', label: 'Object: second click to frame, ms', target: '400 at 12 MP' },
  { key: 'memoryMb', label: 'Memory after the strokes, MB', target: '3.5 copies at 50 MP' },
];

const shown = (value: number | null): string =>
  value === null ? '–' : value >= 1000 ? Math.round(value).toLocaleString('en-GB') : String(value);

const ratio = (a: number | null | undefined, b: number | null | undefined): string =>
  a && b ? (a / b).toFixed(2) : '–';

/** Rows of figures and columns of sizes, with the ratios that the targets name. */
export function markdownTable(rows: readonly Row[]): string {
  const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  const [smallest, largest] = [rows[0], rows[rows.length - 1]];
  const flatness = `${largest.megapixels} ÷ ${smallest.megapixels} MP`;
  const head = ['', 'target: at most', ...rows.map(({ megapixels }) => `${megapixels} MP`), flatness];
  return [
    cells(head),
    cells(head.map((_, at) => (at === 0 ? '---' : '--:'))),
    ...lines.map(({ key, label, target = '' }) =>
      cells([label, target, ...rows.map((row) => shown(row[key])), ratio(largest[key], smallest[key])]),
    ),
    cells([
      '200th ÷ 1st stroke, p95',
      '1.15',
      ...rows.map((row) => ratio(row.latencyP95After200Ms, row.latencyP95Ms)),
      '',
    ]),
    cells([
      'Memory ÷ one RGBA copy of the photo',
      '3.5 at 50 MP',
      ...rows.map((row) => ratio(row.memoryMb, row.megapixels * 4)),
      '',
    ]),
  ].join('\n');
}
