// Rare files that open, with what is said of them (I-9, I-15, I-18, I-21, I-26, I-28, I-29, I-30), and masks of any kind (M-3, M-4).
import { deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { pngChunk } from '@cleanplate/shared/raster/png.ts';
import { createRandom } from '@cleanplate/shared/segment/random.ts';
import sharp from 'sharp';
import { openEditor, pixelsOf, samplePath, type TestFile } from '../driver/editor.ts';
import { emptyPng } from '../driver/forgedPng.ts';
import { expectSentence, noteSentence } from '../driver/sentence.ts';

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const file = (name: string, buffer: Buffer): TestFile => ({ name, mimeType: 'image/*', buffer });
const size = { width: 48, height: 36 };

const noisy = () =>
  sharp({
    create: {
      ...size,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

test(
  'I-9 exactly a hundred megapixels open, take a mask and give it back',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(file('hundred.png', emptyPng(10_000, 10_000)));
    await expect(editor.canvas).toHaveAttribute('data-photo-width', '10000');
    await editor.box({ x: 1000, y: 9000 }, { x: 3000, y: 9500 });
    // A step of the pointer is a dozen pixels of this photo.
    await editor.expectMask(
      [
        { x: 1020, y: 9020 },
        { x: 2980, y: 9480 },
      ],
      [
        { x: 980, y: 9250 },
        { x: 2000, y: 9520 },
      ],
    );
    noteSentence('nothing to say: it opens');
  },
);

test(
  'I-15, I-28 animations and files of several pictures: the first is edited, and that is said',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    const frames = await noisy().extend({ bottom: size.height, background: '#fff' }).raw().toBuffer();
    const raw = { width: size.width, height: 2 * size.height, channels: 3, pageHeight: size.height } as const;
    for (const format of ['gif', 'webp'] as const) {
      await editor.open(file(`animated.${format}`, await sharp(frames, { raw }).toFormat(format).toBuffer()));
      await expect(editor.canvas).toHaveAttribute('data-photo-height', String(size.height));
      await expectSentence(messages(page).getByText(/Animation: only the first frame is edited/), 'I-15');
      await messages(page).getByRole('button', { name: 'Dismiss' }).first().click();
    }
    const jpeg = await noisy().jpeg().toBuffer();
    const index = Buffer.from('MPF\0II*\0\x08\0\0\0\0\0', 'latin1');
    const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0, index.length + 2]), index]);
    const stereo = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2), jpeg]);
    await editor.open(file('stereo.mpo', stereo));
    await expectSentence(messages(page).getByText(/This file holds several pictures/), 'I-28');
  },
);

test(
  'I-18, I-21 orientations that are none, a second start of image: open as they stand, or end in a sentence',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    const jpeg = await noisy().withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const tag = jpeg.indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
    const little = jpeg.indexOf(Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0]));
    for (const value of [0, 9, 65_535]) {
      const changed = Buffer.from(jpeg);
      if (tag >= 0) changed.writeUInt16BE(value, tag + 8);
      else changed.writeUInt16LE(value, little + 8);
      await editor.open(file(`${value}.jpg`, changed));
      await expect(editor.canvas).toHaveAttribute('data-photo-width', String(size.width));
    }
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
    await chooser.setFiles({
      name: 'twice.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.concat([jpeg.subarray(0, 2), jpeg]),
    });
    // The browser's decoder does not take it: that is said.
    await expectSentence(messages(page).getByText(/The file is damaged or is not a picture/), 'I-21');
    noteSentence('I-18: nothing to say: it stands as it is stored');
  },
);

test(
  'I-26 many files, one of them twice: one by one, each with its place; a folder and a link are named',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    const picture = await noisy().png().toBuffer();
    const many = Array.from({ length: 15 }, (_, i) => ({
      name: `${i % 14}.png`,
      mimeType: 'image/png',
      buffer: picture,
    }));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
    await chooser.setFiles(many);
    await expect(page.getByRole('list', { name: 'Open photos' }).getByRole('listitem')).toHaveCount(15);
    const drop = (kind: 'folder' | 'link') =>
      page.evaluate((what) => {
        const data = new DataTransfer();
        if (what === 'link') data.setData('text/uri-list', 'https://example.com/a.png');
        else {
          data.items.add(new File([], 'photos'));
          // Only the system can drop a folder: what the page asks of it is answered as for one.
          DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true }) as FileSystemEntry;
        }
        document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      }, kind);
    await drop('link');
    await expectSentence(messages(page).getByText(/A link or text cannot be opened/));
    await drop('folder');
    await expect(messages(page).getByText(/A folder cannot be opened/)).toBeVisible();
  },
);

