/** The overlay's innermost work, compiled where the browser has SIMD and in TypeScript elsewhere. Both give the same bytes. */
import type { Display } from '../facts.ts';
import { colourOverlay, type Painted } from './colour.ts';
import { growInto } from './grow.ts';
import { AT_ONCE, OUTLINE, TINT } from './layout.ts';
import { paintsOf, type Paints } from './paints.ts';

/** Where planes are sampled into: one byte for each pixel of an area that goes beyond what is painted. */
export interface SampledRoom {
  readonly mask: Uint8Array;
  readonly protect: Uint8Array;
}

/** A sampled area. */
export interface SampledSize {
  /** A multiple of 4. */
  readonly width: number;
  readonly height: number;
  /** Pixels round what is painted: a multiple of 4, at least the radius and one more. */
  readonly pad: number;
  /** The room's `protect` is shown. */
  readonly hasProtect: boolean;
}

export interface OverlayKernels {
  /** Room for so many pixels; it is good until the next call. */
  room(pixels: number): SampledRoom;
  /**
   * Colours what lies in the room.
   * @param radius dilation in screen pixels, previewed as a lighter margin
   * @param phase of the hatch at the painted area's first pixel: it lies still on the photo
   * @throws RangeError when width or pad is no multiple of 4
   */
  colour(size: SampledSize, radius: number, phase: number, display: Display, out: Painted): void;
}

function checkSize({ width, pad }: SampledSize): void {
  if ((width & 3) !== 0 || (pad & 3) !== 0)
    throw new RangeError(`area is ${width} wide with ${pad} round it; both must be multiples of 4`);
}

const showsMargin = ({ mode }: Paints, radius: number): boolean =>
  radius >= 0.5 && (mode === TINT || mode === OUTLINE);

/** In TypeScript. */
export function createPlainKernels(): OverlayKernels {
  let mask = new Uint8Array(0);
  let protect = new Uint8Array(0);
  let grown = new Uint8Array(0);
  return {
    room(pixels) {
      if (mask.length < pixels)
        [mask, protect, grown] = [new Uint8Array(pixels), new Uint8Array(pixels), new Uint8Array(pixels)];
      return { mask, protect };
    },
    colour(size, radius, phase, display, out) {
      checkSize(size);
      const paints = paintsOf(display);
      const hasMargin = showsMargin(paints, radius);
      if (hasMargin) growInto(mask, size.width, size.height, radius, grown);
      const planes = { mask, protect: size.hasProtect ? protect : null, grown: hasMargin ? grown : null };
      colourOverlay({ ...planes, ...size }, phase, paints, out);
    },
  };
}

/** What `overlay.wasm` exports; places are byte offsets into its memory. */
interface Compiled {
  growInto(mask: number, width: number, height: number, radius: number, out: number): void;
  colourOverlay(...args: readonly number[]): void;
}

// The compiler's own data lies in the first page; loads reach past a row's end on both sides.
const first = 65_536;
const guard = 64;
const page = 65_536;

/** @param module `overlay.wasm`. Throws when it is another file, or there is no memory for it. */
export function createCompiledKernels(module: WebAssembly.Module): OverlayKernels {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const abort = () => {
    throw new Error('a kernel stopped');
  };
  const exports = new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Compiled;
  for (const name of ['growInto', 'colourOverlay'] as const)
    if (typeof exports[name] !== 'function') throw new Error(`the overlay's kernels lack ${name}`);
  let room = 0;
  const needs = (bytes: number): void => {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / page));
  };
  const placeOf = (plane: number): number => first + guard + plane * (room + 2 * guard);
  return {
    room(pixels) {
      // Whole words: the colours behind the planes are words.
      room = Math.max(room, Math.ceil(pixels / 4) * 4);
      needs(placeOf(3));
      const view = (plane: number) => new Uint8Array(memory.buffer, placeOf(plane), room);
      return { mask: view(0), protect: view(1) };
    },
    colour(size, radius, phase, display, out) {
      checkSize(size);
      const [mask, protect, grown, painted] = [0, 1, 2, 3].map(placeOf);
      const paints = paintsOf(display);
      const stride = Math.ceil(out.width / AT_ONCE) * AT_ONCE;
      needs(painted + 4 * stride * out.height);
      const hasMargin = showsMargin(paints, radius);
      if (hasMargin) exports.growInto(mask, size.width, size.height, radius, grown);
      exports.colourOverlay(
        mask,
        size.hasProtect ? protect : 0,
        hasMargin ? grown : 0,
        size.width,
        size.pad,
        phase,
        paints.mode,
        paints.strength,
        paints.rgb,
        paints.margin,
        paints.marginRim,
        paints.protectRim,
        paints.hatchLight,
        paints.hatchDark,
        painted,
        out.width,
        out.height,
      );
      const words = new Int32Array(memory.buffer, painted, stride * out.height);
      for (let y = 0; y < out.height; y++)
        out.words.set(words.subarray(y * stride, y * stride + out.width), out.start + y * out.stride);
    },
  };
}
