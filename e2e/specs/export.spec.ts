import { expect, test, type Page } from '@playwright/test';
import { colourDistance } from '@cleanplate/shared/formats/testColourDistance.ts';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { openEditor, type Editor } from '../driver/editor.ts';
import { cameraJpeg, cameraPng, photoHeight, photoWidth, productPixels } from '../driver/photos.ts';
import type { Pixels } from '../driver/picture.ts';
import { expectSentence } from '../driver/sentence.ts';

// A small thing beside the product.
const box = [
  { x: 30, y: 30 },
  { x: 50, y: 50 },
] as const;
/** Dilation of 1 % of the width, and the ring that a patch may keep beyond its mask. */
const reach = Math.ceil(0.01 * photoWidth);

/** Numbers as the file has them: not turned, not converted by its profile. RGBA. */
async function numbersOf(file: Buffer): Promise<Pixels> {
  const picture = sharp(file, { ignoreIcc: true }).ensureAlpha().raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** How many pixels differ, inside and outside a rectangle grown by `margin`. */
function differences(a: Pixels, b: Pixels, [from, to]: readonly { x: number; y: number }[], margin: number) {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let [inside, outside] = [0, 0];
  for (let i = 0; i < a.width * a.height; i++) {
    if (a.data.compare(b.data, 4 * i, 4 * i + 4, 4 * i, 4 * i + 4) === 0) continue;
    const x = i % a.width;
    const y = Math.floor(i / a.width);
    const isIn = x >= from.x - margin && x < to.x + margin && y >= from.y - margin && y < to.y + margin;
    if (isIn) inside++;
    else outside++;
  }
  return { inside, outside };
}

async function tagsOf(file: Buffer) {
  const tags = await ExifReader.load(file, { expanded: true, async: true });
  const { exif, xmp, gps } = tags;
  return {
    orientation: exif?.Orientation?.value,
    make: exif?.Make?.description,
    lens: exif?.LensModel?.description,
    taken: exif?.DateTimeOriginal?.description,
    artist: exif?.Artist?.description,
    copyright: exif?.Copyright?.description,
    latitude: gps?.Latitude?.toFixed(4),
    rights: xmp?.rights?.description,
    city: xmp?.City?.description,
  };
}

const camera = {
  make: 'Kamera',
  lens: 'L 50',
  taken: '2026:01:02 03:04:05',
  artist: 'Ana',
  copyright: 'Ana & Co',
  latitude: '25.0342',
  rights: '© Ana',
  city: 'Taipei',
};

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/*', buffer });

const withPatch = (editor: Editor) => editor.box(box[0], box[1]).remove(2).useResult(1);

test('a JPEG is saved as a JPEG without a second generation of loss', async ({ page }) => {
  test.setTimeout(180_000);
  const editor = await openEditor(page);
  for (const [progressive, chroma, orientation] of [
    [false, '4:4:4', 1],
    [true, '4:2:0', 6],
  ] as const) {
    const photo = await cameraJpeg({ progressive, chroma, orientation });
    await editor.open(file('shoe.jpg', photo));
    const saved = await withPatch(editor).savePhoto('JPEG');
    expect(saved.name).toBe('shoe_clean.jpg');

    const [before, after] = await Promise.all([sharp(photo).metadata(), sharp(saved.bytes).metadata()]);
    for (const key of [
      'width',
      'height',
      'chromaSubsampling',
      'isProgressive',
      'density',
      'orientation',
      'icc',
    ] as const)
      expect(after[key]).toEqual(before[key]);
    expect(await tagsOf(saved.bytes)).toMatchObject(camera);

    // Where the box lies in the stored picture: a quarter turn clockwise makes orientation 6 upright.
    const stored =
      orientation === 1
        ? box
        : [
            { x: box[0].y, y: photoHeight - box[1].x },
            { x: box[1].y, y: photoHeight - box[0].x },
          ];
    const mcu = chroma === '4:2:0' ? 16 : 8;
    const changed = differences(
      await numbersOf(photo),
      await numbersOf(saved.bytes),
      stored,
      reach + 1 + mcu + 2,
    );
    expect(changed.outside).toBe(0);
    expect(changed.inside).toBeGreaterThan(200);
  }
});

test('PNG and TIFF keep every number outside the mask; profile and tags go along into all formats, or stay behind', async ({
  page,
}) => {
  const photo = await cameraPng();
  const editor = await openEditor(page).open(file('shoe.png', photo));
  await withPatch(editor);
  const before = await numbersOf(photo);
  const profile = (await sharp(photo).metadata()).icc;
  for (const format of ['PNG', 'TIFF', 'JPEG', 'WebP'] as const) {
    const saved = await editor.savePhoto(format);
    const { width, height, icc, density } = await sharp(saved.bytes).metadata();
    expect([width, height]).toEqual([photoWidth, photoHeight]);
    expect(icc).toEqual(profile);
    if (format !== 'WebP') expect(density).toBe(300);
    expect(await tagsOf(saved.bytes)).toMatchObject(camera);
    const changed = differences(before, await numbersOf(saved.bytes), box, reach + 1);
    if (format === 'PNG' || format === 'TIFF') expect(changed.outside).toBe(0);
    expect(changed.inside).toBeGreaterThan(200);
  }
  await editor.press('File format and more');
  await page.getByRole('switch', { name: 'Remove location and camera data' }).click();
  await page.getByLabel('File name', { exact: true }).fill('{name} {width}');
  await expect(page.getByText('shoe 240.webp')).toBeVisible();
  await page.keyboard.press('Escape');
  const bare = await editor.savePhoto('TIFF');
  expect(bare.name).toBe('shoe 240.tif');
  const { artist, copyright, rights, ...secrets } = await tagsOf(bare.bytes);
  expect([artist, copyright, rights]).toEqual(['Ana', '© Ana', '© Ana']);
  expect(Object.values(secrets).filter((value) => value !== undefined && value !== 1)).toEqual([]);
  expect(bare.bytes.includes('Kamera')).toBe(false);
  expect((await sharp(bare.bytes).metadata()).icc).toEqual(profile);
});

test(
  'a photo is shown by its profile, and its numbers stay its own',
  { tag: ['@I-19'] },
  async ({ page }) => {
    const editor = await openEditor(page);
    const shownAt = async () => {
      const { x, y } = await editor.screenPoint({ x: 20, y: 20 });
      const clip = await page.screenshot({ clip: { x: x - 2, y: y - 2, width: 4, height: 4 } });
      return [...(await numbersOf(clip)).data.subarray(0, 3)];
    };
    const flat = (r: number, g: number, b: number) =>
      sharp({ create: { width: 40, height: 40, channels: 3, background: { r, g, b } } });
    // sharp turns this sRGB colour into numbers of Display P3; what is seen must be the colour it was.
    const photo = await flat(180, 90, 60).withIccProfile('p3').png().toBuffer();
    await editor.open(file('p3.png', photo));
    const shown = await shownAt();
    for (const [i, want] of [180, 90, 60].entries()) expect(Math.abs(shown[i] - want)).toBeLessThanOrEqual(2);
    const saved = await editor.savePhoto('PNG');
    expect(differences(await numbersOf(photo), await numbersOf(saved.bytes), box, 0)).toEqual({
      inside: 0,
      outside: 0,
    });

    const plain = await flat(180, 90, 60).png().toBuffer();
    await editor.open(file('plain.png', plain));
    expect(await shownAt()).toEqual([180, 90, 60]);
  },
);

test(
  '16 bits, ink and clear pixels: told, rounded, converted, kept',
  { tag: ['@I-13', '@I-14', '@I-20'] },
  async ({ page }) => {
    const editor = await openEditor(page);
    const deep = await sharp(productPixels(), {
      raw: { width: photoWidth, height: photoHeight, channels: 3 },
    })
      .toColourspace('rgb16')
      .linear(0.9, 7)
      .png()
      .toBuffer();
    await editor.open(file('deep.png', deep));
    await expectSentence(page.getByText(/16 bits a channel/), 'I-14');
    const saved = await numbersOf((await editor.savePhoto('PNG')).bytes);
    const exact = await sharp(deep).toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer();
    const words = new Uint16Array(exact.buffer, exact.byteOffset, exact.length / 2);
    let worst = 0;
    for (let i = 0; i < photoWidth * photoHeight; i++)
      for (let c = 0; c < 3; c++)
        worst = Math.max(worst, Math.abs(saved.data[4 * i + c] - words[3 * i + c] / 257));
    expect(worst).toBeLessThanOrEqual(0.5);

    const ink = await sharp(productPixels(), { raw: { width: photoWidth, height: photoHeight, channels: 3 } })
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer();
    await editor.open(file('ink.jpg', ink));
    await expectSentence(page.getByText(/in CMYK/), 'I-13');
    const converted = await numbersOf((await editor.savePhoto('PNG')).bytes);
    const wanted = await sharp(ink).toColourspace('srgb').ensureAlpha().raw().toBuffer();
    expect(colourDistance(converted.data, wanted).mean).toBeLessThan(2);

    // Higher than the strips in which such files are read back.
    const clear = Buffer.from(productPixels(40, 600)).reduce<number[]>((all, value, i) => {
      all.push(value);
      if (i % 3 === 2) all.push(i % 5 === 0 ? 0 : i % 7 === 0 ? 90 : 255);
      return all;
    }, []);
    const alpha = await sharp(Buffer.from(clear), { raw: { width: 40, height: 600, channels: 4 } })
      .png()
      .toBuffer();
    await editor.open(file('clear.png', alpha));
    for (const format of ['PNG', 'TIFF', 'WebP'] as const) {
      const { bytes } = await editor.savePhoto(format);
      expect((await numbersOf(bytes)).data.equals(Buffer.from(clear)), format).toBe(true);
      if (format !== 'WebP') continue;
      await editor.open(file('clear.webp', bytes));
      const again = await editor.savePhoto('PNG');
      expect((await numbersOf(again.bytes)).data.equals(Buffer.from(clear))).toBe(true);
    }
  },
);

test('a mask for other tools: either polarity, in grey or in alpha', async ({ page }) => {
  const editor = await openEditor(page).open(file('shoe.png', await cameraPng()));
  await editor.box(box[0], box[1]);
  const inside = box[0].y * photoWidth + 10 * photoWidth + box[0].x + 10;
  for (const [entry, channels, masked, clear] of [
    ['Grey: remove is white', 1, 255, 0],
    ['Grey: remove is black', 1, 0, 255],
    ['Alpha: remove is opaque', 2, 255, 0],
    ['Alpha: remove is clear', 2, 0, 255],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      editor.menu('Mask for other tools', entry),
    ]);
    const picture = sharp(await download.path());
    expect((await picture.metadata()).channels).toBe(channels);
    const plane = await picture
      .extractChannel(channels === 1 ? 0 : 'alpha')
      .raw()
      .toBuffer();
    expect(plane[inside]).toBe(masked);
    expect(plane[0]).toBe(clear);
    expect(plane.every((value) => value === 0 || value === 255)).toBe(true);
  }
});

/** Save as… without the browser's own dialog, into a real file of the browser's private file system. */
async function placeFiles(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const place = async () =>
      (await navigator.storage.getDirectory()).getFileHandle('place', { create: true });
    Object.assign(globalThis, { showSaveFilePicker: place });
  });
}

const sizeOfPlace = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle('place', { create: true })).getFile()).size;
  });

test(
  'Save as… writes a whole file or none, and Cancel leaves the place as it was',
  { tag: ['@B-21'] },
  async ({ page }) => {
    await placeFiles(page);
    const editor = await openEditor(page).open(file('shoe.png', await cameraPng()));
    const options = page.getByRole('button', { name: 'File format and more' });
    await options.click();
    await page.getByRole('button', { name: 'Save as…' }).click();
    await expect(page.getByText('Saved as place.')).toBeVisible();
    const written = await sizeOfPlace(page);
    expect(written).toBeGreaterThan(5_000);

    const large = await sharp({ create: { width: 6000, height: 4000, channels: 3, background: '#7a6a5a' } })
      .png()
      .toBuffer();
    await editor.open(file('large.png', large));
    await options.click();
    await page.getByRole('button', { name: 'Save as…' }).click();
    await page.getByRole('button', { name: 'Cancel saving' }).click();
    await editor.expectSaid('Saving cancelled.');
    expect(await sizeOfPlace(page)).toBe(written);
    await expect(page.getByRole('button', { name: 'Save photo' })).toBeEnabled();
  },
);
