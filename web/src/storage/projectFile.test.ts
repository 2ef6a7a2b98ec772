import { readFileSync } from 'node:fs';
import { crc32 } from '@cleanplate/shared/raster/crc32.ts';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readProject, writeProject } from './projectFile.ts';
import { box, file, newDocument, planes } from './testRig.ts';

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

test('a project opens where it was saved: photo byte for byte, mask, protected area', async () => {
  const document = newDocument();
  box(document);
  document.act('protect', 'ellipse', (surface) =>
    surface.ellipse({ x: 200, y: 40, width: 300, height: 200 }, 'add'),
  );
  const read = await readProject(await writeProject(document));
  if (!read.ok) throw new Error(read.why);
  expect(Buffer.compare(await bytesOf(read.project.photo), await bytesOf(file))).toBe(0);
  const opened = newDocument();
  opened.relive(read.project.past, read.project.standing ?? undefined);
  expect(planes(opened)).toEqual(planes(document));
});

test('a project that version 1 wrote opens in this version and every later one', async () => {
  const stored = readFileSync(new URL('testFiles/version1.cleanplate', import.meta.url));
  const read = await readProject(new Blob([stored]));
  if (!read.ok) throw new Error(read.why);
  const { name, width, height, photo, past, standing } = read.project;
  expect([name, width, height]).toEqual(['old shoe.jpg', 600, 300]);
  expect(crc32(await bytesOf(photo))).toBe(1_267_003_637);
  const opened = newDocument();
  opened.relive(past, standing ?? undefined);
  // A box as the mask, an ellipse protected, a patch, and two results of the box on the table.
  expect(planes(opened)).toEqual({ mask: 191_173_764, protect: 693_867_735 });
  expect(opened.patches.map(({ area }) => area)).toEqual([{ x: 86, y: 86, width: 52, height: 44 }]);
  expect(opened.facts().results.map(({ number }) => number)).toEqual([1, 2]);
});

test('damage anywhere, bombs and other zips end in an outcome', async () => {
  const document = newDocument();
  box(document);
  const good = await bytesOf(await writeProject(document));
  for (let at = 0; at < good.length; at += 211) {
    const damaged = good.slice();
    damaged[at] ^= 0x55;
    // A changed byte of the photo itself is the decoder's to judge.
    expect(await readProject(new Blob([damaged])), `byte ${at}`).toHaveProperty('ok');
    expect(await readProject(new Blob([good.slice(0, at)]))).toEqual({ ok: false, why: 'damaged' });
  }
  const zip = (entries: Record<string, Uint8Array>) =>
    readProject(new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>]));
  expect(await zip({ 'a.txt': strToU8('hello') })).toEqual({ ok: false, why: 'damaged' });
  const manifest = { format: 'cleanplate', version: 2, name: 'a', width: 600, height: 300 };
  expect(await zip({ 'project.json': strToU8(JSON.stringify(manifest)) })).toEqual({
    ok: false,
    why: 'newer',
  });
  const bomb = zipSync({ photo: new Uint8Array(8 * 1024 * 1024) }, { level: 9 });
  // The directory at the end claims 2 GB.
  const claim = bomb.lastIndexOf(0x50) - 0;
  const view = new DataView(bomb.buffer);
  for (let at = 0; at < claim; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0x7fffffff, true);
  expect(await readProject(new Blob([bomb as Uint8Array<ArrayBuffer>]))).toEqual({
    ok: false,
    why: 'damaged',
  });
});
