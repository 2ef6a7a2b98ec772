import type { Arena } from '../arena.ts';
import type { Kernels } from './contract.ts';
import { measureEdges } from './edges.ts';
import { prolong, relax, restrictResidual } from './multigrid.ts';
import { convertColours, halve, markRows, markSources, sumPatches } from './pyramid.ts';
import { rateColours, writeRarity } from './rarity.ts';
import { measureCosts, nearestSource, searchSources } from './search.ts';
import { moveSeams } from './seams.ts';
import { measureGradients, writeTexture } from './texture.ts';
import { commitVotes, voteColours, weighTargets } from './vote.ts';

/** Every kernel in TypeScript over one arena: the oracle for WebAssembly, and the engine where SIMD is missing. */
export function createTwins(arena: Arena): Kernels {
  return {
    convertColours: (...args) => convertColours(arena, ...args),
    measureGradients: (...args) => measureGradients(arena, ...args),
    writeTexture: (...args) => writeTexture(arena, ...args),
    rateColours: (...args) => rateColours(arena, ...args),
    writeRarity: (...args) => writeRarity(arena, ...args),
    measureEdges: (...args) => measureEdges(arena, ...args),
    halve: (...args) => halve(arena, ...args),
    markRows: (...args) => markRows(arena, ...args),
    markSources: (...args) => markSources(arena, ...args),
    sumPatches: (...args) => sumPatches(arena, ...args),
    measureCosts: (...args) => measureCosts(arena, ...args),
    searchSources: (...args) => searchSources(arena, ...args),
    weighTargets: (...args) => weighTargets(arena, ...args),
    voteColours: (...args) => voteColours(arena, ...args),
    commitVotes: (...args) => commitVotes(arena, ...args),
    nearestSource: (...args) => nearestSource(arena, ...args),
    moveSeams: (...args) => moveSeams(arena, ...args),
    relax: (...args) => relax(arena, ...args),
    restrictResidual: (...args) => restrictResidual(arena, ...args),
    prolong: (...args) => prolong(arena, ...args),
  };
}
