import overlayUrl from '../document/kernels/overlay.wasm?url';
import {
  createCompiledKernels,
  createPlainKernels,
  type OverlayKernels,
} from '../document/kernels/overlayKernels.ts';

/** Compiled where the browser has SIMD and the file can be had, in TypeScript elsewhere. */
export async function loadOverlayKernels(): Promise<OverlayKernels> {
  try {
    return createCompiledKernels(await WebAssembly.compileStreaming(fetch(overlayUrl)));
  } catch {
    return createPlainKernels();
  }
}
