import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';

export const samplePath = (name: string, file: string): string =>
  fileURLToPath(new URL(`../../samples/${name}/${file}`, import.meta.url));

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** RGBA and size of a picture, decoded by sharp: a decoder that is not ours. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function pixelsOf(picture: Buffer | string): Promise<Pixels> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** What a designer does in the page, as sentences. Positions are photo pixels; pointer events are real ones. */
export interface Editor {
  readonly page: Page;
  readonly canvas: Locator;
  /** A path, or bytes with a name. Waits until the photo is shown. */
  open(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<Editor>;
  openSample(title: RegExp): Promise<Editor>;
  tool(name: string): Promise<Editor>;
  /** A drag through photo positions with the current tool. */
  drag(...points: readonly Point[]): Promise<Editor>;
  box(from: Point, to: Point): Promise<Editor>;
  stroke(...points: readonly Point[]): Promise<Editor>;
  undo(): Promise<Editor>;
  redo(): Promise<Editor>;
  press(name: string): Promise<Editor>;
  /** The downloaded mask: one byte per pixel, checked to hold only 0 and 255. */
  mask(): Promise<{ data: Uint8Array; width: number; height: number }>;
  expectMask(inside: readonly Point[], outside: readonly Point[]): Promise<Editor>;
  screenPoint(photo: Point): Promise<Point>;
  savePhoto(format: 'PNG' | 'JPEG' | 'WebP'): Promise<{ name: string; bytes: Buffer }>;
}

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());

/** Opens the app and gives its driver. */
export async function openEditor(page: Page, path = '/'): Promise<Editor> {
  await page.goto(path);
  const canvas = page.getByRole('application', { name: 'Photo editor' });
  const editor: Editor = {
    page,
    canvas,
    async open(file) {
      const before = (await canvas.count()) > 0 ? await canvas.getAttribute('data-document') : '';
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
      await chooser.setFiles(file);
      await expect(canvas).not.toHaveAttribute('data-document', before ?? '');
      return editor;
    },
    async openSample(title) {
      await page.getByRole('button', { name: title }).click();
      await expect(canvas).toHaveAttribute('data-photo-width', /\d+/);
      return editor;
    },
    async tool(name) {
      await page.getByRole('button', { name, exact: true }).click();
      return editor;
    },
    async screenPoint(photo) {
      const view = JSON.parse((await canvas.getAttribute('data-view')) ?? 'null');
      const area = await canvas.boundingBox();
      if (!view || !area) throw new Error('the editor shows no photo');
      // data-view: scale and offsets in device pixels, and the ratio to CSS pixels.
      return {
        x: area.x + (view.offsetX + photo.x * view.scale) / view.dpr,
        y: area.y + (view.offsetY + photo.y * view.scale) / view.dpr,
      };
    },
    async drag(...points) {
      const [first, ...rest] = await Promise.all(points.map((point) => editor.screenPoint(point)));
      await page.mouse.move(first.x, first.y);
      await page.mouse.down();
      for (const point of rest) await page.mouse.move(point.x, point.y, { steps: 6 });
      await page.mouse.up();
      return editor;
    },
    async box(from, to) {
      await editor.tool('Box');
      return editor.drag(from, to);
    },
    async stroke(...points) {
      await editor.tool('Brush');
      return editor.drag(...points);
    },
    undo: () => editor.press('Undo'),
    redo: () => editor.press('Redo'),
    async press(name) {
      await page.getByRole('button', { name, exact: true }).first().click();
      return editor;
    },
    async mask() {
      const [download] = await Promise.all([page.waitForEvent('download'), editor.press('Download mask')]);
      const bytes = await bytesOf(download);
      const { channels, depth, space } = await sharp(bytes).metadata();
      expect([channels, depth, space]).toEqual([1, 'uchar', 'b-w']);
      const { data, info } = await sharp(bytes).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
      const plane = new Uint8Array(data.buffer, data.byteOffset, data.length);
      expect(plane.every((value) => value === 0 || value === 255)).toBe(true);
      return { data: plane, width: info.width, height: info.height };
    },
    async expectMask(inside, outside) {
      const { data, width } = await editor.mask();
      const at = ({ x, y }: Point) => data[Math.floor(y) * width + Math.floor(x)];
      expect(inside.map(at)).toEqual(inside.map(() => 255));
      expect(outside.map(at)).toEqual(outside.map(() => 0));
      return editor;
    },
    async savePhoto(format) {
      await page.getByRole('button', { name: 'File format and more' }).click();
      await page.getByRole('radio', { name: format }).click();
      await page.keyboard.press('Escape');
      const [download] = await Promise.all([page.waitForEvent('download'), editor.press('Save photo')]);
      return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
    },
  };
  return editor;
}
