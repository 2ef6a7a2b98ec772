import { adobeRgbProfile } from '@cleanplate/shared/formats/testProfile.ts';
import { thumbnailWord } from '@cleanplate/shared/metadata/testThumbnail.ts';
import { expect, test, type Page } from '@playwright/test';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { cameraFile } from '../driver/cameraFile.ts';
import { openEditor } from '../driver/editor.ts';

const formats = ['JPEG', 'PNG', 'TIFF', 'WebP'] as const;

/** By a reader that is not ours, whatever the container; what is not there is left out. */
async function tagsOf(file: Buffer) {
  const { exif, gps, xmp, iptc } = await ExifReader.load(file, { expanded: true, async: true });
  const byLine = iptc?.['By-line'];
  return JSON.parse(
    JSON.stringify({
      make: exif?.Make?.description,
      lens: exif?.LensModel?.description,
      taken: exif?.DateTimeOriginal?.description,
      latitude: gps?.Latitude?.toFixed(4),
      artist: exif?.Artist?.description,
      copyright: exif?.Copyright?.description,
      city: xmp?.City?.description,
      rights: xmp?.rights?.description,
      byLine: Array.isArray(byLine) ? byLine[0]?.description : byLine?.description,
      iptcCity: iptc?.City?.description,
      iptcCopyright: iptc?.['Copyright Notice']?.description,
    }),
  ) as Record<string, string>;
}

const ofCamera = {
  make: 'Kamera',
  lens: 'L 50',
  taken: '2026:01:02 03:04:05',
  latitude: '25.0342',
  city: 'Taipei',
};
const ofOwner = { artist: 'Ana', rights: '© Ana' };
const iptcOfOwner = { byLine: 'Ána', iptcCopyright: '© Ana' };

async function resolutionOf(file: Buffer): Promise<number> {
  const { density } = await sharp(file).metadata();
  // WebP has a place for it in Exif only, where sharp does not look.
  return density ?? Number((await ExifReader.load(file, { async: true })).XResolution?.description);
}

/** Numbers as the file has them, not converted by its profile. */
const numbersOf = (file: Buffer) => sharp(file, { ignoreIcc: true }).removeAlpha().raw().toBuffer();

const openCameraFile = async (page: Page, photo: Buffer) =>
  openEditor(page).open({ name: 'shoe.jpg', mimeType: 'image/jpeg', buffer: photo });

test('what camera, editor and agency wrote goes along into every format, and the numbers stay Adobe RGB', async ({
  page,
}) => {
  const photo = await cameraFile();
  expect(photo.includes(thumbnailWord)).toBe(true);
  const editor = await openCameraFile(page, photo);
  const before = await numbersOf(photo);
  for (const format of formats) {
    const { bytes } = await editor.savePhoto(format);
    const iptc = format === 'WebP' ? {} : { ...iptcOfOwner, iptcCity: 'Taipei' };
    expect(await tagsOf(bytes), format).toEqual({
      ...ofCamera,
      ...ofOwner,
      ...iptc,
      copyright: 'Ana & Co',
    });
    expect(bytes.includes(thumbnailWord), format).toBe(false);
    expect((await sharp(bytes).metadata()).icc?.equals(adobeRgbProfile()), format).toBe(true);
    expect(await resolutionOf(bytes), format).toBe(300);
    const after = await numbersOf(bytes);
    const apart = after.map((value, i) => Math.abs(value - before[i]));
    if (format === 'JPEG') expect(after.equals(before)).toBe(true);
    // Two decoders of the JPEG that was opened; and where it is encoded anew, a second loss.
    else
      expect(apart.reduce((a, b) => a + b) / apart.length, format).toBeLessThan(format === 'WebP' ? 4 : 0.6);
  }
});

test('without location and camera data whose photo it is stays, in every format, and its colours', async ({
  page,
}) => {
  const editor = await openCameraFile(page, await cameraFile());
  await editor.press('File format and more');
  await page.getByRole('switch', { name: 'Remove location and camera data' }).click();
  await page.keyboard.press('Escape');
  for (const format of formats) {
    const { bytes } = await editor.savePhoto(format);
    const { copyright, ...tags } = await tagsOf(bytes);
    // Where Exif and IPTC name another, IPTC is taken: it holds more than ASCII.
    expect(tags, format).toEqual({ ...ofOwner, artist: 'Ána', ...(format === 'WebP' ? {} : iptcOfOwner) });
    expect(copyright, format).toMatch(/Ana/);
    for (const word of [thumbnailWord, 'Kamera', 'L 50', 'K-1', 'Taipei'])
      expect(bytes.includes(word), `${format}: ${word}`).toBe(false);
    expect((await sharp(bytes).metadata()).icc?.equals(adobeRgbProfile()), format).toBe(true);
    expect(await resolutionOf(bytes), format).toBe(300);
  }
});
