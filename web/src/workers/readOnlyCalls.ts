import type { Desk } from './desk.ts';
import type { DocumentApi } from './documentApi.ts';
import { bad } from './outcome.ts';

/** Every call that changes the photo on the desk. */
const changing = [
  'undo',
  'redo',
  'invertMask',
  'clearMask',
  'selectAll',
  'addShape',
  'joinStroke',
  'maskAction',
  'bringBackMask',
  'extract',
  'extractPeople',
  'takeProposal',
  'protectProduct',
  'deleteGuide',
  'clearGuides',
  'uploadMask',
  'beginRemoval',
  'acceptResult',
  'discardResult',
  'startOver',
] as const satisfies readonly (keyof DocumentApi)[];

/** Refuses what would change a photo that another page works on: it would be lost, or overwrite what that page does. */
export function refuseWhileReadOnly(calls: DocumentApi, desk: Desk): DocumentApi {
  const guarded = { ...calls } as Record<string, unknown>;
  for (const name of changing) {
    const call = calls[name] as (...args: unknown[]) => unknown;
    guarded[name] = (...args: unknown[]) =>
      desk.documents.size > 0 && desk.isReadOnly(desk.current().id)
        ? bad('PROJECT_OPEN_ELSEWHERE')
        : call(...args);
  }
  return guarded as unknown as DocumentApi;
}
