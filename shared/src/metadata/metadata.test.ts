import { deflateSync, inflateSync } from 'node:zlib';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeJpeg } from '../jpeg/encode.ts';
import { createPngWriter } from '../raster/png.ts';
import { bytesOfText, joinBytes } from './byteText.ts';
import {
  createSegmentCarrier,
  headSegments,
  jpegHead,
  jpegSegment,
  readJpegMetadata,
} from './jpegMetadata.ts';
import { resourcesOfIptc } from './iptc.ts';
import { metadataForSaving, type PhotoMetadata } from './photoMetadata.ts';
import { pngMetadataChunks, readPngMetadata } from './pngMetadata.ts';
import { withThumbnail } from './testThumbnail.ts';
import { createTiffWriter } from './tiff.ts';
import { pictureChunks, readWebpMetadata, webpEnvelope } from './webpMetadata.ts';

const zlib = {
  inflate: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(inflateSync(bytes))),
  deflate: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(deflateSync(bytes))),
};

const [width, height] = [40, 24];
const pixels = Buffer.alloc(width * height * 3, 90);

const xmpPacket =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" ' +
  'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" ' +
  'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" tiff:Orientation="6" photoshop:City="Taipei" xmpRights:WebStatement="https://example.org/r?a=1&amp;b=2">' +
  '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Ana &amp; Co</rdf:li></rdf:Alt></dc:rights>' +
  '<dc:creator><rdf:Seq><rdf:li>Ana</rdf:li></rdf:Seq></dc:creator>' +
  '<xmp:Thumbnails><rdf:Alt><rdf:li>OLDPICTURE</rdf:li></rdf:Alt></xmp:Thumbnails>' +
  '</rdf:Description></rdf:RDF></x:xmpmeta>';

const dataset = (number: number, text: string): Uint8Array => {
  const data = new TextEncoder().encode(text);
  return joinBytes([Uint8Array.of(0x1c, 2, number, data.length >> 8, data.length & 255), data]);
};
const iptc = joinBytes([
  Uint8Array.of(0x1c, 1, 90, 0, 3, 0x1b, 0x25, 0x47),
  dataset(80, 'Ána'),
  dataset(90, 'Taipei'),
  dataset(110, 'Studio'),
  dataset(116, '© Ana'),
]);

/** A JPEG as a camera and an editor leave it. */
let photo: Uint8Array;

beforeAll(async () => {
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .withIccProfile('p3')
    .withMetadata({ orientation: 6, density: 300 })
    .withIccProfile('p3')
    .withExif({
      IFD0: {
        Make: 'Kamera',
        Model: 'K-1',
        Artist: 'Ana',
        Copyright: 'Ana & Co',
        XResolution: '300',
        YResolution: '300',
        ResolutionUnit: '2',
      },
      IFD2: { LensModel: 'L 50', DateTimeOriginal: '2026:01:02 03:04:05', MakerNote: 'private' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '25/1 2/1 3/1' },
    })
    .withMetadata({ orientation: 6, density: 300 })
    .toBuffer();
  const exif = readJpegMetadata(file).exif;
  if (!exif) throw new Error('sharp wrote no Exif');
  const end = headSegments(file).at(0)?.start ?? 2;
  const others = headSegments(file).filter(
    ({ at }) => !new TextDecoder('latin1').decode(file.subarray(at, at + 4)).startsWith('Exif'),
  );
  photo = joinBytes([
    file.subarray(0, end),
    jpegSegment(0xe0, joinBytes([bytesOfText('JFIF\0'), Uint8Array.of(1, 2, 1, 1, 44, 1, 44, 0, 0)])),
    jpegSegment(0xe1, joinBytes([bytesOfText('Exif\0\0'), withThumbnail(exif)])),
    jpegSegment(
      0xe1,
      joinBytes([bytesOfText('http://ns.adobe.com/xap/1.0/\0'), new TextEncoder().encode(xmpPacket)]),
    ),
    jpegSegment(0xed, joinBytes([bytesOfText('Photoshop 3.0\0'), resourcesOfIptc(iptc)])),
    jpegSegment(0xe2, bytesOfText('MPF\0OLDPICTURE')),
    jpegSegment(0xfe, bytesOfText('shot with a K-1')),
    ...others
      .filter(({ marker }) => marker !== 0xe0)
      .map(({ start, at, length }) => file.subarray(start, at + length)),
    file.subarray(file.indexOf(Buffer.from([0xff, 0xda]))),
  ]);
});

