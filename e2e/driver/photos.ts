import sharp from 'sharp';

export const photoWidth = 240;
export const photoHeight = 160;

/** A product on a structured ground: gradients, edges, colour and grain, so that any change of a pixel shows. RGB. */
export function productPixels(width = photoWidth, height = photoHeight): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  let seed = 7;
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    const grain = (seed >> 16) % 12;
    const isProduct = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2;
    pixels[3 * i] = isProduct ? 190 - grain : 90 + (x * 80) / width + grain;
    pixels[3 * i + 1] = isProduct ? 60 + grain : 110 + (y * 60) / height + grain;
    pixels[3 * i + 2] = isProduct ? 50 + grain : 150 - (x * 70) / width + grain;
  }
  return pixels;
}

const rgb = (width: number, height: number) => ({ raw: { width, height, channels: 3 as const } });

/** What a camera writes: Display P3, orientation, Exif with place and maker's words, XMP rights, 300 dpi. */
export const cameraWords = {
  IFD0: { Make: 'Kamera', Model: 'K-1', Artist: 'Ana', Copyright: 'Ana & Co' },
  IFD2: { LensModel: 'L 50', DateTimeOriginal: '2026:01:02 03:04:05' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '25/1 2/1 3/1' },
};

export const rightsXmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Taipei">' +
  '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Ana</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>';

export function cameraJpeg(options: {
  progressive: boolean;
  chroma: '4:4:4' | '4:2:0';
  orientation: number;
}) {
  const { progressive, chroma: chromaSubsampling, orientation } = options;
  return sharp(productPixels(), rgb(photoWidth, photoHeight))
    .withExif(cameraWords)
    .withIccProfile('p3')
    .withXmp(rightsXmp)
    .withMetadata({ orientation, density: 300 })
    .jpeg({ quality: 91, progressive, chromaSubsampling })
    .toBuffer();
}

/** The same as a PNG: what is decoded from it is the same for every decoder. */
export const cameraPng = () =>
  sharp(productPixels(), rgb(photoWidth, photoHeight))
    .withExif(cameraWords)
    .withIccProfile('p3')
    .withXmp(rightsXmp)
    .withMetadata({ density: 300 })
    .png()
    .toBuffer();

/** The same product without a word about it: a PNG that nothing converts. */
export const plainPng = (width: number, height: number) =>
  sharp(productPixels(width, height), rgb(width, height)).png().toBuffer();
