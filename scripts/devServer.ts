// npm run dev: the server from source with Vite's middleware (hot reload) in place of the built page.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { readConfig } from '../server/src/config.ts';
import { startServer } from '../server/src/start.ts';

const result = readConfig(process.env);
if (!result.ok) {
  for (const problem of result.problems) process.stderr.write(`${problem}\n`);
  process.exit(2);
}
const vite = await createServer({
  root: fileURLToPath(new URL('../web', import.meta.url)),
  configFile: fileURLToPath(new URL('../web/vite.config.ts', import.meta.url)),
  server: { middlewareMode: true },
  appType: 'spa',
});
await startServer(result.config, { pages: vite.middlewares, isDev: true });