const containsText = (file: Uint8Array, text: string): boolean => Buffer.from(file).includes(text);

/** The same tags by a reader that is not ours, whatever the container. */
async function tagsOf(file: Uint8Array) {
  const tags = await ExifReader.load(Buffer.from(file), { expanded: true, async: true });
  const byLine = tags.iptc?.['By-line'];
  return {
    exif: {
      make: tags.exif?.Make?.description,
      model: tags.exif?.Model?.description,
      artist: tags.exif?.Artist?.description,
      copyright: tags.exif?.Copyright?.description,
      lens: tags.exif?.LensModel?.description,
      taken: tags.exif?.DateTimeOriginal?.description,
      latitude: tags.gps?.Latitude?.toFixed(4),
    },
    orientation: tags.exif?.Orientation?.value,
    rights: tags.xmp?.rights?.description,
    city: tags.xmp?.City?.description,
    statement: tags.xmp?.WebStatement?.description,
    byLine: Array.isArray(byLine) ? byLine[0]?.description : byLine?.description,
    iptcCity: tags.iptc?.City?.description,
    icc: tags.icc?.['ICC Description']?.description ?? tags.icc?.['Profile Description']?.description,
  };
}

const everything = {
  exif: {
    make: 'Kamera',
    model: 'K-1',
    artist: 'Ana',
    copyright: 'Ana & Co',
    lens: 'L 50',
    taken: '2026:01:02 03:04:05',
    latitude: '25.0342',
  },
  orientation: 1,
  rights: '© Ana & Co',
  city: 'Taipei',
  statement: 'https://example.org/r?a=1&b=2',
  byLine: 'Ána',
  iptcCity: 'Taipei',
};
const onlyRights = {
  exif: { artist: 'Ana', copyright: '© Ana & Co' },
  rights: '© Ana & Co',
  statement: 'https://example.org/r?a=1&b=2',
  byLine: 'Ána',
};

/** Writes a file of each format with this metadata, as the page does. */
const writers: Readonly<Record<string, (metadata: PhotoMetadata) => Promise<Uint8Array>>> = {
  jpeg(metadata) {
    const out: Uint8Array[] = [];
    const read = (_y: number, rows: number) => new Uint8Array(4 * width * rows).fill(90);
    const head = jpegHead(metadata);
    Array.from(encodeJpeg({ width, height, read }, { quality: 90, head }, (piece) => out.push(piece)));
    return Promise.resolve(joinBytes(out));
  },
  async png(metadata) {
    const chunks = await pngMetadataChunks(metadata, zlib);
    const writer = createPngWriter({ width, height, colour: 'rgb', chunks });
    return joinBytes([writer.header, writer.idat(deflateSync(writer.filterRows(pixels))), writer.end()]);
  },
  async webp(metadata) {
    const plain = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .webp({ lossless: true })
      .toBuffer();
    const chunks = await pictureChunks((from, to) => Promise.resolve(plain.subarray(from, to)));
    const picture = joinBytes(chunks.map((at) => plain.subarray(at.from, at.to)));
    const { head, tail } = webpEnvelope({ width, height, hasAlpha: false }, picture, metadata);
    return joinBytes([head, picture, tail]);
  },
  async tiff(metadata) {
    const writer = createTiffWriter({ width, height, hasAlpha: false, rowsPerStrip: 10, metadata });
    const strips: Uint8Array[] = [];
    for (let y = 0; y < height; y += 10) {
      const rows = pixels.subarray(y * width * 3, Math.min(height, y + 10) * width * 3);
      strips.push(...writer.strip(new Uint8Array(deflateSync(writer.differences(rows)))));
    }
    const { head, tail } = writer.finish();
    return joinBytes([head, ...strips, tail]);
  },
};

