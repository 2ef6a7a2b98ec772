/** A JPEG with all that a camera, an editor and an agency write into one, put together byte by byte. */
import { adobeRgbProfile } from '@cleanplate/shared/formats/testProfile.ts';
import { withThumbnail } from '@cleanplate/shared/metadata/testThumbnail.ts';
import sharp from 'sharp';
import { cameraWords, photoHeight, photoWidth, productPixels, rightsXmp } from './photos.ts';

function segment(marker: number, ...body: (string | Uint8Array)[]): Buffer {
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
