/** Colour profiles for tests, put together byte by byte. */
import { bytesOfText } from '../metadata/byteText.ts';

/** As Adobe RGB (1998) states its primaries, adapted to D50. */
const ADOBE_RGB = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
];
const ADOBE_GAMMA = 2.19921875;
const WHITE = [0.9642, 1, 0.8249];

/** The smallest profile of Adobe RGB (1998) there can be: three primaries and one curve by its exponent. */
export function adobeRgbProfile(): Uint8Array<ArrayBuffer> {
  const tags = ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
  const values = 132 + 12 * tags.length;
  const out = new Uint8Array(values + 3 * 20 + 16);
  const view = new DataView(out.buffer);
  const write = (text: string, at: number) => out.set(bytesOfText(text), at);
  const xyz = (numbers: readonly number[], at: number) => {
    for (const [k, value] of numbers.entries()) view.setInt32(at + 4 * k, Math.round(value * 65_536));
  };
  view.setUint32(0, out.length);
  view.setUint32(8, 0x02100000);
  write('mntrRGB XYZ ', 12);
  write('acsp', 36);
  xyz(WHITE, 68);
  view.setUint32(128, tags.length);
  for (const [i, tag] of tags.entries()) {
    const at = values + 20 * Math.min(i, 3);
    write(tag, 132 + 12 * i);
    view.setUint32(136 + 12 * i, at);
    view.setUint32(140 + 12 * i, i < 3 ? 20 : 14);
    if (i < 3) {
      write('XYZ ', at);
      xyz(ADOBE_RGB[i], at + 8);
    } else {
      write('curv', at);
      view.setUint32(at + 8, 1);
      view.setUint16(at + 12, Math.round(ADOBE_GAMMA * 256));
    }
  }
  return out;
}
