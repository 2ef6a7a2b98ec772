// npm run bench:editor: the built app in headless Chromium with software rendering, measured by what reaches the screen.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchPhoto } from './editorPhoto.ts';
import { runOnce, type RunFigures } from './editorRun.ts';
import { markdownTable, rowOf, type Row } from './editorTable.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,12,24,50,100' },
    runs: { type: 'string', default: '5' },
    strokes: { type: 'string', default: '200' },
    /** The table of docs/performance.md instead of JSON lines, which go to the error output then. */
    markdown: { type: 'boolean', default: false },
    /** Puts that table into docs/performance.md. */
    write: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new TypeError(`--${name} is ${text}; it may be ${least} to ${most}`);
  return value;
}

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

async function startApp(): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [path('server/dist/index.js')], {
    env: { ...process.env, PORT: process.env.PORT ?? '0', METADATA_SERVER_DETECTION: 'none' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const text of server.stdout) {
    said += String(text);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (url) {
      server.stdout.resume();
      return { server, url };
    }
  }
  throw new Error('the server ended before it listened');
}

/** Replaces what stands between the two marks in docs/performance.md. */
function writeTable(table: string): void {
  const file = path('docs/performance.md');
  const [start, end] = ['<!-- bench:editor -->', '<!-- /bench:editor -->'];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no ${start} … ${end}`);
  writeFileSync(file, `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`);
}

const sizes = values.sizes.split(',').map((text) => whole('sizes', text, 1, 100));
const runs = whole('runs', values.runs, 1, 100);
const strokes = whole('strokes', values.strokes, 10, 1000);
const showsTable = values.markdown || values.write;
const { server, url } = await startApp();
try {
  const rows: Row[] = [];
  for (const megapixels of sizes) {
    const photo = await benchPhoto(megapixels);
    const done: RunFigures[] = [];
    for (let run = 0; run < runs; run++) {
      process.stderr.write(`${megapixels} MP, run ${run + 1} of ${runs}\n`);
      done.push(await runOnce(url, photo, strokes));
    }
    const row = rowOf(megapixels, done);
    rows.push(row);
    (showsTable ? process.stderr : process.stdout).write(`${JSON.stringify(row)}\n`);
  }
  if (showsTable) process.stdout.write(`${markdownTable(rows)}\n`);
  if (values.write) writeTable(markdownTable(rows));
} finally {
  server.kill();
}
