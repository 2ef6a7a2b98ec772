/**
 * The project file `{name}.cleanplate`: a zip of the photo as it was opened, the records of the journal that say what was
 * made of it, and the pixels they name. Without the history: what it holds is what is seen.
 */
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { z } from '@cleanplate/shared/contract/schema.ts';
import type { Document } from '../document/document.ts';
import type { Past, Standing } from '../document/past.ts';
import { createArrayNames } from './plainData.ts';
import { createPlainReader } from './plainReader.ts';
import { replay } from './replay.ts';
import { createRecorder } from './snapshot.ts';

export const projectExtension = 'cleanplate';
/** Counts up when an older Cleanplate could not open what is written. */
const projectVersion = 1;
const maxPhotoBytes = 256 * 1024 * 1024;
/** All that may come out of a file: 100 MP of photo with its patches and results, not a bomb. */
const maxTotalBytes = 1536 * 1024 * 1024;
const maxEntries = 2000;

const manifestSchema = z.looseObject({
  format: z.literal('cleanplate'),
  version: z.number().int().positive(),
  name: z.string().min(1).max(300),
  width: z.number().int().positive().max(65_535),
  height: z.number().int().positive().max(65_535),
});

export interface ReadProject {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly photo: Blob;
  readonly past: Past;
  readonly standing: Standing | null;
}
export type ProjectOutcome =
  | { readonly ok: true; readonly project: ReadProject }
  | { readonly ok: false; readonly why: 'damaged' | 'newer' };

/** Whether these are the bytes of a zip. */
export async function isProjectFile(file: Blob): Promise<boolean> {
  const [p, k, three, four] = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return p === 0x50 && k === 0x4b && three === 3 && four === 4;
}

export async function writeProject(document: Document): Promise<Blob> {
  const { frames, arrays } = createRecorder(document, createArrayNames()).present();
  const { name, photo, file } = document;
  const manifest = {
    format: 'cleanplate',
    version: projectVersion,
    name,
    width: photo.width,
    height: photo.height,
  };
  // The photo is packed already, and pixels hardly get smaller: only what is text is worth the time.
  const entries: Zippable = {
    'project.json': strToU8(JSON.stringify(manifest)),
    photo: [new Uint8Array(await file.arrayBuffer()), { level: 0 }],
  };
  for (const [at, frame] of frames.entries()) entries[`work/${at}`] = [frame, { level: 6 }];
  for (const [array, bytes] of arrays)
    entries[`bytes/${array}`] = [
      new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      { level: 0 },
    ];
  return new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>], { type: 'application/x-cleanplate' });
}

/** Unpacks within bounds that are looked at before anything is. Throws for a bomb, and for what is no zip. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  let count = 0;
  return unzipSync(bytes, {
    filter({ name, originalSize, size }) {
      total += originalSize;
      count++;
      // Deflate packs a thousandfold at the most: a size that claims more is a lie.
      if (total > maxTotalBytes || count > maxEntries || originalSize > size * 1100 + 1024)
        throw new RangeError(`${name} would unpack to ${originalSize} bytes`);
      if (name === 'photo' && originalSize > maxPhotoBytes)
        throw new RangeError(`photo of ${originalSize} bytes`);
      return /^(project\.json|photo|work\/\d{1,4}|bytes\/[\w-]{1,64})$/.test(name);
    },
  });
}

/** Opens a project file, of this version or an older one. Whatever is wrong with it ends in an outcome. */
export async function readProject(file: Blob): Promise<ProjectOutcome> {
  try {
    const files = unpack(new Uint8Array(await file.arrayBuffer()));
    const manifest = manifestSchema.parse(JSON.parse(strFromU8(files['project.json'] ?? new Uint8Array())));
    if (manifest.version > projectVersion) return { ok: false, why: 'newer' };
    const { name, width, height } = manifest;
    const arrays = new Map<string, Uint8Array>();
    const frames: Uint8Array[] = [];
    for (const [path, bytes] of Object.entries(files)) {
      const [folder, one] = path.split('/');
      if (folder === 'bytes') arrays.set(one, bytes);
      if (folder === 'work') frames[Number(one)] = bytes;
    }
    const reader = createPlainReader({ width, height }, arrays, createArrayNames());
    const { past, standing, end } = replay(frames, [], { width, height }, reader);
    if (end !== 'whole') return { ok: false, why: end };
    if (!files.photo) return { ok: false, why: 'damaged' };
    const photo = new Blob([files.photo as Uint8Array<ArrayBuffer>]);
    return { ok: true, project: { name, width, height, photo, past, standing } };
  } catch {
    return { ok: false, why: 'damaged' };
  }
}
