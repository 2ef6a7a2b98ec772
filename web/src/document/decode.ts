import { inspectImage, type ImageInspection } from '@cleanplate/shared/formats/inspect.ts';
import { orientPicture, type Orientation } from '@cleanplate/shared/formats/orient.ts';
import { decode as decodePng } from 'fast-png';
import { photoFromBitmap, photoFromBytes, type Photo } from './photo.ts';

/** Limits of faults.md §5.1 for the editor. */
export const maxMegapixels = 100;
export const maxFileBytes = 256 * 1024 * 1024;

export interface DecodeProblem {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Decoded =
  | { readonly ok: true; readonly photo: Photo; readonly type: string; readonly notices: readonly string[] }
  | { readonly ok: false; readonly problem: DecodeProblem };

export interface DecodeOptions {
  readonly reduceToLimit?: boolean;
  /** What an `<img>` made of an incomplete file; taken in place of decoding. */
  readonly decoded?: ImageBitmap;
}

const refuse = (code: string, params?: DecodeProblem['params']): Decoded => ({
  ok: false,
  problem: params ? { code, params } : { code },
});

/** Names of types as people write them. */
const typeNames: Readonly<Record<string, string>> = {
  heic: 'HEIC', jxl: 'JPEG XL', psd: 'Photoshop (PSD)', pdf: 'PDF', svg: 'SVG', raw: 'Camera RAW', tiff: 'TIFF',
  zip: 'ZIP', text: 'Text', avif: 'AVIF', webp: 'WebP', gif: 'GIF', bmp: 'BMP', unknown: 'This type',
}; // prettier-ignore

/** PNG pixels without a canvas in between, which would premultiply alpha and could change colours below it. */
function pngPixels(bytes: Uint8Array): {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
} {
  const png = decodePng(bytes);
  const { width, height, channels, depth } = png;
  const data = new Uint8ClampedArray(width * height * 4);
  const from = png.data;
  const palette = png.palette;
  const to8 = (value: number): number => (depth === 16 ? Math.round(value / 257) : value);
  for (let i = 0, at = 0; i < width * height; i++, at += 4) {
    if (palette) {
      const colour = palette[from[i]] ?? [0, 0, 0];
      data.set([colour[0], colour[1], colour[2], colour[3] ?? 255], at);
      continue;
    }
    const grey = channels < 3;
    const k = i * channels;
    data[at] = to8(from[k]);
    data[at + 1] = to8(from[grey ? k : k + 1]);
    data[at + 2] = to8(from[grey ? k : k + 2]);
    data[at + 3] = channels === 2 ? to8(from[k + 1]) : channels === 4 ? to8(from[k + 3]) : 255;
  }
  return { data, width, height };
}

interface FrameDecoder {
  new (init: { data: ArrayBuffer; type: string; premultiplyAlpha: 'none'; colorSpaceConversion: 'none' }): {
    decode(): Promise<{ image: VideoFrame }>;
    close(): void;
  };
}

/** WebP and AVIF with alpha: the frame decoder of WebCodecs gives bytes that no canvas has premultiplied. */
async function framePixels(file: Blob, type: string) {
  const Decoder = (globalThis as { ImageDecoder?: FrameDecoder }).ImageDecoder;
  if (!Decoder) return undefined;
  const decoder = new Decoder({
    data: await file.arrayBuffer(),
    type: `image/${type}`,
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  try {
    const { image } = await decoder.decode();
    const width = image.displayWidth;
    const height = image.displayHeight;
    const data = new Uint8ClampedArray(width * height * 4);
    await image.copyTo(data, { format: 'RGBA' });
    image.close();
    return { data, width, height };
  } catch {
    return undefined;
  } finally {
    decoder.close();
  }
}

async function decodeBytes(
  file: Blob,
  bytes: Uint8Array,
  found: Extract<ImageInspection, { ok: true }>,
): Promise<Photo> {
  if (found.hasAlpha || found.bitDepth === 16) {
    const picture = found.type === 'png' ? pngPixels(bytes) : await framePixels(file, found.type);
    if (picture) {
      const upright = orientPicture(picture, found.orientation as Orientation);
      return photoFromBytes(upright.data as Uint8ClampedArray<ArrayBuffer>, upright.width, upright.height);
    }
  }
  // The browser itself turns a JPEG upright by its EXIF orientation; see `orientationOf` for the others.
  return photoFromBitmap(await createImageBitmap(file, { colorSpaceConversion: 'none' }));
}

/** Scales a photo above the limit down to it, as the user asked for. */
async function decodeReduced(file: Blob, width: number, height: number): Promise<Photo> {
  const scale = Math.sqrt((maxMegapixels * 1e6) / (width * height));
  const bitmap = await createImageBitmap(file, {
    colorSpaceConversion: 'none',
    resizeWidth: Math.floor(width * scale),
    resizeHeight: Math.floor(height * scale),
    resizeQuality: 'high',
  });
  return photoFromBitmap(bitmap);
}

/**
 * Opens a picture file. The content decides what it is, never its name; whatever cannot be opened ends in a code of
 * faults.md §2.9, before anything large is decoded.
 */
export async function decodePhoto(file: Blob, options: DecodeOptions = {}): Promise<Decoded> {
  if (file.size > maxFileBytes)
    return refuse('BODY_TOO_LARGE', {
      megabytes: Math.round(file.size / 1e6),
      limit: maxFileBytes / 1024 / 1024,
    });
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return refuse('FILE_UNREADABLE');
  }
  const found = inspectImage(bytes, { maxPixels: maxMegapixels * 1e6 });
  if (!found.ok) {
    if (found.code === 'IMAGE_TOO_LARGE_PIXELS' && options.reduceToLimit) {
      try {
        const { width, height } = found.params as { width: number; height: number };
        return {
          ok: true,
          photo: await decodeReduced(file, width, height),
          type: 'jpeg',
          notices: ['REDUCED'],
        };
      } catch {
        return refuse('BAD_IMAGE');
      }
    }
    if (found.code === 'IMAGE_TRUNCATED' && options.decoded)
      return {
        ok: true,
        photo: await photoFromBitmap(options.decoded),
        type: 'png',
        notices: ['INCOMPLETE'],
      };
    return { ok: false, problem: found };
  }
  try {
    const photo = await decodeBytes(file, bytes, found);
    return { ok: true, photo, type: found.type, notices: found.notes };
  } catch {
    // The header was sound: what this browser cannot decode at all, or the data behind the header is damaged.
    return ['jpeg', 'png', 'gif', 'bmp'].includes(found.type)
      ? refuse('BAD_IMAGE')
      : refuse('IMAGE_TYPE_UNSUPPORTED', { type: typeNames[found.type] ?? found.type });
  }
}
