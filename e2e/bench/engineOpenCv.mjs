// node engineOpenCv.mjs FOLDER WIDTH HEIGHT METHOD RADIUS: cv.inpaint over FOLDER/photo.raw (RGB) and mask.raw into out.raw; prints
// the milliseconds it took. A process of its own, without a TypeScript loader, which would take minutes over the library's 11 MB.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, width, height, method, radius] = process.argv.slice(2);
const require = createRequire(import.meta.url);
let cv = require('@techstark/opencv-js');
if (cv instanceof Promise) cv = await cv;
// The module has a `then` of its own: it must not be what a promise resolves to.
else if (!cv.Mat) await new Promise((resolve) => (cv.onRuntimeInitialized = () => resolve(undefined)));
const read = (file, type) =>
  cv.matFromArray(Number(height), Number(width), type, readFileSync(join(folder, file)));
const photo = read('photo.raw', cv.CV_8UC3);
const mask = read('mask.raw', cv.CV_8UC1);
const out = new cv.Mat();
const started = performance.now();
cv.inpaint(photo, mask, out, Number(radius), cv[method]);
console.log(performance.now() - started);
writeFileSync(join(folder, 'out.raw'), out.data);
process.exit();
