import { Popover } from '@base-ui/react/popover';
import { ChevronDown, Copy, Download, FolderDown } from 'lucide-react';
import type { ExportFormat } from '../../document/facts.ts';
import { savedPhotoName } from '../../state/fileNames.ts';
import { canSaveAs } from '../../state/platform.ts';
import { formatOf } from '../../state/saving.ts';
import { Button } from '../controls/Button.tsx';
import buttonStyles from '../controls/Button.module.css';
import { Segmented } from '../controls/Segmented.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession, useSettings } from '../sessionContext.tsx';
import styles from './SaveControls.module.css';

const labels: Readonly<Record<ExportFormat, string>> = { png: 'PNG', jpeg: 'JPG', webp: 'WEBP' };

/** Save photo, as what it was opened; the arrow beside it holds every other way. */
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
          {labels[format]}
        </span>
      </Button>
      <Popover.Root>
        <Popover.Trigger
          aria-label={text('save.options')}
          data-tone={tone}
          className={`${buttonStyles.button} ${buttonStyles[tone]} ${styles.more}`}
        >
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
    </div>
  );
}

function SaveOptions({ format }: { format: ExportFormat }) {
  const text = useText();
  const session = useSession();
  const quality = useSettings((settings) => settings.quality);
  const name = useFacts(({ facts }) => facts?.name ?? '');
  const losesAlpha = useFacts(({ facts }) => format === 'jpeg' && (facts?.hasAlpha ?? false));
  const formats = (['png', 'jpeg', 'webp'] as const).map((value) => ({
    value,
    label: text(`save.${value}`),
  }));
  return (
    <>
      <Segmented
        label={text('save.format')}
        options={formats}
        value={format}
        onChange={session.chooseFormat}
      />
      {format !== 'png' && (
        <SliderField
          label={text('save.quality')}
          value={Math.round(quality * 100)}
          min={5}
          max={100}
          step={1}
          onChange={(next) => session.settings.setState({ quality: next / 100 })}
        />
      )}
      <p className={styles.note}>{text(format === 'png' ? 'save.pngNote' : 'save.lossyNote')}</p>
      {losesAlpha && <p className={styles.note}>{text('save.alphaNote')}</p>}
      <p className={styles.file}>
        <bdi>{savedPhotoName(name, format)}</bdi>
      </p>
      <div className={styles.actions}>
        {canSaveAs() && (
          <Button onClick={() => void session.savePhotoAs()}>
            <FolderDown size={16} aria-hidden />
            {text('save.saveAs')}
          </Button>
        )}
        <Button onClick={() => void session.copyPhoto()}>
          <Copy size={16} aria-hidden />
          {text('save.copy')}
        </Button>
      </div>
    </>
  );
}
