/*
 * npm run bench:export -- [--megapixels 100] [--patch middle|bottom]
 * A JPEG from a JPEG with one patch of a megapixel, against what a browser needs to encode the same photo anew (decode, draw,
 * encode). One JSON line per kind of file: both times, their ratio (3 is the promise), the longest step between two turns of
 * the event loop, and the memory that rewriting took beside the file. Both run in V8: ours here, the browser's in Chromium.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { rewriteJpeg } from '@cleanplate/shared/jpeg/rewrite.ts';
import { readStructure } from '@cleanplate/shared/jpeg/structure.ts';
import sharp from 'sharp';

const { values } = parseArgs({
  options: {
    megapixels: { type: 'string', default: '100' },
    // At the bottom the first pass has to read all of the file.
    patch: { type: 'string', default: 'middle' },
  },
});
const side = Math.round(Math.sqrt(Number(values.megapixels) * 1e6));
const quality = 92;

/** Soft shapes and grain, tiled: compresses about as a product photo does. */
async function photo(progressive: boolean, chromaSubsampling: string): Promise<Uint8Array> {
  const tileSide = 512;
  const tile = Buffer.alloc(tileSide * tileSide * 3);
  let seed = 1;
  for (let i = 0; i < tile.length; i++) {
    const pixel = Math.floor(i / 3);
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const light = Math.sin((pixel % tileSide) / 41) * Math.cos(Math.floor(pixel / tileSide) / 57);
    tile[i] = 120 + 60 * light + (seed >>> 28);
  }
  const input = await sharp(tile, { raw: { width: tileSide, height: tileSide, channels: 3 } })
    .png()
    .toBuffer();
  return sharp({ create: { width: side, height: side, channels: 3, background: '#000' } })
    .composite([{ input, tile: true }])
    .jpeg({ quality, progressive, chromaSubsampling })
    .toBuffer();
}

function rewrite(bytes: Uint8Array) {
  const started = performance.now();
  const heapBefore = process.memoryUsage().arrayBuffers;
  let peak = 0;
  let last = started;
  let longestMs = 0;
  let written = 0;
  const middle = Math.floor(side / 2);
  const patchSide = Math.min(1000, middle);
  const y = values.patch === 'bottom' ? side - patchSide : middle;
  const rewriting = {
    touched: [{ x: middle, y, width: patchSide, height: patchSide }],
    pixels({ width, height }: { width: number; height: number }) {
      const before = new Uint8ClampedArray(width * height * 4).fill(100);
      return { before, after: before.slice().fill(140) };
    },
  };
  const emit = (piece: Uint8Array) => (written += piece.length);
  for (const _fraction of rewriteJpeg(bytes, readStructure(bytes), rewriting, emit)) {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - heapBefore);
  }
  return { ms: performance.now() - started, longestMs, peakMb: peak / 1e6, written };
}

const folder = await mkdtemp(join(tmpdir(), 'cleanplate-export-'));
const path = join(folder, 'photo.jpg');
const executablePath = process.env.CLEANPLATE_CHROMIUM;
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const [progressive, chroma] of [
    [false, '4:2:0'],
    [false, '4:4:4'],
    [true, '4:2:0'],
  ] as const) {
    const bytes = await photo(progressive, chroma);
    const page = await browser.newPage();
    await page.setContent('<input type="file">');
    page.setDefaultTimeout(0);
    await writeFile(path, bytes);
    await page.setInputFiles('input', path);
    const browserMs = await page.evaluate(async (encodeQuality) => {
      const file = document.querySelector('input')?.files?.[0];
      if (!file) throw new Error('no file');
      const started = performance.now();
      const bitmap = await createImageBitmap(file);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      await canvas.convertToBlob({ type: 'image/jpeg', quality: encodeQuality });
      return performance.now() - started;
    }, quality / 100);
    await page.close();
    const { ms, longestMs, peakMb, written } = rewrite(bytes);
    const line = {
      progressive,
      chroma,
      megapixels: Number(values.megapixels),
      patch: values.patch,
      fileMb: bytes.length / 1e6,
      writtenMb: written / 1e6,
      ms,
      browserMs,
      ratio: ms / browserMs,
      longestMs,
      peakMb,
    };
    const rounded = Object.entries(line).map(([key, value]) => [
      key,
      typeof value === 'number' ? Math.round(value * 100) / 100 : value,
    ]);
    console.log(JSON.stringify(Object.fromEntries(rounded)));
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
