import { readFileSync } from 'node:fs';
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { fluent, type Chain, type Fluent } from './chain.ts';
import { boundsOf, type MaskPixels, type Point } from './picture.ts';
import { createPointers } from './pointers.ts';
import { pageOver, photoUnder, type ShownView } from './shownView.ts';

export { pixelsOf, samplePath, type Pixels, type Point } from './picture.ts';

/** A path, or bytes with a name. */
export type TestFile = string | { name: string; mimeType: string; buffer: Buffer };

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());

const maskStatus = (page: Page): Locator => page.getByRole('status', { name: 'Mask' });

/** What is asked of the page. Positions are photo pixels. */
function answers(page: Page, canvas: Locator) {
  const view = async (): Promise<ShownView> => {
    const shown = await canvas.getAttribute('data-view');
    if (!shown) throw new Error('the editor shows no photo');
    return JSON.parse(shown) as ShownView;
  };
  /** The canvas on the page. */
  const area = async () => {
    const box = await canvas.boundingBox();
    if (!box) throw new Error('the editor is not shown');
    return box;
  };
  const downloaded = async (button: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button, exact: true }).first().click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
  };
  return {
    page,
    canvas,
    view,
    area,
    screenPoint: async (photo: Point) => pageOver(await view(), await area(), photo),
    photoPoint: async (onPage: Point) => photoUnder(await view(), await area(), onPage),
    /** The downloaded mask: one byte per pixel, checked to hold only 0 and 255. */
    async mask(): Promise<MaskPixels> {
      const { bytes } = await downloaded('Download mask');
      const { channels, depth, space } = await sharp(bytes).metadata();
      expect([channels, depth, space]).toEqual([1, 'uchar', 'b-w']);
      const { data, info } = await sharp(bytes).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
      const plane = new Uint8Array(data.buffer, data.byteOffset, data.length);
      expect(plane.every((value) => value === 0 || value === 255)).toBe(true);
      return { data: plane, width: info.width, height: info.height };
    },
    /** Without a format: as what the photo was opened, or was saved last. */
    async savePhoto(format?: 'PNG' | 'JPEG' | 'WebP' | 'TIFF') {
      if (!format) return downloaded('Save photo');
      await page.getByRole('button', { name: 'File format and more' }).click();
      await page.getByRole('radio', { name: format }).click();
      await page.keyboard.press('Escape');
      return downloaded('Save photo');
    },
  };
}

