import { ImagePlus, Layers } from 'lucide-react';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import type { NamedFile } from '../../state/opening.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './DropTarget.module.css';

const named = (file: File): NamedFile => ({ file, name: file.name });

/** What a drop or paste holds that can be opened; folders and links are named, not guessed at. */
function readTransfer(data: DataTransfer): { files: File[]; hasFolder: boolean } {
  let hasFolder = false;
  const files: File[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    if (item.webkitGetAsEntry?.()?.isDirectory) {
      hasFolder = true;
      continue;
    }
    const file = item.getAsFile();
    if (file) files.push(file);
  }
  return { files, hasFolder };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName));

/** Files dropped or pasted anywhere. While a photo is open a drop offers two places: a further photo, or its mask. */
export function DropTarget() {
  const text = useText();
  const session = useSession();
  const isOpen = useFacts(({ facts }) => facts !== null);
  const [isDragging, setDragging] = useState(false);
  const [aim, setAim] = useState<'open' | 'mask'>('open');
  const depth = useRef(0);

  useEffect(() => {
    const { messages } = session;
    const tell = (key: string) => messages.show({ tone: 'notice', line: { key } });
    const abort = new AbortController();
    const on = <K extends keyof WindowEventMap>(type: K, act: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(type, act, { signal: abort.signal });
    const hasFiles = (event: globalThis.DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    on('dragenter', (event) => {
      if (!hasFiles(event)) return;
      depth.current++;
      setDragging(true);
    });
    on('dragleave', () => {
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setDragging(false);
    });
    // Without this the browser would leave the page for the dropped file.
    on('dragover', (event) => event.preventDefault());
    on('drop', (event) => {
      event.preventDefault();
      depth.current = 0;
      setDragging(false);
      if (event.target instanceof Element && event.target.closest('[data-drop="mask"]')) return;
      if (!event.dataTransfer) return;
      const { files, hasFolder } = readTransfer(event.dataTransfer);
      if (hasFolder) tell('notices.dropFolder');
      else if (files.length === 0) tell('notices.dropLink');
      if (files.length > 0) void session.openFiles(files.map(named));
    });
    on('paste', (event) => {
      if (isTyping(event.target) || !event.clipboardData) return;
      const { files } = readTransfer(event.clipboardData);
      if (files.length === 0) tell('notices.pasteNothing');
      else void session.openFiles(files.map(named));
    });
    return () => abort.abort();
  }, [session]);

  if (!isDragging) return null;
  const asMask = (event: DragEvent) => {
    event.preventDefault();
    const [file] = readTransfer(event.dataTransfer).files;
    if (file) void session.uploadMask(file);
    else session.messages.show({ tone: 'notice', line: { key: 'notices.dropLink' } });
  };
  const aiming = (place: 'open' | 'mask') => ({
    'data-aim': aim === place ? '' : undefined,
    onDragEnter: () => setAim(place),
  });
  return (
    <div className={styles.veil}>
      <div className={styles.place} data-drop="open" {...aiming('open')}>
        <ImagePlus size={32} strokeWidth={1.5} aria-hidden />
        <strong>{text(isOpen ? 'drop.open' : 'drop.here')}</strong>
        {isOpen && <span>{text('drop.openHint')}</span>}
      </div>
      {isOpen && (
        <div className={styles.place} data-drop="mask" onDrop={asMask} {...aiming('mask')}>
          <Layers size={32} strokeWidth={1.5} aria-hidden />
          <strong>{text('drop.useAsMask')}</strong>
          <span>{text('drop.useAsMaskHint')}</span>
        </div>
      )}
    </div>
  );
}
