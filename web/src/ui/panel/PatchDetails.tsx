import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { PatchFacts } from '../../document/facts.ts';
import { maxNameLength } from '../../document/patches.ts';
import { Button } from '../controls/Button.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { Tip } from '../controls/Tip.tsx';
import { useText } from '../i18n/useText.ts';
import { originText } from '../resultText.ts';
import { useSession } from '../sessionContext.tsx';
import { Proof } from './Proof.tsx';
import styles from './patches.module.css';

/** Everything that can be set on a patch after it was accepted; each change is a step that undo takes back. */
export function PatchDetails({ patch, name }: { patch: PatchFacts; name: string }) {
  const text = useText();
  const session = useSession();
  const widest = Math.max(32, Math.ceil(2 * patch.margin));
  return (
    <div className={styles.details}>
      <NameField patch={patch} name={name} />
      <SliderField
        label={text('patches.edge')}
        value={Math.round(patch.matteWidth)}
        min={0}
        max={widest}
        step={1}
        format={(value) => `${value} px`}
        onChange={(matteWidth) => void session.changePatch(patch.id, { matteWidth })}
        onSettle={() => void session.settlePatch()}
      />
      <SwitchField
        label={text('patches.colourMatch')}
        checked={patch.colourMatch}
        onChange={(colourMatch) => void session.changePatch(patch.id, { colourMatch })}
      />
      <SwitchField
        label={text('patches.grainMatch')}
        checked={patch.grainMatch}
        onChange={(grainMatch) => void session.changePatch(patch.id, { grainMatch })}
      />
      <Proof {...patch} />
      <p className={styles.origin}>{originText(patch, text)}</p>
      <div className={styles.actions}>
        <Tip text={text('patches.tryAgainTip')}>
          <Button onClick={() => void session.reopenPatch(patch.id)}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
            {text('patches.tryAgain')}
          </Button>
        </Tip>
        <Button onClick={() => void session.deletePatch(patch.id)}>
          <Trash2 size={16} strokeWidth={1.75} aria-hidden />
          {text('patches.delete')}
        </Button>
      </div>
    </div>
  );
}

/** Kept when the field is left or Enter pressed; Esc leaves the name as it was. */
function NameField({ patch, name }: { patch: PatchFacts; name: string }) {
  const text = useText();
  const session = useSession();
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null) void session.changePatch(patch.id, { name: typed });
    setTyped(null);
  };
  return (
    <label className={styles.field}>
      <span>{text('patches.name')}</span>
      <input
        type="text"
        className={styles.input}
        value={typed ?? patch.name}
        placeholder={name}
        maxLength={maxNameLength}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setTyped(null);
        }}
      />
    </label>
  );
}
