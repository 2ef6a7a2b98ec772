import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const aspect = 4 / 3;
const tileSide = 512;

export interface BenchPhoto {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/** A tile of soft shapes and grain: it compresses about as a product photo does. */
function tile(): Buffer {
  const data = Buffer.alloc(tileSide * tileSide * 3);
  let seed = 1;
  for (let y = 0, at = 0; y < tileSide; y++)
    for (let x = 0; x < tileSide; x++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const grain = (seed >>> 24) / 16;
      const light = 120 + 60 * Math.sin(x / 41) * Math.cos(y / 57);
      data[at++] = light + grain;
      data[at++] = light * 0.9 + grain;
      data[at++] = light * 0.8 + 20 + grain;
    }
  return data;
}

/** A JPEG of so many megapixels, 4:3, made once and kept in the system's folder for such files. */
export async function benchPhoto(megapixels: number): Promise<BenchPhoto> {
  const height = Math.floor(Math.sqrt((megapixels * 1e6) / aspect));
  const width = Math.floor((megapixels * 1e6) / height);
  const folder = join(tmpdir(), 'cleanplate-bench');
  const file = join(folder, `${width}x${height}.jpg`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const raw = { width: tileSide, height: tileSide, channels: 3 as const };
    await sharp(tile(), { raw })
      .extend({ right: width - tileSide, bottom: height - tileSide, extendWith: 'mirror' })
      .jpeg({ quality: 92 })
      .toFile(file);
  }
  return { file, width, height };
}
