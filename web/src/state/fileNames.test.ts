import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposedFormat, safeStem, savedMaskName, savedPhotoName } from './fileNames.ts';

describe('names of saved files', () => {
  it.each([
    ['shoe.jpg', 'shoe_clean.jpg'],
    ['shoe.final.PNG', 'shoe.final_clean.jpg'],
    ['shoe', 'shoe_clean.jpg'],
    ['鞋子 01.jpeg', '鞋子 01_clean.jpg'],
    ['👟.png', '👟_clean.jpg'],
    ['../../etc/passwd.png', 'etc_passwd_clean.jpg'],
    ['C:\\photos\\shoe.jpg', 'C_photos_shoe_clean.jpg'],
    ['shoe.png.exe', 'shoe_clean.jpg'],
    ['shoe\u202Egpj.exe', 'shoegpj_clean.jpg'],
    ['sh\u0000oe\r\n.jpg', 'shoe_clean.jpg'],
    ['<img src=x onerror=alert(1)>.png', 'img src=x onerror=alert(1)__clean.jpg'],
    ['.htaccess', 'photo_clean.jpg'],
    ['', 'photo_clean.jpg'],
    ['...', 'photo_clean.jpg'],
  ])('%j is saved as %j', (name, saved) => {
    expect(savedPhotoName({ name, width: 800, height: 600 }, 'jpeg')).toBe(saved);
  });

  it('a mask is a PNG beside its photo', () => {
    expect(savedMaskName('shoe.jpg')).toBe('shoe_mask.png');
  });

  it.each([
    ['{name}', 'shoe.jpg'],
    ['{date} {name} {width}x{height}', '2026-11-26 shoe 800x600.jpg'],
    ['{name}.v2', 'shoe.v2.jpg'],
    ['{name}/../../{name}', 'shoe_.._.._shoe.jpg'],
    ['{colour}', '{colour}.jpg'],
    ['  ', 'photo.jpg'],
  ])('the template %j gives %j', (template, saved) => {
    const photo = { name: 'shoe.png', width: 800, height: 600 };
    expect(savedPhotoName(photo, 'jpeg', template, '2026-11-26')).toBe(saved);
  });

  it('a name of 300 characters still fits into 255 bytes, whatever the script', () => {
    for (const letter of ['a', '鞋', '👟']) {
      const name = `${letter.repeat(300)}.jpg`;
      const saved = savedPhotoName({ name, width: 1, height: 1 }, 'webp');
      expect(new TextEncoder().encode(saved).length).toBeLessThanOrEqual(255);
    }
  });

  it('any name becomes one that holds no separator, no control and no direction mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const stem = safeStem(name);
        expect(stem).not.toMatch(/[/\\:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        expect(stem).toMatch(/^[^.\s].*$/su);
        expect(new TextEncoder().encode(stem).length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('proposedFormat', () => {
  it.each([
    ['jpeg', 'jpeg'],
    ['webp', 'webp'],
    ['png', 'png'],
    ['avif', 'png'],
  ])('a photo opened as %s is proposed as %s', (opened, format) => {
    expect(proposedFormat(opened)).toBe(format);
  });
});
