import { performance } from 'node:perf_hooks';
import type { EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import { coarseFill } from '@cleanplate/shared/inpaint/coarseFill.ts';
import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { removalCrop } from '@cleanplate/shared/inpaint/removalCrop.ts';
import type { Candidate, Rect, RemovalInput, Strategy } from '@cleanplate/shared/inpaint/types.ts';
import type { BenchCase } from './engineCases.ts';
import type { RgbPicture } from './score.ts';

export type CandidateRun = {
  readonly candidate: Candidate;
  readonly result: RgbPicture;
  /** From the crop's pixels to this candidate; the first one's includes the preparation. Median of the runs. */
  readonly ms: number;
  readonly firstPreviewMs: number | null;
};

export type RunSettings = {
  readonly strategies: readonly Strategy[];
  readonly protect: boolean;
  readonly runs: number;
  readonly seed: number;
};

/** Runs the engine on one case as the page does: crop, prepare once, then the candidates. */
export function runEngine(host: EngineHost, bench: BenchCase, settings: RunSettings): CandidateRun[] {
  const { photo } = bench;
  const { input, rect } = inputOf(bench, settings);
  const times = settings.strategies.map((): number[] => []);
  const previews: number[] = [];
  let candidates: Candidate[] = [];
  for (let run = 0; run < settings.runs; run++) {
    let started = performance.now();
    const isShown = coarseFill(input, settings.strategies[0], host) !== undefined;
    if (isShown) previews.push(performance.now() - started);
    const prepared = prepareRemoval(input, {}, host);
    candidates = settings.strategies.map((strategy, k) => {
      let isFirst = k === 0 && !isShown;
      const onPreview = () => {
        if (isFirst) previews.push(performance.now() - started);
        isFirst = false;
      };
      const candidate = fillCandidate(prepared, strategy, { onPreview });
      times[k].push(performance.now() - started);
      started = performance.now();
      return candidate;
    });
  }
  return candidates.map((candidate, k) => ({
    candidate,
    result: paste(photo, rect, candidate),
    ms: median(times[k]),
    firstPreviewMs: k === 0 && previews.length > 0 ? median(previews) : null,
  }));
}

/** What the page would give the engine: the crop region of the mask, and where it lies in the photo. */
export function inputOf(
  bench: BenchCase,
  settings: { readonly protect: boolean; readonly seed: number },
): { readonly input: RemovalInput; readonly rect: Rect } {
  const { photo, mask, foreground } = bench;
  const rect = removalCrop(maskBounds(mask, photo.width), photo.width, photo.height);
  const input: RemovalInput = {
    pixels: rgbaOf(photo, rect),
    width: rect.width,
    height: rect.height,
    mask: cropOf(mask, photo.width, rect),
    protectedArea: settings.protect && foreground ? cropOf(foreground, photo.width, rect) : undefined,
    seed: settings.seed,
  };
  return { input, rect };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** The smallest rectangle that holds a mask. */
export function maskBounds(mask: Uint8Array, width: number): Rect {
  let [left, top, right, bottom] = [width, Infinity, -1, -1];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] < 128) continue;
    const y = Math.floor(i / width);
    left = Math.min(left, i - y * width);
    right = Math.max(right, i - y * width);
    top = Math.min(top, y);
    bottom = y;
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cropOf(plane: Uint8Array, width: number, rect: Rect): Uint8Array {
  const crop = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    const at = (rect.y + y) * width + rect.x;
    crop.set(plane.subarray(at, at + rect.width), y * rect.width);
  }
  return crop;
}

function rgbaOf(photo: RgbPicture, rect: Rect): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      const from = 3 * ((rect.y + y) * photo.width + rect.x + x);
      const to = 4 * (y * rect.width + x);
      for (let c = 0; c < 3; c++) rgba[to + c] = photo.data[from + c];
      rgba[to + 3] = 255;
    }
  }
  return rgba;
}

function paste(photo: RgbPicture, rect: Rect, { area, pixels }: Candidate): RgbPicture {
  const data = photo.data.slice();
  for (let y = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++) {
      const to = 3 * ((rect.y + area.y + y) * photo.width + rect.x + area.x + x);
      const from = 4 * (y * area.width + x);
      for (let c = 0; c < 3; c++) data[to + c] = pixels[from + c];
    }
  }
  return { ...photo, data };
}
