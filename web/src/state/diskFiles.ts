/** The files that photos were opened from: told once when one has changed since. */
import type { Messages } from './messages.ts';

export interface DiskFiles {
  remember(documentId: string, file: Blob, name: string): void;
  forget(documentId: string): void;
  /** Looks whether they are still what was opened: when the user comes back to the page. */
  check(): Promise<void>;
}

/** The browser refuses to read a file whose time or size on disk is not what it was when it was chosen. */
async function isAsItWas(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Pasted and generated pictures are in memory and never change; nothing is ever told of them. */
export function createDiskFiles(messages: Messages): DiskFiles {
  const files = new Map<string, { readonly file: File; readonly name: string }>();
  return {
    remember(documentId, file, name) {
      if (file instanceof File) files.set(documentId, { file, name });
    },
    forget: (documentId) => void files.delete(documentId),
    async check() {
      for (const [documentId, { file, name }] of files) {
        if (await isAsItWas(file)) continue;
        // Two checks may be under way: the window got the focus and became visible.
        if (!files.delete(documentId)) continue;
        messages.show({ tone: 'notice', line: { key: 'notices.fileChanged' } }, { about: name });
      }
    },
  };
}
