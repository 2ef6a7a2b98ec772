import type { Document } from '../document/document.ts';
import { exportMaskPng, exportPhoto } from '../document/exports.ts';
import { CancelledError, createTurns, type Turns } from '../document/turns.ts';
import type { Desk } from './desk.ts';
import type { DocumentApi, Outcome } from './documentApi.ts';
import { bad, good, noPhoto } from './outcome.ts';

type ExportCalls = Pick<DocumentApi, 'exportPhoto' | 'exportMask' | 'cancelExport'>;

// Progress is told this often: more messages than a bar can show only hold the page up.
const progressStep = 0.01;

/** The calls that make files. Work goes in slices, so that a stroke begun meanwhile is painted in time. */
export function createExportCalls(desk: Desk): ExportCalls {
  const running = new Set<{ aborted: boolean }>();

  async function exported(
    work: (document: Document, job: { turns: Turns; onProgress(fraction: number): void }) => Promise<Blob>,
    onProgress?: (fraction: number) => void,
  ): Promise<Outcome<Blob | null>> {
    if (desk.documents.size === 0) return noPhoto;
    const signal = { aborted: false };
    running.add(signal);
    let told = 0;
    try {
      const blob = await work(desk.current(), {
        turns: createTurns(signal),
        onProgress(fraction) {
          if (fraction < 1 && fraction - told < progressStep) return;
          told = fraction;
          onProgress?.(fraction);
        },
      });
      return good(blob);
    } catch (error) {
      return error instanceof CancelledError ? good(null) : bad('EXPORT_FAILED');
    } finally {
      running.delete(signal);
    }
  }

  return {
    exportPhoto: ({ format, quality, withoutPrivate }, onProgress) =>
      exported(
        (document, job) => exportPhoto(document, format, { ...job, quality, withoutPrivate }),
        onProgress,
      ),
    exportMask: (file, onProgress) =>
      exported((document, job) => exportMaskPng(document, file, job), onProgress),
    cancelExport() {
      for (const signal of running) signal.aborted = true;
    },
  };
}
