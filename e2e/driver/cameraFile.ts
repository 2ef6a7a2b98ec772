/** A JPEG with all that a camera, an editor and an agency write into one, put together byte by byte. */
import sharp from 'sharp';
import { cameraWords, photoHeight, photoWidth, productPixels, rightsXmp } from './photos.ts';

/** Stands in the thumbnail, which shows the photo as it was: no saved file may hold it. */
export const thumbnailWord = 'OLDPICTURE';

/** The smallest profile of Adobe RGB (1998) there can be: three primaries, adapted to D50, and one curve by its exponent. */
export function adobeRgbProfile(): Buffer {
  const primaries = [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ];
  const tags = ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
  const values = 132 + 12 * tags.length;
  const out = Buffer.alloc(values + 3 * 20 + 16);
  const xyz = (at: number, numbers: readonly number[]) => {
    for (const [k, value] of numbers.entries()) out.writeInt32BE(Math.round(value * 65_536), at + 4 * k);
  };
  out.writeUInt32BE(out.length, 0);
  out.writeUInt32BE(0x02100000, 8);
  out.write('mntrRGB XYZ ', 12, 'latin1');
  out.write('acsp', 36, 'latin1');
  xyz(68, [0.9642, 1, 0.8249]);
  out.writeUInt32BE(tags.length, 128);
  for (const [i, tag] of tags.entries()) {
    const at = values + 20 * Math.min(i, 3);
    out.write(tag, 132 + 12 * i, 'latin1');
    out.writeUInt32BE(at, 136 + 12 * i);
    out.writeUInt32BE(i < 3 ? 20 : 14, 140 + 12 * i);
    if (i < 3) {
      out.write('XYZ ', at, 'latin1');
      xyz(at + 8, primaries[i]);
    } else {
      out.write('curv', at, 'latin1');
      out.writeUInt32BE(1, at + 8);
      out.writeUInt16BE(Math.round(2.19921875 * 256), at + 12);
    }
  }
  return out;
}

function segment(marker: number, ...body: (string | Buffer)[]): Buffer {
  const bytes = Buffer.concat(
    body.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
}

/** Photoshop's resources with IPTC datasets in UTF-8: by-line, city, credit, copyright. */
function iptcResources(): Buffer {
  const dataset = (number: number, text: string) => {
    const data = Buffer.from(text);
    return Buffer.concat([Buffer.from([0x1c, 2, number, data.length >> 8, data.length & 255]), data]);
  };
  const iptc = Buffer.concat([
    Buffer.from([0x1c, 1, 90, 0, 3, 0x1b, 0x25, 0x47]),
    dataset(80, 'Ána'),
    dataset(90, 'Taipei'),
    dataset(110, 'Studio'),
    dataset(116, '© Ana'),
  ]);
  const head = Buffer.from('8BIM\x04\x04\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(iptc.length, 8);
  return Buffer.concat([head, iptc, Buffer.alloc(iptc.length % 2)]);
}

/** An Exif block (a TIFF) with a second directory, which holds a thumbnail. */
function withThumbnail(exif: Buffer): Buffer {
  const second = exif.length + (exif.length % 2);
  const out = Buffer.concat([exif, Buffer.alloc(second - exif.length + 30), Buffer.from(thumbnailWord)]);
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  const little = out[0] === 0x49;
  const first = view.getUint32(4, little);
  view.setUint32(first + 2 + 12 * view.getUint16(first, little), second, little);
  view.setUint16(second, 2, little);
  for (const [i, [tag, value]] of [
    [0x0201, second + 30],
    [0x0202, thumbnailWord.length],
  ].entries()) {
    view.setUint16(second + 2 + 12 * i, tag, little);
    view.setUint16(second + 4 + 12 * i, 4, little);
    view.setUint32(second + 6 + 12 * i, 1, little);
    view.setUint32(second + 10 + 12 * i, value, little);
  }
  return out;
}

/** Adobe RGB, 300 dpi, Exif with place, maker and thumbnail, XMP, IPTC, a comment. */
export async function cameraFile(): Promise<Buffer> {
  const picture = sharp(productPixels(), { raw: { width: photoWidth, height: photoHeight, channels: 3 } });
  const plain = await picture.clone().jpeg({ quality: 91, chromaSubsampling: '4:4:4' }).toBuffer();
  const { exif } = await sharp(
    await picture.withExif(cameraWords).withMetadata({ density: 300 }).jpeg().toBuffer(),
  ).metadata();
  if (!exif) throw new Error('sharp wrote no Exif');
  const profile = adobeRgbProfile();
  // Behind the encoder's own JFIF segment, where it writes one.
  const rest = plain.subarray(plain[3] === 0xe0 ? 4 + plain.readUInt16BE(4) : 2);
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe0, 'JFIF\0', Buffer.from([1, 2, 1, 1, 44, 1, 44, 0, 0])),
    segment(0xe1, 'Exif\0\0', withThumbnail(exif.subarray(6))),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(rightsXmp)),
    segment(0xe2, 'ICC_PROFILE\0', Buffer.from([1, 1]), profile),
    segment(0xed, 'Photoshop 3.0\0', iptcResources()),
    segment(0xfe, 'shot with a K-1'),
    rest,
  ]);
}
