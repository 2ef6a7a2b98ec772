/** The open stroke in pieces: while a gesture lasts, the tiles that changed since the piece before. */
import type { Document } from '../document/document.ts';
import { encodeRecord } from './record.ts';
import { depthOf, planesOf, type RecordHeader } from './snapshot.ts';
import { packTiles } from './tileDelta.ts';

export interface Drafts {
  begin(): void;
  /** Writes a piece now, if there is anything new. */
  piece(): void;
  /** Answers whether any piece of the gesture was taken. */
  end(): boolean;
}

/** @param take writes a piece; false: not now, ask again with what there is then */
export function createDrafts(
  document: Document,
  everyMs: number,
  take: (record: Uint8Array<ArrayBuffer>) => boolean,
): Drafts {
  const planes = planesOf(document);
  let timer: ReturnType<typeof setInterval> | undefined;
  let versions = new Map<number, number>();
  let isTaken = false;

  const piece = (): void => {
    const { gesture } = document.trail;
    if (!gesture) return;
    const { plane, label, saved } = gesture;
    const tiles = planes[plane];
    const fresh = [...saved.keys()].filter((index) => versions.get(index) !== tiles.versions[index]);
    if (fresh.length === 0) return;
    const header: RecordHeader = { kind: 'draft', depth: depthOf(document), label, plane };
    if (!take(encodeRecord(header, [packTiles(fresh.map((index) => [index, tiles.tiles[index]]))]))) return;
    isTaken = true;
    for (const index of fresh) versions.set(index, tiles.versions[index]);
  };

  return {
    begin() {
      clearInterval(timer);
      versions = new Map();
      isTaken = false;
      timer = setInterval(piece, everyMs);
    },
    piece,
    end() {
      clearInterval(timer);
      return isTaken;
    },
  };
}
