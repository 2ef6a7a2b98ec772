import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { Globe, ShieldCheck } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../sessionContext.tsx';
import type { EnginesInReach } from '../useEngines.ts';
import styles from './panel.module.css';

/** Which engine, whether it can be used, and where the pixels go: said before they go there. */
export function EngineSection({ reach }: { reach: EnginesInReach }) {
  const text = useText();
  const { settings } = useSession();
  const { engines, chosen } = reach;
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
      {chosen.availability.state !== 'ready' && <WhyNot engine={chosen} onCheck={reach.checkAgain} />}
      {reach.isServerSilent && <p className={styles.note}>{text('engines.serverSilent')}</p>}
      <WherePixelsGo engine={chosen} />
    </section>
  );
}

function WhyNot({ engine, onCheck }: { engine: EngineDescription; onCheck: () => void }) {
  const text = useText();
  const { code } = engine.availability;
  return (
    <div className={styles.notice}>
      <p>{text(`engines.why${code}`, { model: engine.model })}</p>
      {code !== 'READY' && <p>{text(`engines.fix${code}`)}</p>}
      <Button tone="quiet" onClick={onCheck}>
        {text('engines.checkAgain')}
      </Button>
    </div>
  );
}

function WherePixelsGo({ engine }: { engine: EngineDescription }) {
  const text = useText();
  const isHere = engine.runs === 'browser';
  const Icon = isHere ? ShieldCheck : Globe;
  return (
    <p className={`${styles.privacy} ${isHere ? styles.here : ''}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {isHere
        ? text('panel.stays')
        : engine.location
          ? text('panel.goesToGoogle', { location: engine.location })
          : text('panel.goesToGoogleAnywhere')}
    </p>
  );
}
