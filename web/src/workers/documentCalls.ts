import { decodePhoto } from '../document/decode.ts';
import type { TrayItem } from '../document/facts.ts';
import { readMaskFile } from '../document/maskFile.ts';
import { findFindings } from '../document/preflight.ts';
import { countPlane, readPlane } from '../document/tiledPlane.ts';
import { isProjectFile } from '../storage/projectFile.ts';
import { createExportCalls } from './exportCalls.ts';
import { good, noPhoto, wholePhoto } from './outcome.ts';
import { createMaskCalls } from './maskCalls.ts';
import { createResultCalls } from './resultCalls.ts';
import type { Desk } from './desk.ts';
import type { Keeping } from './keeping.ts';
import { thumbnailOf } from './thumbnail.ts';
import type { DocumentApi } from './documentApi.ts';
import { createExtractCalls } from './extractCalls.ts';
import type { Looks } from './looks.ts';

const maxReadPixels = 4e6;

/** The calls of `DocumentApi`, answered from the desk. */
export function createDocumentCalls(desk: Desk, keeping: Keeping, looks: Looks): DocumentApi {
  const { screen } = desk;
  const extracts = createExtractCalls(desk, looks);
  const thumbnails = new Map<string, Promise<Blob>>();

  return {
    ...keeping.calls,
    attachCanvases: screen.attach,
    resizeCanvases: screen.resize,
    attachPanel: screen.attachPanel,
    setPanel: (id, content, width, height) => screen.setPanel(id, content, { width, height }),
    detachPanel: screen.detachPanel,
    setPanelView: (view, width, height) => screen.setPanelView(view, { width, height }),
    repaint: screen.repaint,
    setView: screen.setView,
    setDisplay: screen.setDisplay,

    async open(file, name, options) {
      if (await isProjectFile(file).catch(() => false)) return keeping.openProject(file);
      const decoded = await decodePhoto(file, options);
      if (!decoded.ok) return decoded;
      const document = desk.open({ ...decoded, name });
      keeping.opened(document);
      return good(document.facts());
    },
    activate(documentId) {
      const document = desk.activate(documentId);
      return document ? good(document.facts()) : noPhoto;
    },
    close(documentId) {
      desk.close(documentId);
      keeping.closed(documentId);
      thumbnails.delete(documentId);
    },
    async tray() {
      const items: TrayItem[] = [];
      for (const document of desk.documents.values()) {
        const made = thumbnails.get(document.id) ?? thumbnailOf(document);
        thumbnails.set(document.id, made);
        items.push({
          id: document.id,
          name: document.name,
          width: document.photo.width,
          height: document.photo.height,
          thumbnail: await made,
          hasWork:
            document.patches.length > 0 ||
            document.rounds.all().length > 0 ||
            countPlane(document.planes.mask.plane) > 0,
        });
      }
      return items;
    },

    undo: () => desk.step('undo'),
    redo: () => desk.step('redo'),
    ...createMaskCalls(desk),
    extract: extracts.extract,
    extractPeople: extracts.extractPeople,
    cancelLook: extracts.cancelLook,
    protectProduct: extracts.protectProduct,
    takeProposal: extracts.takeProposal,
    async preflight(dilation) {
      const document = desk.current();
      const findings = await findFindings(document, dilation);
      if (countPlane(document.planes.mask.plane) > 0) extracts.lookAhead(document);
      return findings;
    },
    async uploadMask(file, { fit }) {
      if (desk.documents.size === 0) return noPhoto;
      const document = desk.current();
      const read = await readMaskFile(file, document.photo.width, document.photo.height, fit);
      if (!read.ok) return read;
      desk.settle(document);
      document.act('mask', 'uploadMask', (surface) => surface.replace(wholePhoto(document), read.mask.data));
      return good(null);
    },
    ...createExportCalls(desk),

    ...createResultCalls(desk, extracts),

    readPhoto(rect) {
      if (rect.width * rect.height > maxReadPixels)
        throw new RangeError(`${rect.width}×${rect.height} asked for; at most ${maxReadPixels} pixels`);
      return Promise.resolve(desk.current().read(rect));
    },
    readMask: (rect) => Promise.resolve(readPlane(desk.current().planes.mask.plane, rect)),
  };
}
