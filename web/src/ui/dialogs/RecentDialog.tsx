import { Dialog } from '@base-ui/react/dialog';
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecentPhoto } from '../../workers/keepingApi.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { useText } from '../i18n/useText.ts';
import { sizeText } from '../numbers.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useBlobUrl } from '../useBlobUrl.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import styles from './Dialog.module.css';
import own from './RecentDialog.module.css';

/** What the browser says about what is kept: it may clear it when space is short, unless it promised not to. */
function usePersistence(): 'promised' | 'mayGo' | null {
  const [state, setState] = useState<'promised' | 'mayGo' | null>(null);
  useEffect(() => {
    void navigator.storage?.persisted?.().then((isPromised) => setState(isPromised ? 'promised' : 'mayGo'));
  }, []);
  return state;
}

function Row({ photo, onOpen }: { photo: RecentPhoto; onOpen: () => void }) {
  const text = useText();
  const { i18n } = useTranslation();
  const session = useSession();
  const url = useBlobUrl(photo.thumbnail ?? undefined);
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li className={own.row}>
      <button
        type="button"
        className={own.photo}
        aria-label={text('recent.open', { name: photo.name })}
        onClick={onOpen}
      >
        {url ? <img className={own.picture} src={url} alt="" /> : <span className={own.picture} />}
        <span className={own.words}>
          <bdi className={own.name}>{photo.name}</bdi>
          <span className={own.facts}>
            {photo.isHere && <span className={own.here}>{text('recent.isOpen')}</span>}
            <span>
              {text('recent.facts', {
                width: photo.width,
                height: photo.height,
                size: sizeText(photo.bytes),
              })}
            </span>
            <span>{when.format(photo.changedAt)}</span>
          </span>
        </span>
      </button>
      <IconButton
        label={text('recent.forget', { name: photo.name })}
        icon={Trash2}
        onClick={() => void session.forget(photo.id)}
      />
    </li>
  );
}

interface RecentDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** What is kept on this computer: open it again, forget it, or keep nothing. */
export function RecentDialog({ open, onOpenChange }: RecentDialogProps) {
  const text = useText();
  const session = useSession();
  const recent = useFacts((state) => state.recent);
  const isPrivate = useFacts((state) => state.isPrivate);
  const persistence = usePersistence();
  const [isAsking, ask] = useState(false);
  useEffect(() => void session.refreshRecent(), [session]);
  const photos = recent ?? [];
  const total = photos.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${own.popup}`}>
          <Dialog.Title className={styles.title}>{text('recent.title')}</Dialog.Title>
          <Dialog.Description className={styles.detail}>
            {text(photos.length === 0 ? 'recent.nothing' : 'recent.detail')}
          </Dialog.Description>
          {photos.length > 0 && (
            <ul className={own.list}>
              {photos.map((photo) => (
                <Row
                  key={photo.id}
                  photo={photo}
                  onOpen={() => {
                    onOpenChange(false);
                    void session.reopen(photo.id);
                  }}
                />
              ))}
            </ul>
          )}
          {photos.length > 0 && (
            <p className={own.note}>{text(`recent.${persistence ?? 'total'}`, { size: sizeText(total) })}</p>
          )}
          <div>
            <SwitchField
              label={text('recent.private')}
              checked={isPrivate}
              onChange={(next) => void session.setPrivate(next)}
            />
            <p className={own.note}>{text('recent.privateNote')}</p>
          </div>
          <div className={styles.buttons}>
            <Button tone="quiet" className={own.forget} onClick={() => ask(true)}>
              {text('recent.forgetEverything')}
            </Button>
            <Dialog.Close render={<Button tone="primary" />}>{text('top.close')}</Dialog.Close>
          </div>
          <ConfirmDialog
            open={isAsking}
            title={text('recent.forgetQuestion')}
            detail={text('recent.forgetDetail')}
            confirm={text('recent.forgetEverything')}
            decline={text('recent.keep')}
            onAnswer={(yes) => {
              ask(false);
              if (yes) void session.forgetEverything().then(() => onOpenChange(false));
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
