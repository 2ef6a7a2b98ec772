import { Copy, FileCheck, FolderDown, Package } from 'lucide-react';
import { exportFormats, type ExportFormat } from '../../document/facts.ts';
import { maxTemplateLength, savedPhotoName, templateFields } from '../../state/fileNames.ts';
import { canSaveAs } from '../../state/platform.ts';
import { Button } from '../controls/Button.tsx';
import { LineField } from '../controls/LineField.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { useText } from '../i18n/useText.ts';
import { useSaveReport } from '../report/useSaveReport.ts';
import { useFacts, useSession, useSettings } from '../sessionContext.tsx';
import styles from './SaveControls.module.css';

/** Format, what it keeps, the file's name, and other places to put it. */
export function SaveOptions({ format }: { format: ExportFormat }) {
  const text = useText();
  const session = useSession();
  const { quality, nameTemplate, withoutPrivate } = useSettings((settings) => settings);
  const facts = useFacts((state) => state.facts);
  const keepsBlocks = format === 'jpeg' && (facts?.keepsBlocks ?? false);
  const hasPatches = facts?.patches.some(({ visible }) => visible) ?? false;
  const saveReport = useSaveReport();
  const isClear = facts?.hasAlpha ?? false;
  const isLossless = format === 'png' || format === 'tiff' || (format === 'webp' && isClear);
  const note = keepsBlocks ? 'save.sameJpegNote' : isLossless ? 'save.losslessNote' : 'save.lossyNote';
  return (
    <>
      <Segmented
        label={text('save.format')}
        options={exportFormats.map((value) => ({ value, label: text(`save.${value}`) }))}
        value={format}
        onChange={session.chooseFormat}
      />
      {!isLossless && !keepsBlocks && (
        <SliderField
          label={text('save.quality')}
          value={Math.round(quality * 100)}
          min={5}
          max={100}
          step={1}
          onChange={(next) => session.settings.setState({ quality: next / 100 })}
        />
      )}
      <p className={styles.note}>{text(note)}</p>
      {format === 'jpeg' && isClear && <p className={styles.note}>{text('save.alphaNote')}</p>}
      <SwitchField
        label={text('save.withoutPrivate')}
        checked={withoutPrivate}
        onChange={(checked) => session.settings.setState({ withoutPrivate: checked })}
      />
      <div className={styles.name}>
        <LineField
          label={text('save.name')}
          value={nameTemplate}
          maxLength={maxTemplateLength}
          onChange={(next) => session.settings.setState({ nameTemplate: next })}
        />
        {facts && (
          <p className={styles.file}>
            <bdi>{savedPhotoName(facts, format, nameTemplate)}</bdi>
          </p>
        )}
        <p className={styles.note}>
          {text('save.nameFields', { fields: templateFields.map((field) => `{${field}}`).join(' ') })}
        </p>
      </div>
      <div className={styles.actions}>
        {canSaveAs() && (
          <Button onClick={() => void session.savePhotoAs()}>
            <FolderDown size={16} aria-hidden />
            {text('save.saveAs')}
          </Button>
        )}
        <Button onClick={() => void session.saveProject()}>
          <Package size={16} aria-hidden />
          {text('save.project')}
        </Button>
        <Button onClick={() => void session.copyPhoto()}>
          <Copy size={16} aria-hidden />
          {text('save.copy')}
        </Button>
        {hasPatches && (
          <Button onClick={() => void saveReport()}>
            <FileCheck size={16} aria-hidden />
            {text('report.save')}
          </Button>
        )}
      </div>
    </>
  );
}
