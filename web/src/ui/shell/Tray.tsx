import { Image, X } from 'lucide-react';
import { useState } from 'react';
import type { TrayItem } from '../../document/facts.ts';
import { ConfirmDialog } from '../dialogs/ConfirmDialog.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useBlobUrl } from '../useBlobUrl.ts';
import styles from './Tray.module.css';

/** The open photos; the one being worked on is marked. */
export function Tray() {
  const text = useText();
  const session = useSession();
  const tray = useFacts((state) => state.tray);
  const current = useFacts(({ facts }) => facts?.id ?? null);
  const [closing, setClosing] = useState<TrayItem | null>(null);
  const close = async (item: TrayItem) => {
    // What is kept is found again in the recent work: nothing to ask.
    if (await session.wouldCloseLose(item.id)) setClosing(item);
    else await session.closePhoto(item.id);
  };
  return (
    <>
      <ul
        className={styles.tray}
        aria-label={text('top.openPhotos')}
        data-single={tray.length < 2 ? '' : undefined}
      >
        {tray.map((item) => (
          <TrayEntry
            key={item.id}
            item={item}
            isCurrent={item.id === current}
            onOpen={() => void session.activate(item.id)}
            onClose={() => void close(item)}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={closing !== null}
        title={text('top.closeQuestion', { name: closing?.name ?? '' })}
        detail={text('top.closeUndone')}
        confirm={text('top.close')}
        decline={text('top.keepOpen')}
        onAnswer={(yes) => {
          if (yes && closing) void session.closePhoto(closing.id);
          setClosing(null);
        }}
      />
    </>
  );
}

interface TrayEntryProps {
  readonly item: TrayItem;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

function TrayEntry({ item, isCurrent, onOpen, onClose }: TrayEntryProps) {
  const text = useText();
  const url = useBlobUrl(item.thumbnail);
  return (
    <li className={styles.item} data-current={isCurrent ? '' : undefined}>
      <button
        type="button"
        className={styles.photo}
        aria-current={isCurrent}
        title={item.name}
        onClick={onOpen}
      >
        {url ? <img className={styles.picture} src={url} alt="" /> : <Image size={20} aria-hidden />}
        <bdi className={styles.name}>{item.name}</bdi>
      </button>
      <button
        type="button"
        className={styles.close}
        aria-label={text('top.closePhoto', { name: item.name })}
        onClick={onClose}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}
