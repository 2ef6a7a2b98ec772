import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sniffFileType } from './sniff.ts';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const dot = sharp({ create: { width: 2, height: 2, channels: 3, background: '#345' } });
const ftyp = (...brands: string[]) =>
  bytes(
    `\0\0\0${String.fromCharCode(12 + 4 * brands.length)}ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`,
  );

describe('sniffFileType', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)('knows a real %s', async (format) => {
    expect(sniffFileType(await dot.clone().toFormat(format).toBuffer())).toBe(format);
  });

  it.each([
    ['empty', ''],
    ['jxl', '\xff\x0a\0\0'],
    ['jxl', '\0\0\0\x0cJXL \r\n\x87\n'],
    ['psd', '8BPS\0\x01'],
    ['pdf', '%PDF-1.7\n'],
    ['pdf', 'junk before\n%PDF-1.7\n'],
    ['zip', 'PK\x03\x04'],
    ['raw', 'FUJIFILMCCD-RAW 0201'],
    ['raw', 'II*\0\x10\0\0\0CR\x02\0'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['svg', '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<svg width="1">'],
    ['svg', '\n<!DOCTYPE svg [<!ENTITY a "aaaa">]>'],
    ['svg', '\xff\xfe<\0s\0v\0g\0>\0'],
    ['text', '<!doctype html><title>Error</title>'],
    ['text', 'hello'],
    ['text', '\xe4\xbd\xa0\xe5\xa5\xbd\r\n'],
    ['text', 'BM is how this sentence begins.'],
    ['unknown', '\0\0\0\0'],
    ['unknown', '\x7fELF\x02\x01\x01\0'],
  ] as const)('says %s for %j', (type, content) => {
    expect(sniffFileType(bytes(content))).toBe(type);
  });

  it('tells the ISO media brands apart', () => {
    expect(sniffFileType(ftyp('heic', 'mif1', 'heic'))).toBe('heic');
    expect(sniffFileType(ftyp('mif1', 'mif1', 'heic'))).toBe('heic');
    expect(sniffFileType(ftyp('mif1', 'mif1', 'avif', 'miaf'))).toBe('avif');
    expect(sniffFileType(ftyp('crx ', 'crx ', 'isom'))).toBe('raw');
    expect(sniffFileType(ftyp('isom', 'isom', 'mp42'))).toBe('unknown');
  });

  it('takes a camera file for RAW and not for TIFF', async () => {
    // A TIFF directory with a maker and a sub-directory, as NEF and ARW have.
    const directory = ['\x02\0', '\x0f\x01\x02\0\x06\0\0\0\0\0\0\0', '\x4a\x01\x04\0\x01\0\0\0\0\0\0\0'];
    const nef = bytes(['II*\0\x08\0\0\0', ...directory].join(''));
    expect(sniffFileType(nef)).toBe('raw');
  });

  it('goes by content where a picture carries something else behind it', async () => {
    const jpeg = await dot.clone().jpeg().toBuffer();
    expect(sniffFileType(Buffer.concat([jpeg, Buffer.from('PK\x03\x04<script>alert(1)</script>')]))).toBe(
      'jpeg',
    );
    expect(sniffFileType(bytes('GIF89a/*<svg>*/=1;alert(1)'))).toBe('gif');
  });
});
