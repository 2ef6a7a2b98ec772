import { totalmem } from 'node:os';
import { complain, say } from './banner.ts';
import { printedConfig, readConfig } from './config.ts';
import { builtPages, servePages } from './pages.ts';
import { startServer } from './start.ts';

/** The program behind `npm start`. Exit codes: 0 stopped, 1 failed while running, 2 could not start. */
async function main(args: readonly string[]): Promise<void> {
  const result = readConfig(process.env, { memoryBytes: memoryLimit() });
  if (!result.ok) {
    for (const problem of result.problems) complain(problem);
    process.exitCode = 2;
    return;
  }
  if (args.includes('--print-config')) {
    say(printedConfig(result.config));
    return;
  }
  await startServer(result.config, { pages: servePages(builtPages) });
}

/** The cgroup's limit. Node gives 0, or a number beyond any machine, when there is none. */
function memoryLimit(): number | undefined {
  const bytes = process.constrainedMemory();
  return bytes > 0 && bytes < totalmem() ? bytes : undefined;
}

/** Without a network Google's library warns that there is no metadata server: an ordinary state on a laptop. */
function dropMetadataWarnings(): void {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'MetadataLookupWarning') for (const print of printers) print(warning);
  });
}

dropMetadataWarnings();
await main(process.argv.slice(2));
