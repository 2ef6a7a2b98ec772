import { cpSync, createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { offlinePlugin } from './offline/offlinePlugin.ts';

const samples = fileURLToPath(new URL('../samples', import.meta.url));

/** The bundled photos stand once in the repository and are served as /samples/<case>/photo.jpg, and small.jpg for the cards. */
function bundledSamples(): Plugin {
  return {
    name: 'bundled-samples',
    configureServer(server) {
      server.middlewares.use('/samples', (request, response, next) => {
        const match = /^\/([a-z_]+)\/(photo|small)\.jpg$/.exec((request.url ?? '').split('?')[0] ?? '');
        const file = match ? `${samples}/${match[1]}/${match[2]}.jpg` : '';
        if (!match || !existsSync(file)) return next();
        response.setHeader('Content-Type', 'image/jpeg');
        createReadStream(file).pipe(response);
      });
    },
    writeBundle(options) {
      if (!options.dir || !options.dir.endsWith('dist')) return;
      cpSync(samples, `${options.dir}/samples`, {
        recursive: true,
        filter: (path) => !/\.(png|json)$/.test(path),
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), bundledSamples(), offlinePlugin()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    sourcemap: true,
    // Inlined assets would be data: URLs, which the Content-Security-Policy has no room for in workers.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // Vite's preload helper would inject <link> elements; modern browsers need no polyfill.
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        main: fileURLToPath(new URL('index.html', import.meta.url)),
        sw: fileURLToPath(new URL('src/offline/serviceWorker.ts', import.meta.url)),
      },
      output: {
        // At the root, and under one name: its scope is the whole page, and the browser compares it by its bytes.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
