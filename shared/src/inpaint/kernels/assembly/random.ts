/** See `../random.ts`. */
export function seedState(seed: i32, from: i32): u32 {
  let s: u32 = u32(seed + (from + 1) * 0x9e3779b1);
  s = s ^ 61 ^ (s >> 16);
  s *= 9;
  s ^= s >> 4;
  s *= 0x27d4eb2d;
  s ^= s >> 15;
  return s | 1;
}

// @ts-ignore: decorator
@inline export function nextState(state: u32): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}
