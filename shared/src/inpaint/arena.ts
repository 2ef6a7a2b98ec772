/**
 * One block of memory that every kernel works in, handed out by a bump allocator: kernels get byte offsets, never arrays, so
 * the same call can run in TypeScript or in WebAssembly, on this thread or another.
 */
export type Arena = {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  /** Bytes in use at the fullest moment since the arena was made. */
  readonly peakBytes: number;
  /** Byte offset of a new block of `bytes`, zeroed. The views above may be replaced: read them again after it. */
  alloc(bytes: number): number;
  /** Zeroes a block, or the rest of one from a multiple of 8 bytes on. */
  clear(at: number, bytes: number): void;
  /** As `alloc`, with whatever was there before: for blocks that are written whole. */
  reserve(bytes: number): number;
  /** Where the next block would begin; give it to `release` to free everything allocated since. */
  mark(): number;
  release(mark: number): void;
};

/** Where the bytes come from: a plain ArrayBuffer, or the memory of a WebAssembly instance. */
export type ArenaMemory = {
  readonly buffer: ArrayBufferLike;
  /** Makes `buffer` at least `bytes` long and keeps its content. Throws RangeError when there is no more. */
  grow(bytes: number): void;
};

/** SIMD loads read up to 16 bytes past a patch; every block has this much room on both sides. */
const GUARD = 64;

/** Offset 0 means "none" in a level's slots, and WebAssembly keeps its own data in the first page. */
const FIRST = 65536;

/** An arena over `memory`; what lies in the memory before is overwritten. */
export function createArena(memory: ArenaMemory): Arena {
  let top = FIRST;
  let peak = 0;
  let views = viewsOf(memory.buffer);
  // Beyond this and the peak, memory is as the system gave it: zeroed, and not yet paid for.
  const given = memory.buffer.byteLength;

  const reserve = (bytes: number) => {
    const at = top;
    const next = Math.ceil((at + bytes + GUARD) / 64) * 64;
    if (next > views.u8.length) {
      memory.grow(next);
      views = viewsOf(memory.buffer);
    }
    top = next;
    peak = Math.max(peak, top);
    return at;
  };

  // In shared memory V8 fills element by element: eight bytes at once take a tenth of the time. Blocks end in room to spare.
  const clear = (at: number, bytes: number): void => {
    views.f64.fill(0, at / 8, Math.ceil((at + bytes) / 8));
  };

  return {
    get u8() {
      return views.u8;
    },
    get u16() {
      return views.u16;
    },
    get u32() {
      return views.u32;
    },
    get i32() {
      return views.i32;
    },
    get f32() {
      return views.f32;
    },
    get peakBytes() {
      return peak;
    },
    alloc(bytes) {
      const used = Math.max(given, peak);
      const at = reserve(bytes);
      clear(at, Math.min(bytes, Math.max(0, used - at)));
      return at;
    },
    clear,
    reserve,
    mark: () => top,
    release(mark) {
      top = Math.max(FIRST, mark);
    },
  };
}

/** Memory for an arena without WebAssembly; doubles when it is full. */
export function createPlainMemory(initialBytes = 1 << 20): ArenaMemory {
  let buffer = new ArrayBuffer(Math.ceil(Math.max(initialBytes, 2 * FIRST) / 8) * 8);
  return {
    get buffer() {
      return buffer;
    },
    grow(bytes) {
      if (bytes <= buffer.byteLength) return;
      const larger = new ArrayBuffer(Math.ceil(Math.max(bytes, buffer.byteLength * 1.5) / 64) * 64);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
  };
}

function viewsOf(buffer: ArrayBufferLike) {
  return {
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    u32: new Uint32Array(buffer),
    i32: new Int32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
