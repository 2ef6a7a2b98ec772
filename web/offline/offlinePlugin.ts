import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { markIcon } from './markIcon.ts';

const icons = [
  { file: 'icons/icon-192.png', size: 192, purpose: 'any' },
  { file: 'icons/icon-512.png', size: 512, purpose: 'any' },
  { file: 'icons/maskable-512.png', size: 512, purpose: 'maskable' },
  { file: 'icons/apple-touch-icon.png', size: 180, purpose: 'maskable' },
] as const;

const manifest = {
  name: 'Cleanplate',
  short_name: 'Cleanplate',
  description: 'Removes unwanted things from product photos, in the browser, and changes nothing else.',
  id: '/',
  start_url: '/',
  display: 'standalone',
  background_color: '#1d1d1d',
  theme_color: '#1d1d1d',
  categories: ['photo', 'productivity'],
  icons: icons
    .filter(({ file }) => !file.includes('apple'))
    .map(({ file, size, purpose }) => ({
      src: `/${file}`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose,
    })),
};

const publicIcon = fileURLToPath(new URL('../public/icon.svg', import.meta.url));
const samples = fileURLToPath(new URL('../../samples', import.meta.url));

/** What the service worker's file says where the list of files goes. */
const placeholder = '__FILES__';

/**
 * Makes the page installable: icons drawn from the mark, the manifest, and the list of files in the service worker, which
 * is thereby another one whenever any file is.
 */
export function offlinePlugin(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    generateBundle: {
      // After Vite has put index.html into the bundle.
      order: 'post',
      handler(options, bundle) {
        if (!options.dir?.endsWith('dist')) return;
        for (const { file, size, purpose } of icons)
          this.emitFile({ type: 'asset', fileName: file, source: markIcon(size, purpose === 'maskable') });
        const manifestSource = JSON.stringify(manifest);
        this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: manifestSource });
        const worker = Object.values(bundle).find(({ fileName }) => fileName === 'sw.js');
        if (worker?.type !== 'chunk') throw new Error('the bundle has no sw.js');
        const hash = createHash('sha256').update(readFileSync(publicIcon)).update(manifestSource);
        const photos = readdirSync(samples, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.jpg'))
          .toSorted();
        for (const photo of photos) hash.update(readFileSync(`${samples}/${photo}`));
        const files = ['/', '/icon.svg', '/manifest.webmanifest', ...icons.map(({ file }) => `/${file}`)];
        for (const { fileName } of Object.values(bundle)) {
          if (/\.map$|^sw\.js$|^index\.html$/.test(fileName)) continue;
          if (!files.includes(`/${fileName}`)) files.push(`/${fileName}`);
        }
        files.push(...photos.map((photo) => `/samples/${photo.replaceAll('\\', '/')}`));
        const page = bundle['index.html'];
        hash.update(files.join('\n'));
        if (page?.type === 'asset') hash.update(page.source);
        const list = { version: hash.digest('hex').slice(0, 16), files };
        worker.code = worker.code.replace(
          new RegExp(`["'\`]${placeholder}["'\`]`),
          JSON.stringify(JSON.stringify(list)),
        );
        if (worker.code.includes(placeholder)) throw new Error('sw.js has no place for the list of files');
      },
    },
  };
}
