/** The kernels of `../contract.ts` for WebAssembly with SIMD; the reference for each is the TypeScript file of the same name. */
export { measureEdges } from './edges';
export { prolong, relax, restrictResidual } from './multigrid';
export { convertColours, halve, markRows, markSources, sumPatches } from './pyramid';
export { rateColours, writeRarity } from './rarity';
export { measureCosts, nearestSource, searchSources } from './search';
export { measureGradients, writeTexture } from './texture';
export { commitVotes, voteColours, weighTargets } from './vote';
export { moveSeams } from './seams';
