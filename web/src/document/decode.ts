import type { Orientation } from '@cleanplate/shared/formats/exif.ts';
import {
  inspectImage,
  type InspectedImage,
  type InspectFailure,
  type InspectNote,
} from '@cleanplate/shared/formats/inspect.ts';
import { orientPicture } from '@cleanplate/shared/formats/orient.ts';
import { FILE_TYPE_NAMES } from '@cleanplate/shared/formats/sniff.ts';
import { readStructure } from '@cleanplate/shared/jpeg/structure.ts';
import { framePixels } from './framePixels.ts';
import { inkPhoto } from './inkPhoto.ts';
import { photoFromBitmap, photoFromBytes, type Photo } from './photo.ts';
import { photoColourOf, srgbColour } from './photoColour.ts';
import { readMetadata } from './photoMetadata.ts';
import { pngPixels } from './pngPixels.ts';

/** Limits of faults.md §5.1 for the editor. */
export const maxMegapixels = 100;
export const maxFileBytes = 256 * 1024 * 1024;

export interface DecodeProblem {
  readonly code: string;
  /** Another sentence of the same code (see the table of problems). */
  readonly variant?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Decoded =
  | {
      readonly ok: true;
      readonly photo: Photo;
      /** A copy of the file's bytes: the one on disk may change or go away while the photo is open. */
      readonly file: Blob;
      readonly type: string;
      /** A JPEG whose blocks can be kept when it is saved as JPEG again. */
      readonly keepsBlocks: boolean;
      readonly notices: readonly string[];
    }
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

/** What is worth telling of a photo that opened; the rest of what a reader notices is not the user's business. */
const worthTelling: readonly InspectNote[] = ['animation', 'sixteenBit', 'cmyk', 'multiPicture', 'damaged'];

function canKeepBlocks(bytes: Uint8Array): boolean {
  try {
    readStructure(bytes);
    return true;
  } catch {
    return false;
  }
}

const keep = (bytes: Uint8Array<ArrayBuffer>): Blob => new Blob([bytes]);

/** The fault as the table of problems says it. */
function problemOf(failure: InspectFailure): DecodeProblem {
  switch (failure.code) {
    case 'BAD_IMAGE':
      return failure.params.reason === 'text'
        ? { code: 'BAD_IMAGE', variant: 'looksLike', params: { type: 'text' } }
        : { code: 'BAD_IMAGE' };
    case 'IMAGE_TRUNCATED': {
      const { stoppedAtKb, canOpen } = failure.params;
      return canOpen ? { code: failure.code, params: { stoppedAtKb } } : { code: 'BAD_IMAGE' };
    }
    case 'IMAGE_TOO_LARGE_PIXELS': {
      const { width, height, megapixels, limit, maxSide } = failure.params;
      return maxSide === undefined
        ? { code: failure.code, params: { width, height, megapixels, limit } }
        : { code: failure.code, variant: 'side', params: { width, height, maxSide } };
    }
    default:
      return { code: failure.code, params: failure.params };
  }
}

/** Whether the browser has turned a photo already, as far as its sides tell. */
const isTurned = ({ orientation, width, height }: InspectedImage, shown: { width: number; height: number }) =>
  orientation >= 5 && shown.width === height && shown.height === width && width !== height;

/** Stands a bitmap upright that the browser left as stored. */
async function uprightBitmap(bitmap: ImageBitmap, found: InspectedImage): Promise<ImageBitmap> {
  const { orientation } = found;
  if (orientation === 1 || isTurned(found, bitmap)) return bitmap;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context to turn the photo');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const stored = context.getImageData(0, 0, canvas.width, canvas.height);
  const upright = orientPicture(stored, orientation);
  const data = upright.data as Uint8ClampedArray<ArrayBuffer>;
  return createImageBitmap(new ImageData(data, upright.width, upright.height), {
    colorSpaceConversion: 'none',
  });
}

async function decodePixels(
  file: Blob,
  bytes: Uint8Array<ArrayBuffer>,
  found: InspectedImage,
): Promise<Photo> {
  const { type, orientation, hasAlpha, bitDepth, notes } = found;
  const { icc } = await readMetadata(bytes, type);
  // Ink has no numbers of red, green and blue to keep: it is converted by its profile.
  if (notes.includes('cmyk'))
    return (await inkPhoto(bytes, icc, found)) ?? photoFromBitmap(await createImageBitmap(file), srgbColour);
  const colour = photoColourOf(icc);
  if (hasAlpha || (type === 'png' && (bitDepth === 16 || orientation !== 1))) {
    const picture = type === 'png' ? pngPixels(bytes) : await framePixels(file);
    if (picture) {
      const turn = isTurned(found, picture) ? 1 : (orientation as Orientation);
      const { data, width, height } = orientPicture(picture, turn);
      return photoFromBytes(data as Uint8ClampedArray<ArrayBuffer>, width, height, hasAlpha, colour);
    }
  }
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' });
  // Browsers turn a JPEG upright by themselves; on WebP they disagree.
  return photoFromBitmap(type === 'webp' ? await uprightBitmap(bitmap, found) : bitmap, colour);
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
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return refuse('FILE_UNREADABLE');
  }
  const found = inspectImage(bytes, {
    maxPixels: maxMegapixels * 1e6,
    allowTruncated: options.decoded !== undefined,
  });
  if (!found.ok && found.code === 'IMAGE_TOO_LARGE_PIXELS' && options.reduceToLimit) {
    try {
      const photo = await decodeReduced(file, found.params.width, found.params.height);
      return { ok: true, photo, file: keep(bytes), type: 'jpeg', keepsBlocks: false, notices: ['reduced'] };
    } catch {
      return refuse('BAD_IMAGE');
    }
  }
  if (!found.ok) return { ok: false, problem: problemOf(found) };
  try {
    const { type, truncatedAtBytes } = found;
    const notes = found.notes.filter((note) => worthTelling.includes(note));
    if (options.decoded && truncatedAtBytes !== undefined)
      return {
        ok: true,
        photo: await photoFromBitmap(options.decoded),
        file: keep(bytes),
        type,
        keepsBlocks: false,
        notices: ['incomplete', ...notes],
      };
    return {
      ok: true,
      photo: await decodePixels(file, bytes, found),
      file: keep(bytes),
      type,
      keepsBlocks: type === 'jpeg' && canKeepBlocks(bytes),
      notices: notes,
    };
  } catch {
    // The header was sound: what this browser cannot decode at all, or the data behind the header is damaged.
    return found.type === 'avif'
      ? refuse('IMAGE_TYPE_UNSUPPORTED', { type: FILE_TYPE_NAMES.avif })
      : refuse('BAD_IMAGE');
  }
}
