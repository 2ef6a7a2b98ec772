import { latin1At, u32be, hasText } from '../formats/bytes.ts';
import { iccpChunk, physChunk, type PngChunk } from '../raster/png.ts';
import { bytesOfText, joinBytes, textOfBytes } from './byteText.ts';
import { iptcOfResources, resourcesOfIptc } from './iptc.ts';
import { dpiOf, type PhotoMetadata } from './photoMetadata.ts';

/** The host's zlib; `inflate` refuses more than a profile or a packet can be. */
export interface Zlib {
  inflate(bytes: Uint8Array): Promise<Uint8Array>;
  deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

const XMP = 'XML:com.adobe.xmp';
const IPTC = 'Raw profile type iptc';
const metresPerInch = 0.0254;

/** Chunks that go with the photo from PNG to PNG; all others describe what the saved pixels no longer are. */
const CARRIED = ['gAMA', 'cHRM', 'sRGB', 'cICP', 'tEXt', 'zTXt', 'iTXt', 'tIME'];

function chunksOf(bytes: Uint8Array): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = u32be(bytes, at);
    if (at + 12 + length > bytes.length) break;
    chunks.push({ type: latin1At(bytes, at + 4, 4), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** What a PNG says about its photo. Only the profile, the XMP packet and IPTC are ever inflated. */
export async function readPngMetadata(
  bytes: Uint8Array,
  { inflate }: Pick<Zlib, 'inflate'>,
): Promise<PhotoMetadata> {
  let found: PhotoMetadata = {};
  const pngChunks: PngChunk[] = [];
  const attempt = async (compressed: Uint8Array): Promise<Uint8Array | undefined> => {
    try {
      return await inflate(compressed);
    } catch {
      return undefined;
    }
  };
  for (const { type, data } of chunksOf(bytes)) {
    if (type === 'eXIf') found = { exif: data, ...found };
    else if (type === 'iCCP') found = { icc: await attempt(data.subarray(data.indexOf(0) + 2)), ...found };
    else if (type === 'pHYs' && data[8] === 1)
      found = { ...found, dpi: { x: u32be(data, 0) * metresPerInch, y: u32be(data, 4) * metresPerInch } };
    else if (type === 'iTXt' && hasText(data, 0, `${XMP}\0`)) {
      // Keyword, compressed or not, method, language, translated keyword, text.
      const language = XMP.length + 3;
      const text = data.subarray(data.indexOf(0, data.indexOf(0, language) + 1) + 1);
      found = { xmp: data[XMP.length + 1] === 1 ? await attempt(text) : text, ...found };
    } else if (type === 'zTXt' && hasText(data, 0, `${XMP}\0`)) {
      // Not where XMP has it, but where libvips writes it.
      found = { xmp: await attempt(data.subarray(XMP.length + 2)), ...found };
    } else if (type === 'zTXt' && hasText(data, 0, `${IPTC}\0`)) {
      const profile = await attempt(data.subarray(IPTC.length + 2));
      found = { iptc: profile && rawProfile(profile), ...found };
    } else if (CARRIED.includes(type)) pngChunks.push({ type, data });
  }
  return { ...found, pngChunks };
}

/** What ImageMagick began and others read: a name, a count, then hexadecimal digits in lines, mostly of Photoshop's resources. */
function rawProfile(text: Uint8Array): Uint8Array | undefined {
  const match = /^\s*\w+\s+\d+\s+([\da-f\s]+)$/i.exec(textOfBytes(text));
  if (!match) return undefined;
  const digits = match[1].replace(/\s/g, '').match(/../g) ?? [];
  const bytes = Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
  return hasText(bytes, 0, '8BIM') ? iptcOfResources(bytes) : bytes;
}

/** The chunks to stand between a PNG's header and its pixels. */
export async function pngMetadataChunks(
  metadata: PhotoMetadata,
  { deflate }: Pick<Zlib, 'deflate'>,
): Promise<PngChunk[]> {
  const { icc, exif, xmp, iptc, pngChunks = [] } = metadata;
  const dpi = dpiOf(metadata);
  const perMetre = (perInch: number): number => Math.round(perInch / metresPerInch);
  // A profile replaces what says less about the same colours.
  const carried = pngChunks.filter(({ type }) => !(icc && /^(sRGB|gAMA|cHRM)$/.test(type)));
  const isColour = ({ type }: PngChunk): boolean => !/^(..Xt|tIME)$/.test(type);
  return [
    ...(icc ? [iccpChunk('ICC', await deflate(icc))] : []),
    ...carried.filter(isColour),
    ...(dpi ? [physChunk(perMetre(dpi.x), perMetre(dpi.y))] : []),
    ...(exif ? [{ type: 'eXIf', data: exif }] : []),
    ...(xmp ? [{ type: 'iTXt', data: joinBytes([bytesOfText(`${XMP}\0\0\0\0\0`), xmp]) }] : []),
    ...(iptc
      ? [{ type: 'zTXt', data: joinBytes([bytesOfText(`${IPTC}\0\0`), await deflate(iptcProfile(iptc))]) }]
      : []),
    ...carried.filter((chunk) => !isColour(chunk)),
  ];
}

function iptcProfile(iptc: Uint8Array): Uint8Array {
  const resources = resourcesOfIptc(iptc);
  const digits = Array.from(resources, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const lines = digits.match(/.{1,72}/g) ?? [];
  return bytesOfText(`\niptc\n${String(resources.length).padStart(8)}\n${lines.join('\n')}\n`);
}
