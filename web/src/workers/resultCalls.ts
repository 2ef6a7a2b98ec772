import type { Document } from '../document/document.ts';
import { changePatch, deletePatch, movePatch } from '../document/patches.ts';
import { acceptMix, acceptResult, addCandidate, startRemoval } from '../document/removals.ts';
import { reportData } from '../document/reportPictures.ts';
import { countPlane } from '../document/tiledPlane.ts';
import type { Desk } from './desk.ts';
import type { DocumentApi, Outcome } from './documentApi.ts';
import type { ExtractCalls } from './extractCalls.ts';
import { bad, good, noPhoto } from './outcome.ts';

type ResultCalls = Pick<
  DocumentApi,
  | 'beginRemoval'
  | 'addCandidate'
  | 'markBest'
  | 'abandonRemoval'
  | 'showRemoval'
  | 'acceptResult'
  | 'acceptMix'
  | 'joinStroke'
  | 'atRest'
  | 'discardResult'
  | 'changePatch'
  | 'settle'
  | 'movePatch'
  | 'deletePatch'
  | 'reopenPatch'
  | 'reportData'
>;

/** The calls about removals, their results and the patches that results become. */
export function createResultCalls(desk: Desk, extracts: Pick<ExtractCalls, 'protectUnasked'>): ResultCalls {
  const withDocument = <T>(work: (document: Document) => Outcome<T>): Outcome<T> =>
    desk.documents.size === 0 ? noPhoto : work(desk.settled());

  /** A removal belongs to the photo it was started on, even when another photo is looked at meanwhile. */
  const ownerOf = (removalId: string): Document | undefined =>
    [...desk.documents.values()].find((document) => document.rounds.find(removalId) !== undefined);

  return {
    async beginRemoval(setup) {
      if (desk.documents.size === 0) return noPhoto;
      const document = desk.current();
      if (setup.protect && countPlane(document.planes.mask.plane) > 0)
        await extracts.protectUnasked(document);
      const started = startRemoval(document, setup);
      if (typeof started === 'string') return bad(started);
      const { removal, ...crop } = started;
      document.startRemoval(removal);
      return good({ removalId: removal.id, region: removal.region, ...crop });
    },
    addCandidate(candidate) {
      const owner = ownerOf(candidate.removalId);
      const id = owner && addCandidate(owner, candidate);
      return id === undefined ? bad('REMOVAL_GONE') : good(id);
    },
    markBest: (removalId, slot) => ownerOf(removalId)?.markBest(removalId, slot),
    abandonRemoval: (removalId) => ownerOf(removalId)?.dropRemoval(removalId),
    showRemoval: (removalId) => desk.current().showRemoval(removalId),
    acceptResult: (resultId) =>
      withDocument((document) => (acceptResult(document, resultId) ? good(null) : bad('REMOVAL_GONE'))),
    acceptMix: (choices) =>
      withDocument((document) => (acceptMix(document, choices) ? good(null) : bad('REMOVAL_GONE'))),
    joinStroke: () => desk.current().joinStroke(),
    atRest: desk.atRest,
    discardResult: (resultId) => desk.current().discardResult(resultId),
    changePatch: (patchId, change) => changePatch(desk.settled(), patchId, change),
    settle: () => desk.current().settle(),
    movePatch: (patchId, to) => movePatch(desk.settled(), patchId, to),
    deletePatch: (patchId) => deletePatch(desk.settled(), patchId),
    reopenPatch: (patchId) => desk.settled().reopen(patchId),
    async reportData() {
      if (desk.documents.size === 0) return noPhoto;
      try {
        return good(await reportData(desk.current()));
      } catch {
        return bad('EXPORT_FAILED');
      }
    },
  };
}
