import { bytesOfText, textOfBytes } from './byteText.ts';
import type { Rights } from './photoMetadata.ts';

const CHARACTERS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => CHARACTERS[character]);
const unescaped = (text: string): string =>
  Object.entries(CHARACTERS).reduceRight(
    (all, [character, entity]) => all.replaceAll(entity, character),
    text,
  );

/**
 * An XMP packet as a saved file carries it: without thumbnails and without the pointer to a further packet (which holds
 * other copies of the picture: depth maps, the camera's first version), and with orientation 1 when the pixels stand upright.
 */
export function xmpForSaving(packet: Uint8Array, upright: boolean): Uint8Array {
  const text = textOfBytes(packet);
  let saved = text
    .replace(/<(xmp|xap):Thumbnails\b[\s\S]*?<\/\1:Thumbnails>\s*/g, '')
    .replace(/\s+xmpNote:HasExtendedXMP=("[^"]*"|'[^']*')/g, '')
    .replace(/<xmpNote:HasExtendedXMP>[^<]*<\/xmpNote:HasExtendedXMP>\s*/g, '');
  if (upright)
    saved = saved.replace(/(\stiff:Orientation=["'])\d+/g, '$11').replace(/(<tiff:Orientation>)\d+/g, '$11');
  return saved === text ? packet : bytesOfText(saved);
}

const NAMES: Readonly<Record<keyof Rights, string>> = {
  creator: 'dc:creator',
  copyright: 'dc:rights',
  credit: 'photoshop:Credit',
  source: 'photoshop:Source',
  usageTerms: 'xmpRights:UsageTerms',
  webStatement: 'xmpRights:WebStatement',
};

/** The first value of a property, as an attribute, plain or in a list of alternatives. */
function valueOf(text: string, name: string): string | undefined {
  const attribute = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(text);
  if (attribute) return unescaped(attribute[1] ?? attribute[2]) || undefined;
  const element = new RegExp(`<${name}\\b[^>]*>([\\s\\S]*?)</${name}>`).exec(text);
  const items = element ? [...element[1].matchAll(/<rdf:li\b[^>]*>([\s\S]*?)<\/rdf:li>/g)] : [];
  if (items.length > 0) {
    const values = items.map((item) => unescaped(item[1].trim()));
    return (name === 'dc:creator' ? values.join(', ') : values[0]) || undefined;
  }
  return element && !element[1].includes('<') ? unescaped(element[1].trim()) || undefined : undefined;
}

/** Whose the photo is, as an XMP packet says it. */
export function rightsOfXmp(packet: Uint8Array): Rights {
  const text = textOfBytes(packet);
  return Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, valueOf(text, name)]));
}

function description(rights: Rights): string {
  const list = (kind: 'Seq' | 'Alt', value: string): string => {
    const language = kind === 'Alt' ? ' xml:lang="x-default"' : '';
    return `<rdf:${kind}><rdf:li${language}>${escaped(value)}</rdf:li></rdf:${kind}>`;
  };
  const { creator, copyright, usageTerms, credit, source, webStatement } = rights;
  const properties = [
    creator && `<dc:creator>${list('Seq', creator)}</dc:creator>`,
    copyright && `<dc:rights>${list('Alt', copyright)}</dc:rights>`,
    usageTerms && `<xmpRights:UsageTerms>${list('Alt', usageTerms)}</xmpRights:UsageTerms>`,
    webStatement && `<xmpRights:WebStatement>${escaped(webStatement)}</xmpRights:WebStatement>`,
    credit && `<photoshop:Credit>${escaped(credit)}</photoshop:Credit>`,
    source && `<photoshop:Source>${escaped(source)}</photoshop:Source>`,
  ].filter((property) => property !== undefined && property !== '');
  return (
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">' +
    `${properties.join('')}</rdf:Description>`
  );
}

/** A packet that says whose the photo is and nothing else. */
export const createXmp = (rights: Rights): Uint8Array<ArrayBuffer> =>
  bytesOfText(
    '<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      `${description(rights)}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`,
  );

/** The packet with those rights added that it does not state itself. */
export function addRights(packet: Uint8Array, rights: Rights): Uint8Array {
  const text = textOfBytes(packet);
  const stated = rightsOfXmp(packet);
  const missing = Object.entries(rights).filter(([key, value]) => value && !stated[key as keyof Rights]);
  const at = text.lastIndexOf('</rdf:RDF>');
  if (missing.length === 0 || at < 0) return packet;
  return bytesOfText(text.slice(0, at) + description(Object.fromEntries(missing)) + text.slice(at));
}