describe.each(Object.keys(writers))('what a JPEG says is carried into %s', (format) => {
  test('profile, Exif, XMP, IPTC and resolution, upright and without thumbnails', async () => {
    const metadata = metadataForSaving(readJpegMetadata(photo), { upright: true, withoutPrivate: false });
    const saved = await writers[format](metadata);
    const { byLine: _byLine, iptcCity: _iptcCity, ...others } = everything;
    // WebP has no place for IPTC.
    expect(await tagsOf(saved)).toMatchObject(format === 'webp' ? others : everything);
    const read = await sharp(saved).metadata();
    expect(read.icc).toEqual(Buffer.from(metadata.icc ?? []));
    expect([read.width, read.height, read.density]).toEqual([
      width,
      height,
      format === 'webp' ? undefined : 300,
    ]);
    expect(containsText(saved, 'OLDPICTURE')).toBe(false);
    const { data } = await sharp(saved).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    if (format !== 'jpeg') expect(Buffer.compare(data, pixels)).toBe(0);
  });

  test('nothing of place, time and camera when asked, but whose it is, profile and resolution', async () => {
    const metadata = metadataForSaving(readJpegMetadata(photo), { upright: true, withoutPrivate: true });
    const saved = await writers[format](metadata);
    const tags = await tagsOf(saved);
    expect(tags).toMatchObject(
      format === 'webp' ? { exif: onlyRights.exif, rights: onlyRights.rights } : onlyRights,
    );
    expect([
      tags.exif.make,
      tags.exif.lens,
      tags.exif.taken,
      tags.exif.latitude,
      tags.city,
      tags.iptcCity,
    ]).toEqual(Array.from({ length: 6 }));
    expect(
      ['Kamera', 'K-1', 'L 50', 'Taipei', '2026:01:02', 'private', 'OLDPICTURE'].filter((secret) =>
        containsText(saved, secret),
      ),
    ).toEqual([]);
    expect((await sharp(saved).metadata()).icc).toBeDefined();
  });
});

test('what a PNG and a WebP say is read back as it was written', async () => {
  const metadata = metadataForSaving(readJpegMetadata(photo), { upright: true, withoutPrivate: false });
  const png = await readPngMetadata(await writers.png(metadata), zlib);
  for (const key of ['icc', 'exif', 'xmp', 'iptc'] as const) expect(png[key]).toEqual(metadata[key]);
  expect(Math.round(png.dpi?.x ?? 0)).toBe(300);
  const webp = readWebpMetadata(await writers.webp(metadata));
  for (const key of ['icc', 'exif'] as const) expect(webp[key]).toEqual(metadata[key]);
});

test('XMP in the compressed chunk that libvips writes is found', async () => {
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } }).withXmp(xmpPacket);
  const { xmp } = await readPngMetadata(await picture.png().toBuffer(), zlib);
  expect(new TextDecoder().decode(xmp)).toContain('© Ana &amp; Co');
});

test('JPEG to JPEG: segments stay as they are, orientation too; what shows the old picture goes', async () => {
  const carry = (withoutPrivate: boolean): Uint8Array => {
    const carrier = createSegmentCarrier(readJpegMetadata(photo), { upright: false, withoutPrivate });
    const kept = headSegments(photo).map(({ marker, start, at, length }) =>
      carrier(marker, photo.subarray(at, at + length), photo.subarray(start, at + length)),
    );
    const scan = photo.subarray(Buffer.from(photo).indexOf(Buffer.from([0xff, 0xda])));
    return joinBytes([photo.subarray(0, 2), ...kept.filter((one) => one !== null), scan]);
  };
  const kept = carry(false);
  expect(await tagsOf(kept)).toMatchObject({ ...everything, orientation: 6 });
  expect(containsText(kept, 'OLDPICTURE')).toBe(false);
  expect(containsText(kept, 'shot with')).toBe(true);
  const bare = carry(true);
  expect(await tagsOf(bare)).toMatchObject({ ...onlyRights, orientation: 6 });
  expect(
    ['Kamera', 'K-1', 'Taipei', 'OLDPICTURE', 'shot with'].filter((secret) => containsText(bare, secret)),
  ).toEqual([]);
});

test('Exif that runs in circles, ends early or is none does no harm (I-18)', () => {
  const exif = readJpegMetadata(photo).exif ?? new Uint8Array();
  const looped = exif.slice();
  const view = new DataView(looped.buffer);
  const little = looped[0] === 0x49;
  const first = view.getUint32(4, little);
  view.setUint32(first + 2 + 12 * view.getUint16(first, little), first, little);
  for (const bad of [looped, exif.subarray(0, 40), bytesOfText('II*\0'), new Uint8Array(65_000).fill(0xff)]) {
    const saved = metadataForSaving({ exif: bad }, { upright: true, withoutPrivate: true });
    expect(saved.icc).toBeUndefined();
    metadataForSaving({ exif: bad }, { upright: true, withoutPrivate: false });
  }
});