/** What a designer does. Pointer events are real ones; positions are photo pixels. */
function steps(page: Page, canvas: Locator, ask: ReturnType<typeof answers>) {
  const pointers = createPointers(page);
  const onPage = (points: readonly Point[]) => Promise.all(points.map((point) => ask.screenPoint(point)));
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const choose = async (button: string, file: TestFile) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(button)]);
    await chooser.setFiles(file);
  };
  const tool = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const drag = async (...points: Point[]) => {
    const [first, ...rest] = await onPage(points);
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(point.x, point.y, { steps: 6 });
    await page.mouse.up();
  };
  const clicks = async (points: readonly Point[]) => {
    for (const { x, y } of await onPage(points)) await page.mouse.click(x, y);
  };
  const withTool =
    (name: string) =>
    async (...points: Point[]) => {
      await tool(name);
      await drag(...points);
    };
  return {
    goto: async (path: string) => void (await page.goto(path)),
    /** Waits until the photo is shown. */
    async open(file: TestFile) {
      const before = (await canvas.count()) > 0 ? await canvas.getAttribute('data-document') : '';
      await choose('Open photo', file);
      await expect(canvas).not.toHaveAttribute('data-document', before ?? '');
    },
    async openSample(title: RegExp) {
      await page.getByRole('button', { name: title }).click();
      await expect(canvas).toHaveAttribute('data-photo-width', /\d+/);
    },
    uploadMask: (file: TestFile) => choose('Upload mask', file),
    tool,
    press,
    /** An entry of a menu, by the name of its button. */
    async menu(button: string, entry: string) {
      await press(button);
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
    },
    /** A drag through photo positions with the current tool. */
    drag,
    box: (from: Point, to: Point) => withTool('Box')(from, to),
    ellipse: (from: Point, to: Point) => withTool('Ellipse')(from, to),
    stroke: withTool('Brush'),
    erase: withTool('Eraser'),
    lasso: withTool('Lasso'),
    /** Corners clicked one by one, closed on the first. */
    async polygon(...corners: Point[]) {
      await tool('Lasso');
      await clicks([...corners, corners[0]]);
    },
    async wand(at: Point) {
      await tool('Magic wand');
      await clicks([at]);
    },
    /** Clicks with the current tool. */
    click: (...points: Point[]) => clicks(points),
    async hover(photo: Point) {
      const { x, y } = await ask.screenPoint(photo);
      await page.mouse.move(x, y);
    },
    hold: (key: string) => page.keyboard.down(key),
    release: (key: string) => page.keyboard.up(key),
    /** Keys pressed on the canvas, each as Playwright writes it. */
    async keys(...chords: string[]) {
      await canvas.focus();
      for (const chord of chords) await page.keyboard.press(chord);
    },
    finger: async (...points: Point[]) => pointers.finger(...(await onPage(points))),
    /** Fingers that touch at once and leave at once, one on each point. */
    async tap(...points: Point[]) {
      await pointers.touch('touchStart', ...(await onPage(points)));
      await pointers.touch('touchEnd');
    },
    async pen(points: readonly Point[], options?: Parameters<typeof pointers.pen>[1]) {
      await pointers.pen(await onPage(points), options);
    },
    undo: () => press('Undo'),
    redo: () => press('Redo'),
    /** Removes with the engine in force and waits for that many results, finished. */
    async remove(results = 4) {
      const slider = page.getByRole('slider', { name: 'Number of results' });
      await slider.focus();
      await page.keyboard.press('Home');
      for (let i = 1; i < results; i++) await page.keyboard.press('ArrowRight');
      await press('Remove');
      await expect(page.getByRole('option', { name: /^Result/ })).toHaveCount(results, { timeout: 60_000 });
      await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeVisible({
        timeout: 60_000,
      });
    },
    async useResult(number: number) {
      await page.getByRole('option', { name: new RegExp(`^Result ${number}`) }).click();
      await press('Use this result');
    },
    async expectMask(inside: readonly Point[], outside: readonly Point[]) {
      const { data, width } = await ask.mask();
      const at = ({ x, y }: Point) => data[Math.floor(y) * width + Math.floor(x)];
      expect(inside.map(at)).toEqual(inside.map(() => 255));
      expect(outside.map(at)).toEqual(outside.map(() => 0));
    },
    /** The smallest rectangle that holds what is masked. */
    async expectBounds(x: number, y: number, width: number, height: number) {
      expect(boundsOf(await ask.mask())).toEqual({ x, y, width, height });
    },
    expectEmptyMask: () => expect(maskStatus(page)).toHaveText('Nothing is masked yet'),
    expectSomeMask: () => expect(maskStatus(page)).toHaveText(/% of the photo/),
    /** What the live region said last. */
    expectSaid: (line: RegExp | string) => expect(page.locator('[data-live]')).toHaveText(line),
  };
}

export type EditorSteps = ReturnType<typeof steps>;
export type EditorAnswers = ReturnType<typeof answers>;
/** The page as a designer uses it; see `chain.ts` for how its sentences join. */
export type Editor = Fluent<EditorSteps, EditorAnswers>;

/** Opens the app and gives its driver, ready for the first sentence. */
export function openEditor(page: Page, path = '/'): Chain<EditorSteps, EditorAnswers> {
  const canvas = page.getByRole('application', { name: 'Photo editor' });
  const ask = answers(page, canvas);
  return fluent(steps(page, canvas, ask), ask).goto(path);
}
