import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/Button.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { problemKey, type ProblemLike } from '../i18n/problemText.ts';
import { useText } from '../i18n/useText.ts';
import { useSession, useSettings } from '../sessionContext.tsx';
import type { EnginesInReach } from '../useEngines.ts';
import { MaskChoiceField } from './MaskChoiceField.tsx';
import styles from './panel.module.css';

/** Which engine, and whether it can be used: known before anybody paints. */
export function EngineSection({ reach }: { reach: EnginesInReach }) {
  const text = useText();
  const { settings } = useSession();
  const { engines, chosen } = reach;
  const isBeside = useSettings(({ localBeside }) => localBeside);
  return (
    <section className={styles.section} aria-label={text('panel.engine')}>
      <SelectField
        label={text('panel.engine')}
        value={chosen.id}
        choices={engines.map((engine) => ({
          value: engine.id,
          label: text(`engines.${engine.id}`),
          note:
            engine.id === 'local' ? text('engines.localModel') : text(`engines.${engine.availability.state}`),
        }))}
        onChange={(engine) => settings.setState({ engine })}
      />
      {chosen.availability.state === 'ready' && <MaskChoiceField engine={chosen} />}
      {chosen.runs === 'google' && (
        <div className={styles.parameter}>
          <SwitchField
            label={text('beside.label')}
            checked={isBeside}
            onChange={(localBeside) => settings.setState({ localBeside })}
          />
          <p className={styles.advice}>{text('beside.hint')}</p>
        </div>
      )}
      {chosen.availability.state !== 'ready' && <WhyNot engine={chosen} onCheck={reach.checkAgain} />}
      {reach.isChecking && engines.length === 1 && <p className={styles.note}>{text('engines.checking')}</p>}
      {reach.isServerSilent && <p className={styles.note}>{text('engines.serverSilent')}</p>}
    </section>
  );
}

function WhyNot({ engine, onCheck }: { engine: EngineDescription; onCheck: () => void }) {
  const text = useText();
  const { t } = useTranslation();
  const { code, problem } = engine.availability;
  return (
    <div className={styles.notice}>
      {problem ? (
        <p>{t(problemKey(problem as ProblemLike), problem.params ?? {})}</p>
      ) : (
        <>
          <p>{text(`engines.why${code}`, { model: engine.model })}</p>
          {code !== 'READY' && <p>{text(`engines.fix${code}`)}</p>}
        </>
      )}
      <Button tone="quiet" onClick={onCheck}>
        {text('engines.checkAgain')}
      </Button>
    </div>
  );
}
