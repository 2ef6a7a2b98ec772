/**
 * One record of the journal and of a project file: a frame that knows whether it is whole.
 *
 *     magic 'CPR' + version (4 bytes) · header length, body length, CRC-32 of all that follows (u32 little-endian each)
 *     · header (JSON) · body
 */
import { crc32 } from '@cleanplate/shared/raster/crc32.ts';

/** Counts up when an older Cleanplate could not read a record as it is meant. */
export const recordVersion = 1;

const frameBytes = 16;
const magic = [0x43, 0x50, 0x52];

/** A frame cut short, changed, or not one of ours. */
export class DamagedRecord extends Error {}

/** Written by a newer Cleanplate: not for this one to touch. */
export class NewerRecord extends Error {}

export interface Framed {
  readonly header: unknown;
  readonly body: Uint8Array<ArrayBuffer>;
}

export function encodeRecord(header: object, body: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bodyBytes = body.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(frameBytes + json.length + bodyBytes);
  bytes.set([...magic, recordVersion]);
  bytes.set(json, frameBytes);
  let at = frameBytes + json.length;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(4, json.length, true);
  view.setUint32(8, bodyBytes, true);
  view.setUint32(12, crc32(bytes.subarray(frameBytes)), true);
  return bytes;
}

/** Throws `DamagedRecord` or `NewerRecord`. */
export function decodeRecord(bytes: Uint8Array): Framed {
  if (bytes.length < frameBytes || magic.some((value, at) => bytes[at] !== value))
    throw new DamagedRecord(`no record: ${bytes.length} bytes`);
  if (bytes[3] > recordVersion)
    throw new NewerRecord(`record of version ${bytes[3]}; this Cleanplate reads up to ${recordVersion}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerEnd = frameBytes + view.getUint32(4, true);
  const end = headerEnd + view.getUint32(8, true);
  if (end !== bytes.length) throw new DamagedRecord(`record says ${end} bytes and has ${bytes.length}`);
  if (crc32(bytes.subarray(frameBytes)) !== view.getUint32(12, true))
    throw new DamagedRecord('record fails its checksum');
  return {
    header: JSON.parse(new TextDecoder().decode(bytes.subarray(frameBytes, headerEnd))),
    body: bytes.slice(headerEnd),
  };
}
