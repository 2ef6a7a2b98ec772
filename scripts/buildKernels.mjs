// Compiles the kernels from AssemblyScript: the engine's over a memory of its own and over one shared by threads, the
// overlay's over one of its own. Skips what is newer than every source.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './process.mjs';

const engine = join(root, 'shared/src/inpaint/kernels');
const overlay = join(root, 'web/src/document/kernels');
const common = ['-O3', '--runtime', 'stub', '--importMemory', '--noAssert'];
const large = ['--maximumMemory', '65536'];
const plain = ['--initialMemory', '2', '--enable', 'simd'];
const variants = [
  { folder: engine, out: 'kernels.wasm', flags: [...large, ...plain] },
  {
    folder: engine,
    out: 'kernels-shared.wasm',
    flags: [...large, '--sharedMemory', '--initialMemory', '2', '--enable', 'simd,threads'],
  },
  { folder: overlay, out: 'overlay.wasm', flags: plain },
];

function isCurrent({ folder, out }) {
  const file = join(folder, out);
  const sources = [
    ...readdirSync(join(folder, 'assembly')).map((name) => join(folder, 'assembly', name)),
    join(folder, 'layout.ts'),
    import.meta.filename,
  ];
  return existsSync(file) && sources.every((source) => statSync(source).mtimeMs < statSync(file).mtimeMs);
}

/** Builds every variant that has a newer source. Throws with the compiler's words when it refuses. */
export async function buildKernels() {
  const stale = variants.filter((variant) => !isCurrent(variant));
  if (stale.length === 0) return;
  const manifest = createRequire(join(root, 'shared/package.json')).resolve('assemblyscript/package.json');
  const asc = await import(pathToFileURL(join(dirname(manifest), 'dist/asc.js')).href);
  for (const { folder, out, flags } of stale) {
    const { error, stderr } = await asc.main([
      join(folder, 'assembly/index.ts'),
      '-o',
      join(folder, out),
      ...common,
      ...flags,
    ]);
    if (error) throw new Error(`${out} does not compile.\n${stderr.toString()}`);
  }
}

if (process.argv[1] === import.meta.filename) await buildKernels();
