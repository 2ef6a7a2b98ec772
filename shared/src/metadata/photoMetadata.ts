import type { PngChunk } from '../raster/png.ts';
import { exifOrientation } from '../formats/exif.ts';
import { createExif, exifDpi, exifForSaving, exifText } from './exifBlock.ts';
import { iptcRights, onlyIptcRights } from './iptc.ts';
import { addRights, createXmp, rightsOfXmp, xmpForSaving } from './xmp.ts';

/** Pixels per inch. */
export interface Dpi {
  readonly x: number;
  readonly y: number;
}

/** Whose the photo is and what may be done with it. One character per byte of UTF-8. */
export interface Rights {
  readonly creator?: string;
  readonly copyright?: string;
  readonly credit?: string;
  readonly source?: string;
  readonly usageTerms?: string;
  readonly webStatement?: string;
}

/** What a file says about its photo, taken out of its container. */
export interface PhotoMetadata {
  /** The ICC profile. */
  readonly icc?: Uint8Array;
  /** The TIFF structure of an Exif block, without prefix. */
  readonly exif?: Uint8Array;
  /** The XMP packet. */
  readonly xmp?: Uint8Array;
  /** IPTC-IIM datasets. */
  readonly iptc?: Uint8Array;
  /** As the container says it; Exif may say it too. */
  readonly dpi?: Dpi;
  /** Chunks of a PNG that no other format has a place for: colour without a profile, text. */
  readonly pngChunks?: readonly PngChunk[];
}

export interface SaveMetadata {
  /** True when the saved pixels stand upright; false keeps the stored orientation, as JPEG to JPEG does. */
  readonly upright: boolean;
  /** Leaves out where, when and with what the photo was taken. Colour profile, resolution and rights stay. */
  readonly withoutPrivate: boolean;
}

const orUndefined = <T extends object>(value: T): T | undefined =>
  Object.values(value).some((one) => one !== undefined) ? value : undefined;

export function rightsOf({ exif, xmp, iptc }: PhotoMetadata): Rights {
  const ofExif = {
    creator: exif && exifText(exif, 'artist'),
    copyright: exif && exifText(exif, 'copyright'),
  };
  const found = [xmp && rightsOfXmp(xmp), iptc && iptcRights(iptc), ofExif];
  const rights: Record<string, string> = {};
  for (const one of found)
    for (const [name, value] of Object.entries(one ?? {})) if (value) rights[name] ??= value as string;
  return rights;
}

/** The metadata as a saved file carries them: no thumbnail, which would show what was removed. */
export function metadataForSaving(
  found: PhotoMetadata,
  { upright, withoutPrivate }: SaveMetadata,
): PhotoMetadata {
  const { icc, exif, xmp, iptc, pngChunks } = found;
  const dpi = dpiOf(found);
  if (!withoutPrivate)
    return {
      ...found,
      dpi,
      exif: exif && exifForSaving(exif, upright),
      xmp: xmp && xmpForSaving(xmp, upright),
    };
  const rights = rightsOf(found);
  const orientation = upright || !exif ? undefined : orientationEntry(exif);
  const { creator, copyright } = rights;
  const content = orUndefined({ orientation, artist: creator, copyright });
  return {
    icc,
    dpi,
    exif: content && createExif({ ...content, dpi }),
    xmp: orUndefined(rights) && createXmp(rights),
    iptc: iptc && onlyIptcRights(iptc),
    pngChunks: pngChunks?.filter(({ type }) => !/^(..Xt|tIME)$/.test(type)),
  };
}

/** For a container without a place for IPTC: its rights go to where XMP keeps them, unless XMP has them already. */
export function iptcIntoXmp(metadata: PhotoMetadata): PhotoMetadata {
  const { iptc, xmp, ...others } = metadata;
  if (!iptc) return metadata;
  const rights = iptcRights(iptc);
  if (!orUndefined(rights)) return metadata;
  return { ...others, xmp: xmp ? addRights(xmp, rights) : createXmp(rights) };
}

/** The container's own statement counts before that of Exif. */
export const dpiOf = ({ dpi, exif }: PhotoMetadata): Dpi | undefined => dpi ?? (exif && exifDpi(exif));

function orientationEntry(exif: Uint8Array): number | undefined {
  const value = exifOrientation(exif);
  return value === 1 ? undefined : value;
}
