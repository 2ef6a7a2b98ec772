import { Popover } from '@base-ui/react/popover';
import { ChevronDown, Download, X } from 'lucide-react';
import type { ExportFormat } from '../../document/facts.ts';
import { formatOf } from '../../state/saving.ts';
import { Button } from '../controls/Button.tsx';
import buttonStyles from '../controls/Button.module.css';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { SaveOptions } from './SaveOptions.tsx';
import styles from './SaveControls.module.css';

const labels: Readonly<Record<ExportFormat, string>> = {
  png: 'PNG',
  jpeg: 'JPG',
  webp: 'WEBP',
  tiff: 'TIFF',
};

/** Save photo, as what it was opened; the arrow beside it holds every other way, and the way out while it takes long. */
export function SaveControls() {
  const text = useText();
  const session = useSession();
  const format = useFacts(formatOf);
  const saving = useFacts((state) => state.saving);
  // The one thing to do next once results are in the photo and none waits to be judged.
  const isNext = useFacts(
    ({ facts }) => facts !== null && facts.patches.length > 0 && facts.results.length === 0,
  );
  const tone = isNext ? 'primary' : 'plain';
  const more = `${buttonStyles.button} ${buttonStyles[tone]} ${styles.more}`;
  return (
    <div className={styles.split}>
      <Button
        tone={tone}
        className={styles.main}
        aria-label={text('save.savePhoto')}
        aria-busy={saving !== null}
        disabled={saving !== null}
        onClick={() => void session.savePhoto()}
      >
        <Download size={16} strokeWidth={2} aria-hidden />
        <span className={styles.word} aria-hidden>
          {saving === null ? text('save.savePhoto') : text('save.saving')}
        </span>
        <span className={styles.format} aria-hidden>
          {saving === null ? labels[format] : `${Math.round(saving * 100)} %`}
        </span>
      </Button>
      {saving === null ? (
        <Popover.Root>
          <Popover.Trigger aria-label={text('save.options')} data-tone={tone} className={more}>
            <ChevronDown size={16} aria-hidden />
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner align="end" sideOffset={6}>
              <Popover.Popup className={styles.popup} aria-label={text('save.options')}>
                <SaveOptions format={format} />
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      ) : (
        <button
          type="button"
          aria-label={text('save.cancel')}
          data-tone={tone}
          className={more}
          onClick={session.cancelSaving}
        >
          <X size={16} aria-hidden />
        </button>
      )}
    </div>
  );
}
