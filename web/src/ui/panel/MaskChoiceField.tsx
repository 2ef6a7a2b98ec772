import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import type { MaskChoice } from '../../engines/engine.ts';
import { maskInForce } from '../../state/removing.ts';
import { Button } from '../controls/Button.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { className } from '../i18n/classNames.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useLanguage } from '../useAppearance.ts';
import styles from './panel.module.css';

/** What must go: what the user masked, or, with engines that can, what the engine finds by itself. */
export function MaskChoiceField({ engine }: { engine: EngineDescription }) {
  const text = useText();
  const session = useSession();
  const stored = useFacts((state) => state.maskChoice);
  if (engine.automaticModes.length === 0) return null;
  const choice = maskInForce(engine, stored);
  const modes: readonly MaskChoice['mode'][] = ['user', ...engine.automaticModes];
  return (
    <div className={styles.parameter}>
      <SelectField
        label={text('found.label')}
        value={choice.mode}
        choices={modes.map((mode) => ({
          value: mode,
          label: text(`found.${mode}`),
          ...(mode === 'user'
            ? {}
            : { note: text('found.byEngine', { engine: text(`engines.${engine.id}`) }) }),
        }))}
        onChange={(mode) => session.chooseMask({ ...stored, mode: mode as MaskChoice['mode'] })}
      />
      {choice.mode === 'semantic' && <ChosenClasses classes={choice.classes} />}
      {choice.mode !== 'user' && <p className={styles.advice}>{text('found.advice')}</p>}
    </div>
  );
}

function ChosenClasses({ classes }: { classes: readonly number[] }) {
  const text = useText();
  const session = useSession();
  const language = useLanguage();
  const names = classes.map((id) => className(id, language)).join(language === 'zh-Hant' ? '、' : ', ');
  return (
    <div className={styles.chosen}>
      <span>{names || text('found.noClasses')}</span>
      <Button onClick={() => session.openClasses('find')}>{text('found.chooseClasses')}</Button>
    </div>
  );
}
