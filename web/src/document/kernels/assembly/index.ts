/** The overlay's kernels for WebAssembly with SIMD; the reference for each is the TypeScript file of the same name. */
export { colourOverlay } from './colour';
export { growInto } from './grow';
