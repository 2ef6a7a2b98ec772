import { createInflate } from 'node:zlib';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { readPngLayout } from './pngLayout.ts';
import type { PngLayout } from './pngLayout.ts';

/** Rows are taken as zlib hands them over, so that one mask never holds the event loop for longer than a slice. */
const sliceBytes = 64 * 1024;

/**
 * Reads every pixel of a mask and refuses one that is not strictly black and white, is empty, or is full. The bytes are
 * inflated by zlib's own threads and looked at row by row; nothing of the picture's size is kept.
 * Any PNG that is not interlaced will do, as long as its pixels come down to 0 and 255 without transparency.
 */
export async function checkMaskPixels(png: Uint8Array): Promise<void> {
  const layout = readPngLayout(png);
  if (layout === undefined) throw new Problem('BAD_IMAGE');
  if (layout.interlaced) throw badMask('must be a PNG without interlacing');
  const hasTransparentColour =
    layout.hasAlpha && (layout.colour === 'grey' || layout.colour === 'rgb' || layout.colour === 'palette');
  if (hasTransparentColour) throw badMask('must be opaque');
  const counter = createRowCounter(layout);
  const inflate = createInflate({ chunkSize: sliceBytes });
  const expected = (layout.rowBytes + 1) * layout.height;
  let total = 0;
  const reading = (async () => {
    for await (const chunk of inflate) {
      total += (chunk as Buffer).length;
      // Longer than its header says: a bomb or a broken file.
      if (total > expected) throw new Problem('BAD_IMAGE');
      counter.take(chunk as Buffer);
    }
  })();
  try {
    for (const part of layout.data) inflate.write(part);
    inflate.end();
    await reading;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('BAD_IMAGE', { cause: error });
  } finally {
    inflate.destroy();
  }
  if (total < expected)
    throw new Problem('IMAGE_TRUNCATED', { params: { stoppedAtKb: Math.ceil(png.length / 1024) } });
  if (counter.white() === 0) throw new Problem('MASK_EMPTY');
  if (counter.white() === layout.width * layout.height) throw new Problem('MASK_FULL');
}

const badMask = (rule: string) => new Problem('BAD_REQUEST', { params: { field: 'mask', rule } });

interface RowCounter {
  readonly take: (chunk: Uint8Array) => void;
  readonly white: () => number;
}

function createRowCounter(layout: PngLayout): RowCounter {
  const { rowBytes, pixelBytes } = layout;
  let row = new Uint8Array(rowBytes);
  let previous = new Uint8Array(rowBytes);
  let filter = -1;
  let filled = 0;
  let white = 0;
  const finishRow = () => {
    unfilter(filter, row, previous, pixelBytes);
    white += countWhite(row, layout);
    [row, previous] = [previous, row];
    filter = -1;
    filled = 0;
  };
  return {
    take: (chunk) => {
      let at = 0;
      while (at < chunk.length) {
        if (filter < 0) {
          filter = chunk[at] ?? 0;
          at += 1;
          if (filter > 4) throw new Problem('BAD_IMAGE');
          continue;
        }
        const count = Math.min(rowBytes - filled, chunk.length - at);
        row.set(chunk.subarray(at, at + count), filled);
        filled += count;
        at += count;
        if (filled === rowBytes) finishRow();
      }
    },
    white: () => white,
  };
}

/** Undoes a PNG row filter in place (PNG specification, third edition, §9.2). */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (filter === 0) return;
  for (let i = 0; i < row.length; i += 1) {
    const left = i >= step ? (row[i - step] ?? 0) : 0;
    const up = above[i] ?? 0;
    const corner = i >= step ? (above[i - step] ?? 0) : 0;
    const predicted =
      filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    row[i] = ((row[i] ?? 0) + predicted) & 255;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** White pixels of an unfiltered row; any pixel that is neither black nor white, or not opaque, is refused. */
function countWhite(row: Uint8Array, { width, colour, bitDepth, palette, pixelBytes }: PngLayout): number {
  let white = 0;
  if (bitDepth < 8) {
    const levels = (1 << bitDepth) - 1;
    for (let x = 0; x < width; x += 1) {
      const bit = x * bitDepth;
      const sample = ((row[bit >> 3] ?? 0) >> (8 - bitDepth - (bit & 7))) & levels;
      white += blackOrWhite(palette ? paletteValue(palette, sample) : (sample * 255) / levels);
    }
    return white;
  }
  const colourBytes = (colour === 'rgb' || colour === 'rgba' ? 3 : 1) * (bitDepth / 8);
  for (let x = 0; x < width; x += 1) {
    const at = x * pixelBytes;
    const value = palette ? paletteValue(palette, row[at] ?? 0) : (row[at] ?? 0);
    for (let i = palette ? pixelBytes : 1; i < pixelBytes; i += 1) {
      const wanted = i < colourBytes ? value : 255;
      if (row[at + i] !== wanted)
        throw badMask(
          i < colourBytes ? 'must be black and white, not coloured; is it the picture?' : 'must be opaque',
        );
    }
    white += blackOrWhite(value);
  }
  return white;
}

function blackOrWhite(value: number): 0 | 1 {
  if (value === 255) return 1;
  if (value === 0) return 0;
  throw badMask('must hold only 0 and 255; threshold it first, or is it the picture?');
}

function paletteValue(palette: Uint8Array, index: number): number {
  const [r, g, b] = palette.subarray(index * 3, index * 3 + 3);
  if (r === undefined || r !== g || r !== b) throw badMask('must be black and white, not coloured');
  return r;
}
