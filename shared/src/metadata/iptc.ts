import { hasText, u16be, u32be } from '../formats/bytes.ts';
import { joinBytes, textOfBytes, utf8OfLatin1 } from './byteText.ts';
import type { Rights } from './photoMetadata.ts';

/** One of the resources that Photoshop keeps in a JPEG; `data` without its padding. */
interface Resource {
  readonly id: number;
  /** As it stands in the file, padded. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

const IPTC = 0x0404;
/** Photoshop 4's thumbnail and that of all later ones. */
const THUMBNAILS = [0x0409, 0x040c];
const RESOLUTION = 0x03ed;

function resourcesOf(block: Uint8Array): Resource[] {
  const resources: Resource[] = [];
  for (let at = 0; at + 12 <= block.length && hasText(block, at, '8BIM');) {
    const nameBytes = block[at + 6] + 1;
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2);
    const size = u32be(block, sizeAt);
    const data = block.subarray(sizeAt + 4, sizeAt + 4 + size);
    if (data.length < size) break;
    const end = sizeAt + 4 + size + (size % 2);
    resources.push({ id: u16be(block, at + 4), whole: block.subarray(at, end), data });
    at = end;
  }
  return resources;
}

/** The IPTC datasets among Photoshop's resources. */
export const iptcOfResources = (block: Uint8Array): Uint8Array | undefined =>
  resourcesOf(block).find(({ id }) => id === IPTC)?.data;

/** Resources that hold nothing but these datasets. */
export function resourcesOfIptc(iptc: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = iptc;
  const size = [(length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];
  const head = Uint8Array.of(0x38, 0x42, 0x49, 0x4d, IPTC >> 8, IPTC & 255, 0, 0, ...size);
  return joinBytes([head, iptc, new Uint8Array(length % 2)]);
}

/** Photoshop's resources as a saved file carries them; empty when nothing is left. */
export function resourcesForSaving(block: Uint8Array, withoutPrivate: boolean): Uint8Array<ArrayBuffer> {
  const kept = resourcesOf(block).flatMap(({ id, whole, data }) => {
    if (THUMBNAILS.includes(id)) return [];
    if (!withoutPrivate || id === RESOLUTION) return [whole];
    const rights = id === IPTC ? onlyIptcRights(data) : undefined;
    return rights ? [resourcesOfIptc(rights)] : [];
  });
  return joinBytes(kept);
}

interface Dataset {
  readonly record: number;
  readonly number: number;
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

function datasetsOf(iptc: Uint8Array): Dataset[] {
  const datasets: Dataset[] = [];
  for (let at = 0; at + 5 <= iptc.length && iptc[at] === 0x1c;) {
    const size = u16be(iptc, at + 3);
    // The highest bit says that the size itself is longer, which no field of a photo needs.
    if (size > 0x7fff || at + 5 + size > iptc.length) break;
    const end = at + 5 + size;
    datasets.push({
      record: iptc[at + 1],
      number: iptc[at + 2],
      whole: iptc.subarray(at, end),
      data: iptc.subarray(at + 5, end),
    });
    at = end;
  }
  return datasets;
}

/** Record 2 (IIM 4.2): by-line and its title, credit, source, copyright notice, contact; version and character set go along. */
const RIGHTS_DATASETS = [0, 80, 85, 110, 115, 116, 118];
const CHARACTER_SET = 90;

/** Datasets about whose the photo is, without place, time and the rest; undefined when there are none. */
export function onlyIptcRights(iptc: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const kept = datasetsOf(iptc).filter(({ record, number }) =>
    record === 1 ? number === CHARACTER_SET : record === 2 && RIGHTS_DATASETS.includes(number),
  );
  const says = kept.some(({ record, number }) => record === 2 && number > 0);
  return says ? joinBytes(kept.map(({ whole }) => whole)) : undefined;
}

export function iptcRights(iptc: Uint8Array): Rights {
  const datasets = datasetsOf(iptc);
  const isUtf8 = datasets.some(
    ({ record, number, data }) => record === 1 && number === CHARACTER_SET && hasText(data, 0, '\x1b%G'),
  );
  const text = (wanted: number): string | undefined => {
    const found = datasets.filter(({ record, number }) => record === 2 && number === wanted);
    const joined = found.map(({ data }) => textOfBytes(data)).join(', ');
    return (isUtf8 ? joined : utf8OfLatin1(joined)) || undefined;
  };
  return { creator: text(80), credit: text(110), source: text(115), copyright: text(116) };
}