test(
  'I-29 megabytes of chunks, and text that unpacks without end: opens, and none of it is unpacked',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    const picture = await noisy().png().toBuffer();
    const bomb = deflateSync(Buffer.alloc(60 * 1024 * 1024, 0x20), { level: 9 });
    const head = picture.subarray(0, 33);
    const text = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), bomb]);
    const packet = Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0', 'latin1'), bomb]);
    const chunks = [
      ...Array.from({ length: 8 }, () => pngChunk('juNk', new Uint8Array(4 * 1024 * 1024))),
      pngChunk('zTXt', text),
      pngChunk('iTXt', packet),
    ];
    await editor.open(file('stuffed.png', Buffer.concat([head, ...chunks, picture.subarray(33)])));
    await expect(editor.canvas).toHaveAttribute('data-photo-width', String(size.width));
    const saved = await editor.savePhoto('PNG');
    expect(saved.bytes.length).toBeLessThan(1024 * 1024);
    expect(Buffer.compare((await pixelsOf(saved.bytes)).data, (await pixelsOf(picture)).data)).toBe(0);
    noteSentence('nothing to say: it opens');
  },
);

test(
  'I-30 mutated pictures: each opens or is refused in words, and the page lives on',
  { tag: '@long' },
  async ({ page }) => {
    test.setTimeout(180_000);
    const editor = await openEditor(page);
    const random = createRandom(30);
    const seeds = await Promise.all([
      noisy().jpeg().toBuffer(),
      noisy().jpeg({ progressive: true }).toBuffer(),
      noisy().png().toBuffer(),
      noisy().ensureAlpha(0.5).png({ palette: true }).toBuffer(),
      noisy().webp().toBuffer(),
      noisy().ensureAlpha(0.5).webp({ lossless: true }).toBuffer(),
    ]);
    let opened = 0;
    let refused = 0;
    for (let i = 0; i < 60; i++) {
      const mutant = Buffer.from(seeds[i % seeds.length]);
      for (let flips = 0; flips < 3; flips++)
        mutant[Math.floor(random() * mutant.length)] ^= 1 << Math.floor(random() * 8);
      const before =
        (await editor.canvas.count()) > 0 ? await editor.canvas.getAttribute('data-document') : '';
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
      await chooser.setFiles({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer: mutant });
      const dismiss = messages(page).getByRole('button', { name: 'Dismiss' });
      const isShown = async () =>
        (await editor.canvas.count()) > 0 && (await editor.canvas.getAttribute('data-document')) !== before;
      await expect.poll(async () => (await isShown()) || (await dismiss.count()) > 0).toBe(true);
      if (await isShown()) {
        opened++;
        await editor.press(`Close ${i}.jpg`);
        await expect(page.getByRole('button', { name: `Close ${i}.jpg` })).toHaveCount(0);
      } else refused++;
      while ((await dismiss.count()) > 0) await dismiss.first().click();
    }
    expect([opened > 0, refused > 0, opened + refused]).toEqual([true, true, 60]);
    noteSentence(`${opened} opened, ${refused} were refused, each with its sentence`);
  },
);

test(
  'M-3, M-4 a mask in the alpha only is read; one over most of the photo is asked about',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    const photo = readFileSync(samplePath('perfume_marble', 'photo.jpg'));
    await editor.open(file('perfume.jpg', photo));
    const shape = { left: 100, top: 200, width: 300, height: 150 };
    const alpha = await sharp({
      create: { width: 1600, height: 1200, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .composite([{ input: { create: { ...shape, channels: 4, background: '#000' } }, ...shape }])
      .png()
      .toBuffer();
    await editor.uploadMask({ name: 'alpha.png', mimeType: 'image/png', buffer: alpha });
    await editor.expectSomeMask().expectBounds(100, 200, 300, 150);
    await editor.press('Invert mask');
    await expectSentence(page.getByText(/^9\d(\.\d+)? % of the photo is masked\./), 'M-4');
    noteSentence('M-3: nothing to say: any alpha below 255 makes it a mask of opacity');
  },
);
