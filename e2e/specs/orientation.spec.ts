import { expect, test } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import { openEditor, pixelsOf } from '../driver/editor.ts';
import { differences } from '../driver/regions.ts';
import { noteSentence } from '../driver/sentence.ts';

// An F in photo pixels: every turn and mirror of it looks different.
async function letterF(orientation: number): Promise<Buffer> {
  const upright = await sharp({ create: { width: 60, height: 90, channels: 3, background: '#e0e0e0' } })
    .composite([
      { input: { create: { width: 10, height: 70, channels: 3, background: '#202020' } }, left: 10, top: 10 },
      { input: { create: { width: 40, height: 10, channels: 3, background: '#c02020' } }, left: 10, top: 10 },
      { input: { create: { width: 25, height: 10, channels: 3, background: '#2020c0' } }, left: 10, top: 40 },
    ])
    .png()
    .toBuffer();
  // Stored so that the tag makes it upright again: the inverse turn.
  const stored = {
    1: (s: Sharp) => s,
    2: (s: Sharp) => s.flop(),
    3: (s: Sharp) => s.rotate(180),
    4: (s: Sharp) => s.flip(),
    5: (s: Sharp) => s.rotate(90).flop(),
    6: (s: Sharp) => s.rotate(270),
    7: (s: Sharp) => s.rotate(270).flop(),
    8: (s: Sharp) => s.rotate(90),
  }[orientation];
  if (!stored) throw new RangeError(`orientation ${orientation}; 1 to 8`);
  const turned = await stored(sharp(upright)).png().toBuffer();
  return sharp(turned)
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

test(
  'all eight EXIF orientations open upright and are saved upright, pixel for pixel',
  { tag: ['@I-17'] },
  async ({ page }) => {
    const editor = await openEditor(page);
    for (let orientation = 1; orientation <= 8; orientation++) {
      const file = await letterF(orientation);
      await editor.open({ name: `f${orientation}.jpg`, mimeType: 'image/jpeg', buffer: file });
      const saved = await pixelsOf((await editor.savePhoto('PNG')).bytes);
      expect([saved.width, saved.height]).toEqual([60, 90]);
      const upright = await pixelsOf(await sharp(file).rotate().png().toBuffer());
      let worst = 0;
      for (let i = 0; i < saved.data.length; i++)
        worst = Math.max(worst, Math.abs(saved.data[i] - upright.data[i]));
      // Two JPEG decoders may round differently by a level or two.
      expect(worst, `orientation ${orientation}`).toBeLessThanOrEqual(3);
    }
    noteSentence('nothing to say: all of them stand upright');
  },
);

for (const half of [
  [2, 3, 4],
  [5, 7, 8],
])
  test(
    `saved as JPEG again, orientations ${half.join(', ')} stay as they are stored: only blocks under the patch change`,
    { tag: half.includes(5) ? '@long' : [] },
    async ({ page }) => {
      const editor = await openEditor(page);
      for (const orientation of half) {
        const file = await letterF(orientation);
        await editor.open({ name: `f${orientation}.jpg`, mimeType: 'image/jpeg', buffer: file });
        // The red bar of the F, upright.
        await editor.box({ x: 12, y: 11 }, { x: 48, y: 19 }).remove(1).useResult(1);
        const saved = (await editor.savePhoto('JPEG')).bytes;
        const { orientation: tag, chromaSubsampling } = await sharp(saved).metadata();
        expect([tag, chromaSubsampling]).toEqual([orientation, '4:4:4']);
        const [before, after] = await Promise.all(
          [file, saved].map(async (one) => pixelsOf(await sharp(one).rotate().png().toBuffer())),
        );
        // Dilation, the blocks of 8 pixels that it touches in either direction, and 2 px.
        const allowed = { x: 12 - 1 - 10, y: 11 - 1 - 10, width: 36 + 22, height: 8 + 22 };
        const { inside, outside } = differences(before, after, [allowed]);
        expect(outside, `orientation ${orientation}`).toBe(0);
        expect(inside[0], `orientation ${orientation}`).toBeGreaterThan(100);
      }
    },
  );
