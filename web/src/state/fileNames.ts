import type { ExportFormat } from '../document/facts.ts';

const extensions: Readonly<Record<ExportFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  tiff: 'tif',
};

// Control characters, and the marks that can turn the reading direction so that "gnp.exe" reads as "exe.png".
const unprintable = /[\p{Cc}\p{Cs}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;
// Separators of paths, and what Windows does not take in a name.
const forbidden = /[/\\:*?"<>|]+/g;
const pictureExtension = /\.(avif|bmp|gif|heic|jfif|jpe?g|png|svg|tiff?|webp)$/i;
// File systems take 255 bytes; the longest ending we add, "_clean.webp", has 11. The rest is for " (1)" of browsers.
const maxStemBytes = 200;

function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}

/** A name that is safe to read and to write as a file on any system: without extension, at most 200 bytes, never empty. */
export function safeStem(name: string): string {
  const clean = name.normalize('NFC').replace(unprintable, '').replace(forbidden, '_');
  let stem = clean.replace(/\.[\p{L}\p{N}]{1,8}$/u, '');
  while (pictureExtension.test(stem)) stem = stem.replace(pictureExtension, '');
  const trimmed = cutToBytes(stem.replace(/^[._\s]+/u, ''), maxStemBytes).replace(/[.\s]+$/u, '');
  return trimmed === '' ? 'photo' : trimmed;
}

/** What a template may name, each in braces. */
export const templateFields = ['name', 'date', 'width', 'height'] as const;
export const defaultTemplate = '{name}_clean';
export const maxTemplateLength = 80;

interface NamedPhoto {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/**
 * The name of a saved photo, extension included. What a template cannot mean stays as it is typed; the whole is made safe
 * again, so that no template leads out of a folder.
 * @param today YYYY-MM-DD
 */
export function savedPhotoName(
  photo: NamedPhoto,
  format: ExportFormat,
  template: string = defaultTemplate,
  today: string = new Date().toLocaleDateString('sv'),
): string {
  const fields: Readonly<Record<string, string>> = {
    name: safeStem(photo.name),
    date: today,
    width: String(photo.width),
    height: String(photo.height),
  };
  const filled = template.replace(/\{(\w+)\}/g, (text, field: string) => fields[field] ?? text);
  // A dot within the template is no extension: safeStem is given one to take off.
  return `${safeStem(`${filled}.${extensions[format]}`)}.${extensions[format]}`;
}

/** `{name}_mask.png` */
export function savedMaskName(name: string): string {
  return `${safeStem(name)}_mask.png`;
}

/** `{name}_report.html` */
export function reportName(name: string): string {
  return `${safeStem(name)}_report.html`;
}

/** The format that was opened, where it can be written; otherwise PNG, which loses nothing. */
export function proposedFormat(openedType: string): ExportFormat {
  return openedType === 'jpeg' || openedType === 'webp' ? openedType : 'png';
}

/** The name of a project file. */
export const savedProjectName = (name: string): string => `${safeStem(name)}.cleanplate`;
