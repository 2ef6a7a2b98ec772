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
