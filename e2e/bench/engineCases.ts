import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RgbPicture } from './score.ts';

/** A folder with a photo, what to remove from it, and often the truth and the product. */
export type BenchCase = {
  readonly name: string;
  readonly photo: RgbPicture;
  readonly mask: Uint8Array;
  readonly clean?: RgbPicture;
  readonly foreground?: Uint8Array;
};

const PHOTO_NAMES = ['photo.png', 'photo.jpg', 'image.png', 'image.jpg'];

/** Names of the folders in `directory` that hold a photo and a mask, in order. */
export function caseNames(directory: string, only?: string): string[] {
  const names = readdirSync(directory)
    .filter(
      (name) =>
        existsSync(join(directory, name, 'mask.png')) && photoPath(join(directory, name)) !== undefined,
    )
    .filter((name) => only === undefined || name === only)
    .sort();
  if (names.length === 0)
    throw new Error(`no case${only === undefined ? '' : ` named ${only}`} in ${directory}`);
  return names;
}

export async function readCase(directory: string, name: string): Promise<BenchCase> {
  const folder = join(directory, name);
  const photo = await readRgb(photoPath(folder) ?? '');
  const optional = (file: string) => (existsSync(join(folder, file)) ? join(folder, file) : undefined);
  const clean = optional('clean.png');
  const foreground = optional('foreground.png');
  return {
    name,
    photo,
    mask: await readGrey(join(folder, 'mask.png')),
    clean: clean === undefined ? undefined : await readRgb(clean),
    foreground: foreground === undefined ? undefined : await readGrey(foreground),
  };
}

export async function writeRgb(path: string, { data, width, height }: RgbPicture): Promise<void> {
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toFile(path);
}

function photoPath(folder: string): string | undefined {
  return PHOTO_NAMES.map((file) => join(folder, file)).find((path) => existsSync(path));
}

export async function readRgb(path: string): Promise<RgbPicture> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

export async function readGrey(path: string): Promise<Uint8Array> {
  return new Uint8Array(await sharp(path).extractChannel(0).raw().toBuffer());
}

export async function writeGrey(
  path: string,
  plane: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> {
  await sharp(plane, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toFile(path);
}
