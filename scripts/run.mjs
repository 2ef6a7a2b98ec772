// The one door behind every npm command. Needs only Node and npm: fetches pnpm through npx, installs when the
// manifests changed, then hands on to the task. No dependency may be imported before `install` has run.
import { ensureInstalled } from './install.mjs';

const [task = 'help', ...args] = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Cleanplate needs Node 20.19 or newer; this is ${process.versions.node}. Install the current LTS.\n`,
  );
  process.exit(2);
}

const tasks = {
  start: () => import('./start.mjs'),
  dev: () => import('./dev.mjs'),
  build: () => import('./build.mjs'),
  test: () => import('./test.mjs'),
  'test:kill': () => import('./testKill.mjs'),
  format: () => import('./format.mjs'),
  'bench:editor': () => import('./benchEditor.mjs'),
  'bench:restore': () => import('./benchRestore.mjs'),
  'bench:export': () => import('./benchExport.mjs'),
  'test:faults': () => import('./testFaults.mjs'),
  'test:soak': () => import('./testSoak.mjs'),
};
const programs = {
  'bench:engine': 'e2e/bench/engine.ts',
  'bench:extract': 'e2e/bench/extract.ts',
  'bench:proxy': 'e2e/bench/proxy.ts',
  'fake-vertex': 'e2e/fakeVertex/main.ts',
  'test:mutants': 'e2e/mutants/main.ts',
};

if (task in programs) {
  await ensureInstalled();
  const { runProgram } = await import('./program.mjs');
  process.exit(await runProgram(programs[task], args));
} else if (task in tasks) {
  await ensureInstalled();
  const { run } = await tasks[task]();
  process.exitCode = await run(args);
} else {
  process.stderr.write(
    `Unknown task ${task}. Known: ${[...Object.keys(tasks), ...Object.keys(programs)].join(', ')}.\n`,
  );
  process.exit(2);
}
