import { expect, test } from '@playwright/test';
import { openEditor, pixelsOf, samplePath, type Pixels } from '../driver/editor.ts';

/** PSNR in dB over the pixels that `mask` marks. */
function psnrInside(picture: Pixels, truth: Pixels, mask: Pixels): number {
  let squares = 0;
  let count = 0;
  for (let i = 0; i < picture.data.length; i += 4) {
    if (mask.data[i] < 128) continue;
    for (let c = 0; c < 3; c++) squares += (picture.data[i + c] - truth.data[i + c]) ** 2;
    count += 3;
  }
  return 10 * Math.log10((255 * 255 * count) / squares);
}

test('the main job: open, mask, remove, compare, use, save; outside the mask nothing changed', async ({
  page,
}) => {
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await expect(editor.canvas).toHaveAttribute('data-photo-width', '1600');

  // The sample's own mask, then a little more with a real brush.
  const mask = await editor
    .uploadMask(samplePath('perfume_marble', 'mask.png'))
    .expectSomeMask()
    .stroke({ x: 60, y: 60 }, { x: 120, y: 90 })
    .mask();
  expect(mask.data[60 * mask.width + 60]).toBe(255);

  const saved = await editor.remove(4).useResult(2).savePhoto('PNG');
  expect(saved.name).toBe('photo_clean.png');
  const [result, photo, clean, tight] = await Promise.all([
    pixelsOf(saved.bytes),
    pixelsOf(samplePath('perfume_marble', 'photo.jpg')),
    pixelsOf(samplePath('perfume_marble', 'clean.png')),
    pixelsOf(samplePath('perfume_marble', 'mask-tight.png')),
  ]);
  expect([result.width, result.height]).toEqual([photo.width, photo.height]);

  // The effective mask: the mask grown by a disc of 0.003 of the width (this engine's default dilation), 4.8 px.
  const radius = 0.003 * photo.width;
  let changedOutside = 0;
  let changedInside = 0;
  const near = new Uint8Array(photo.width * photo.height);
  const reach = Math.floor(radius);
  for (let y = 0; y < photo.height; y++)
    for (let x = 0; x < photo.width; x++) {
      if (mask.data[y * photo.width + x] === 0) continue;
      for (let dy = -reach; dy <= reach; dy++) {
        const row = y + dy;
        if (row < 0 || row >= photo.height) continue;
        const half = Math.floor(Math.sqrt(radius * radius - dy * dy));
        near.fill(
          1,
          row * photo.width + Math.max(0, x - half),
          row * photo.width + Math.min(photo.width, x + half + 1),
        );
      }
    }
  for (let i = 0; i < near.length; i++) {
    const same = [0, 1, 2, 3].every((c) => result.data[4 * i + c] === photo.data[4 * i + c]);
    if (same) continue;
    if (near[i]) changedInside++;
    else changedOutside++;
  }
  expect(changedOutside).toBe(0);
  expect(changedInside).toBeGreaterThan(1000);
  expect(psnrInside(result, clean, tight)).toBeGreaterThan(psnrInside(photo, clean, tight) + 6);

  // Undo takes the patch away and brings its mask back.
  await editor.undo();
  expect((await editor.mask()).data).toEqual(mask.data);
  const again = await pixelsOf((await editor.savePhoto('PNG')).bytes);
  expect(Buffer.compare(again.data, photo.data)).toBe(0);
});
