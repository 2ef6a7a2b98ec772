import { AT_ONCE, BLACK_WHITE, INSIDE, OUTLINE, TINT } from '../layout';

const BLACK: i32 = 0xff000000;
const WHITE: i32 = 0xffffffff;

// @ts-ignore: decorator
@inline function insideAt(at: usize): v128 {
  return i8x16.ge_u(v128.load(at), i8x16.splat(<i8>INSIDE));
}

/** Which of 16 pixels differ from one of their four neighbours in being inside. */
// @ts-ignore: decorator
@inline function edgesAt(at: usize, width: usize, isIn: v128): v128 {
  return v128.or(
    v128.or(v128.xor(insideAt(at - 1), isIn), v128.xor(insideAt(at + 1), isIn)),
    v128.or(v128.xor(insideAt(at - width), isIn), v128.xor(insideAt(at + width), isIn)),
  );
}

/** Four of sixteen lanes of −1 or 0, as words of −1 or 0. */
// @ts-ignore: decorator
@inline function lanesOf(mask: v128, quarter: i32): v128 {
  const half = quarter < 2 ? i16x8.extend_low_i8x16_s(mask) : i16x8.extend_high_i8x16_s(mask);
  return (quarter & 1) == 0 ? i32x4.extend_low_i16x8_s(half) : i32x4.extend_high_i16x8_s(half);
}

// @ts-ignore: decorator
@inline function put(out: usize, quarter: i32, mask: v128, colour: i32): void {
  const at = out + (<usize>quarter << 4);
  v128.store(at, v128.bitselect(i32x4.splat(colour), v128.load(at), lanesOf(mask, quarter)));
}

function putAll(out: usize, mask: v128, colour: i32): void {
  if (!v128.any_true(mask)) return;
  put(out, 0, mask, colour);
  put(out, 1, mask, colour);
  put(out, 2, mask, colour);
  put(out, 3, mask, colour);
}

/** The tint of four pixels; its alpha is (value × strength + 128) / 256. */
// @ts-ignore: decorator
@inline function tintOf(alphas: v128, lanes: v128, quarter: i32, rgb: i32): v128 {
  const words = (quarter & 1) == 0 ? i32x4.extend_low_i16x8_u(alphas) : i32x4.extend_high_i16x8_u(alphas);
  return v128.and(v128.or(i32x4.shl(words, 24), i32x4.splat(rgb)), lanes);
}

function putTint(out: usize, values: v128, strength: i32, rgb: i32): void {
  const masked = v128.xor(i8x16.eq(values, i8x16.splat(0)), i8x16.splat(-1));
  const factor = i16x8.splat(<i16>strength);
  const half = i16x8.splat(128);
  const low = i16x8.shr_u(i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(values), factor), half), 8);
  const high = i16x8.shr_u(i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_u(values), factor), half), 8);
  v128.store(out, tintOf(low, lanesOf(masked, 0), 0, rgb));
  v128.store(out + 16, tintOf(low, lanesOf(masked, 1), 1, rgb));
  v128.store(out + 32, tintOf(high, lanesOf(masked, 2), 2, rgb));
  v128.store(out + 48, tintOf(high, lanesOf(masked, 3), 3, rgb));
}

/** The lanes of `wanted` that no colour has been put on yet. */
function stillClear(out: usize, wanted: v128): v128 {
  const zero = i32x4.splat(0);
  const low = i16x8.narrow_i32x4_s(
    i32x4.eq(v128.load(out), zero),
    i32x4.eq(v128.load(out + 16), zero),
  );
  const high = i16x8.narrow_i32x4_s(
    i32x4.eq(v128.load(out + 32), zero),
    i32x4.eq(v128.load(out + 48), zero),
  );
  return v128.and(i8x16.narrow_i16x8_s(low, high), wanted);
}

/**
 * @param mask, protect, grown of the sampled area; 0 for those that are not shown
 * @param out rows of `outWidth` rounded up to `AT_ONCE` words
 */
export function colourOverlay(
  mask: usize,
  protect: usize,
  grown: usize,
  width: i32,
  pad: i32,
  phase: i32,
  mode: i32,
  strength: i32,
  rgb: i32,
  margin: i32,
  rim: i32,
  protectRim: i32,
  light: i32,
  dark: i32,
  out: usize,
  outWidth: i32,
  outHeight: i32,
): void {
  const none = i8x16.splat(0);
  const stripes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
  let to = out;
  for (let y = 0; y < outHeight; y++) {
    const row = (y + pad) * width + pad;
    const stripe = v128.and(i8x16.add(stripes, i8x16.splat(<i8>((phase + y) & 7))), i8x16.splat(7));
    for (let x = 0; x < outWidth; x += AT_ONCE, to += AT_ONCE << 2) {
      const at: usize = mask + row + x;
      const values = v128.load(at);
      const isIn = i8x16.ge_u(values, i8x16.splat(<i8>INSIDE));
      if (mode == BLACK_WHITE) {
        v128.store(to, i32x4.splat(BLACK));
        v128.store(to, i32x4.splat(BLACK), 16);
        v128.store(to, i32x4.splat(BLACK), 32);
        v128.store(to, i32x4.splat(BLACK), 48);
        putAll(to, isIn, WHITE);
        continue;
      }
      if (mode == TINT) {
        putTint(to, values, strength, rgb);
      } else {
        v128.store(to, none);
        v128.store(to, none, 16);
        v128.store(to, none, 32);
        v128.store(to, none, 48);
      }
      if (mode == TINT || mode == OUTLINE) {
        const edges = edgesAt(at, width, isIn);
        if (grown) {
          const near: usize = grown + row + x;
          const isFar = v128.andnot(v128.load(near), isIn);
          if (v128.any_true(isFar)) {
            const within = v128.and(
              v128.and(v128.load(near - 1), v128.load(near + 1)),
              v128.and(v128.load(near - width), v128.load(near + width)),
            );
            if (mode == TINT) putAll(to, v128.and(isFar, i8x16.eq(values, none)), margin);
            putAll(to, v128.andnot(isFar, within), rim);
          }
        }
        putAll(to, v128.and(edges, isIn), WHITE);
        putAll(to, v128.andnot(edges, isIn), BLACK);
      }
      if (!protect) continue;
      const guarded: usize = protect + row + x;
      const isProtected = insideAt(guarded);
      if (!v128.any_true(isProtected)) continue;
      const hatched = stillClear(to, isProtected);
      const ends = v128.and(edgesAt(guarded, width, isProtected), hatched);
      const inner = v128.andnot(hatched, ends);
      putAll(to, v128.and(inner, i8x16.eq(stripe, none)), light);
      putAll(to, v128.and(inner, i8x16.eq(stripe, i8x16.splat(1))), dark);
      putAll(to, ends, protectRim);
    }
  }
}
