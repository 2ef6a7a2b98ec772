/** Exif for tests: with a thumbnail, which shows the photo as it was. */
import { bytesOfText, joinBytes } from './byteText.ts';

/** Stands in the thumbnail: no saved file may hold it. */
export const thumbnailWord = 'OLDPICTURE';

/** An Exif block (a TIFF) with a second directory, which holds a thumbnail. */
export function withThumbnail(exif: Uint8Array): Uint8Array<ArrayBuffer> {
  const directory = new Uint8Array(2 + 24 + 4);
  const out = joinBytes([exif, new Uint8Array(exif.length % 2), directory, bytesOfText(thumbnailWord)]);
  const view = new DataView(out.buffer);
  const little = out[0] === 0x49;
  const first = view.getUint32(4, little);
  const second = exif.length + (exif.length % 2);
  view.setUint32(first + 2 + 12 * view.getUint16(first, little), second, little);
  view.setUint16(second, 2, little);
  for (const [i, [tag, value]] of [
    [0x0201, second + directory.length],
    [0x0202, thumbnailWord.length],
  ].entries()) {
    view.setUint16(second + 2 + 12 * i, tag, little);
    view.setUint16(second + 4 + 12 * i, 4, little);
    view.setUint32(second + 6 + 12 * i, 1, little);
    view.setUint32(second + 10 + 12 * i, value, little);
  }
  return out;
}
