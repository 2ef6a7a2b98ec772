import { createPlane, type Plane } from './picture.ts';

/** A mask drawn as text, one string per row: `#` is 255, anything else 0. Rows must be equally long. */
export function maskOf(...rows: readonly string[]): Plane {
  const width = rows[0]?.length ?? 0;
  const plane = createPlane(width, rows.length);
  rows.forEach((row, y) => {
    if (row.length !== width) throw new RangeError(`row ${y} is ${row.length} long; row 0 is ${width}`);
    for (let x = 0; x < width; x++) plane.data[y * width + x] = row[x] === '#' ? 255 : 0;
  });
  return plane;
}

/** A plane as text: `#` where it is 128 or more, `.` elsewhere. The inverse of `maskOf`. */
export function ascii(plane: Plane): string[] {
  return Array.from({ length: plane.height }, (_, y) =>
    Array.from(plane.data.subarray(y * plane.width, (y + 1) * plane.width), (v) =>
      v >= 128 ? '#' : '.',
    ).join(''),
  );
}
