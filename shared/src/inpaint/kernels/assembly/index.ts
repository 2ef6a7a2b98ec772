/** The kernels of `../contract.ts` for WebAssembly with SIMD; the reference for each is the TypeScript file of the same name. */
export { prolong, relax, restrictResidual } from './multigrid';
export { convertColours, halve, markRows, markSources, sumPatches } from './pyramid';
export { measureCosts, nearestSource, searchSources } from './search';
export { measureGradients, writeTexture } from './texture';
export { commitVotes, voteColours, weighTargets } from './vote';
export { moveSeams } from './seams';
