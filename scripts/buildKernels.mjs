// Compiles the engine's kernels from AssemblyScript: once over a memory of its own, once over one shared by threads.
// Skips when the output is newer than every source.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './process.mjs';

const folder = join(root, 'shared/src/inpaint/kernels');
const common = ['-O3', '--runtime', 'stub', '--importMemory', '--maximumMemory', '65536', '--noAssert'];
const variants = [
  { out: join(folder, 'kernels.wasm'), flags: ['--initialMemory', '2', '--enable', 'simd'] },
  {
    out: join(folder, 'kernels-shared.wasm'),
    flags: ['--sharedMemory', '--initialMemory', '2', '--enable', 'simd,threads'],
  },
];

/** Builds both variants when a source is newer. Throws with the compiler's words when it refuses. */
export async function buildKernels() {
  const sources = [
    ...readdirSync(join(folder, 'assembly')).map((file) => join(folder, 'assembly', file)),
    join(folder, 'layout.ts'),
    import.meta.filename,
  ];
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  if (variants.every(({ out }) => existsSync(out) && statSync(out).mtimeMs > newest)) return;
  const manifest = createRequire(join(root, 'shared/package.json')).resolve('assemblyscript/package.json');
  const asc = await import(pathToFileURL(join(dirname(manifest), 'dist/asc.js')).href);
  for (const { out, flags } of variants) {
    const { error, stderr } = await asc.main([
      join(folder, 'assembly/index.ts'),
      '-o',
      out,
      ...common,
      ...flags,
    ]);
    if (error) throw new Error(`The kernels do not compile.\n${stderr.toString()}`);
  }
}

if (process.argv[1] === import.meta.filename) await buildKernels();
