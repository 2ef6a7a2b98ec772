/** Mixes a seed and a band's first row (Wang's integer hash) into a state for `nextRandom`; never 0. */
export function seedState(seed: number, from: number): number {
  let s = (seed + Math.imul(from + 1, 0x9e3779b1)) | 0;
  s = s ^ 61 ^ (s >>> 16);
  s = Math.imul(s, 9);
  s ^= s >>> 4;
  s = Math.imul(s, 0x27d4eb2d);
  s ^= s >>> 15;
  return s | 1;
}

/** Marsaglia's xorshift32 (2003): the next state, which is also the random number; read it with `>>>`. */
export function nextState(state: number): number {
  let s = state;
  s ^= s << 13;
  s ^= s >>> 17;
  s ^= s << 5;
  return s;
}
