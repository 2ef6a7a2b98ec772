/** Entry of the worker that prepares what is sent to a server engine, and fits what comes back to the photo. */
import { fitFoundCandidate } from '@cleanplate/shared/raster/changedMask.ts';
import { fitCandidate } from '@cleanplate/shared/raster/fitCandidate.ts';
import { fitMask, maskBounds } from '@cleanplate/shared/raster/mask.ts';
import { mirrorPicture, mirrorPlane, roomForMask } from '@cleanplate/shared/raster/mirrorFrame.ts';
import { cropPicture, cropPlane, type Picture, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { resamplePicture } from '@cleanplate/shared/raster/resample.ts';
import { readMaskAnswer } from '@cleanplate/shared/segment/maskAnswer.ts';
import { expose, transfer } from 'comlink';
import { planCrops, type PlannedCrop } from '../document/planCrops.ts';
import type { Fitted, RemoteApi, RemoteJobInput, Upload } from './remoteApi.ts';
import { decodePicture, encodeMask, encodePicture, markedPicture, sentSize } from './remotePictures.ts';

interface Slot {
  /** RGBA over the job's `bounds`, filled part by part. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly missing: Set<number>;
  isUnchanged: boolean;
}

interface Part extends PlannedCrop {
  /** Pixels of the photo's own reflection that are sent on every side. */
  readonly room: number;
}

interface Job {
  readonly photo: Picture;
  readonly mask: Plane | null;
  readonly crops: readonly Part[];
  /** Each crop as the engine gets it: decoded from what is sent. */
  readonly sent: readonly Picture[];
  /** Bounds of the effective mask: no more of a candidate is ever shown. */
  readonly bounds: Rect;
  readonly slots: Map<number, Slot>;
}

const jobs = new Map<number, Job>();
let lastId = 0;

const whole = ({ width, height }: { width: number; height: number }): Rect => ({ x: 0, y: 0, width, height });

/** Of a picture or plane of the job, what one request is about: the region, and the room that is sent around it. */
function partOf<P extends Picture | Plane>(
  whole: P,
  { region, room }: Part,
  crop: (from: P, to: Rect) => P,
  mirror: (from: P, by: number) => P,
): P {
  const isWhole = region.width === whole.width && region.height === whole.height;
  const cut = isWhole ? whole : crop(whole, region);
  return room === 0 ? cut : mirror(cut, room);
}
const pictureOf = (whole: Picture, part: Part) => partOf(whole, part, cropPicture, mirrorPicture);
const planeOf = (whole: Plane, part: Part) => partOf(whole, part, cropPlane, mirrorPlane);

async function encode(input: RemoteJobInput, photo: Picture, part: Part): Promise<Upload> {
  const { width, height, bestSides, aspect, maxImageBytes, sentMask, withGuide } = input;
  const cut = pictureOf(photo, part);
  const to = sentSize(cut, bestSides, aspect);
  const scale = Math.max(to.width, to.height) / Math.max(cut.width, cut.height);
  const isAsIs = to.width === cut.width && to.height === cut.height;
  const picture = isAsIs ? cut : resamplePicture(cut, to.width, to.height);
  const image = await encodePicture(picture, maxImageBytes);
  if (sentMask === null) return { image, mask: null, guide: null, scale, ...to };
  // Touched is masked: a hairline must not get lost on the way.
  const mask = fitMask(planeOf({ data: sentMask, width, height }, part), to.width, to.height, 'all');
  const guide = withGuide ? await encodePicture(markedPicture(picture, mask), maxImageBytes) : null;
  return { image, mask: await encodeMask(mask), guide, scale, ...to };
}

/** Rows of a part that lies in the job's bounds, laid into the slot. */
function paste(slot: Slot, bounds: Rect, fitted: Picture, crop: Part): void {
  const { region, room } = crop;
  const area = intersectRects(crop.answers, bounds);
  for (let y = area.y; y < area.y + area.height; y++) {
    const from = ((y - region.y + room) * fitted.width + area.x - region.x + room) * 4;
    const to = ((y - bounds.y) * bounds.width + area.x - bounds.x) * 4;
    slot.pixels.set(fitted.data.subarray(from, from + area.width * 4), to);
  }
}

function fitFound({ photo }: Job, candidate: Picture): Fitted {
  const { picture, mask } = fitFoundCandidate(photo, candidate);
  if (!picture) return { kind: 'misaligned' };
  const area = maskBounds(mask);
  if (isEmptyRect(area)) return { kind: 'nothingFound' };
  const pixels = cropPicture(picture, area).data as Uint8ClampedArray<ArrayBuffer>;
  const found = cropPlane(mask, area).data as Uint8Array<ArrayBuffer>;
  return transfer({ kind: 'fitted', area, pixels, found, isUnchanged: false }, [pixels.buffer, found.buffer]);
}

function fitMasked(job: Job, mask: Plane, part: number, index: number, candidate: Picture): Fitted {
  const { photo, crops, sent, bounds, slots } = job;
  const crop = crops[part];
  const { picture, isUnchanged } = fitCandidate(
    pictureOf(photo, crop),
    candidate,
    planeOf(mask, crop),
    sent[part],
  );
  if (!picture) return { kind: 'misaligned' };
  const slot = slots.get(index) ?? {
    pixels: cropPicture(photo, bounds).data as Uint8ClampedArray<ArrayBuffer>,
    missing: new Set(crops.keys()),
    isUnchanged: true,
  };
  slots.set(index, slot);
  paste(slot, bounds, picture, crop);
  slot.isUnchanged &&= isUnchanged;
  slot.missing.delete(part);
  if (slot.missing.size > 0) return { kind: 'waiting' };
  slots.delete(index);
  const { pixels } = slot;
  return transfer({ kind: 'fitted', area: bounds, pixels, found: null, isUnchanged: slot.isUnchanged }, [
    pixels.buffer,
  ]);
}

const api: RemoteApi = {
  async open(input) {
    const { pixels, width, height, bestSides, aspect, mayMove } = input;
    const photo: Picture = { data: pixels, width, height };
    const mask = input.mask && { data: input.mask, width, height };
    const planned = mask
      ? planCrops(mask, { bestSide: bestSides[bestSides.length - 1], aspect })
      : [{ region: whole(photo), answers: whole(photo) }];
    const crops = planned.map((crop) => ({
      ...crop,
      room: mask && mayMove ? roomForMask(cropPlane(mask, crop.region)) : 0,
    }));
    const uploads: Upload[] = [];
    for (const crop of crops) uploads.push(await encode(input, photo, crop));
    const sent = await Promise.all(uploads.map(({ image }) => decodePicture(image)));
    const id = ++lastId;
    jobs.set(id, {
      photo,
      mask,
      crops,
      sent,
      bounds: mask ? maskBounds(mask) : whole(photo),
      slots: new Map(),
    });
    return { id, uploads };
  },
  async fit(jobId, part, slot, candidate) {
    const job = jobs.get(jobId);
    if (!job) throw new Error(`job ${jobId} is closed`);
    const picture = await decodePicture(candidate);
    return job.mask ? fitMasked(job, job.mask, part, slot, picture) : fitFound(job, picture);
  },
  encodePhoto({ pixels, width, height }, maxImageBytes) {
    const photo: Picture = { data: pixels, width, height };
    const to = sentSize(photo, [Math.max(width, height)], 'square');
    return encodePicture(resamplePicture(photo, to.width, to.height), maxImageBytes);
  },
  async readMask({ pixels, width, height }, answer) {
    const read = readMaskAnswer({ data: pixels, width, height }, await decodePicture(answer));
    if (read.kind !== 'mask') return read;
    const mask = read.mask.data as Uint8Array<ArrayBuffer>;
    return transfer({ kind: 'mask', mask }, [mask.buffer]);
  },
  close: (jobId) => void jobs.delete(jobId),
};
expose(api);
