import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { shownRun } from '../../state/runs.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { PanelCanvas } from '../../canvas/PanelCanvas.tsx';
import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import styles from './mix.module.css';

/** A, B, C …: parts are called by letters, results by numbers. */
export const partLetter = (part: number): string => String.fromCharCode(65 + part);

/** A mask of several separate areas can take the best result for each. */
export function MixSection() {
  const text = useText();
  const parts = useFacts(({ facts }) => facts?.parts) ?? [];
  const isMix = useFacts(({ mix }) => mix !== null);
  const isRunning = useFacts((state) => shownRun(state) !== null);
  const count = useFacts(({ facts }) => facts?.results.length ?? 0);
  const [isOpen, setOpen] = useState(false);
  if (parts.length < 2 || count < 2 || isRunning) return null;
  return (
    <div className={styles.mix}>
      <button
        type="button"
        className={styles.heading}
        aria-expanded={isOpen || isMix}
        onClick={() => setOpen(!isOpen)}
      >
        <span>{text('mixing.heading')}</span>
        <ChevronDown size={16} aria-hidden />
      </button>
      {(isOpen || isMix) && (
        <>
          <p className={styles.hint}>{text('mixing.hint', { count: parts.length })}</p>
          {parts.map((bounds, part) => (
            // oxlint-disable-next-line react/no-array-index-key -- a part is its place
            <PartRow key={part} part={part} bounds={bounds} />
          ))}
        </>
      )}
    </div>
  );
}

function PartRow({ part, bounds }: { part: number; bounds: Rect }) {
  const text = useText();
  const session = useSession();
  const results = useFacts(({ facts }) => facts?.results) ?? [];
  const size = useFacts(({ facts }) => facts);
  const chosen = useFacts(({ mix, selectedResult }) => mix?.[part] ?? selectedResult);
  const round = expandRect(bounds, Math.ceil(0.2 * Math.max(bounds.width, bounds.height)));
  const seen = clipRect(round, size?.width ?? 0, size?.height ?? 0);
  const name = text('mixing.area', { letter: partLetter(part) });
  return (
    <div className={styles.row} role="radiogroup" aria-label={name}>
      <span className={styles.letter} aria-hidden>
        {partLetter(part)}
      </span>
      {results.map(({ id, number, preview }) => (
        <button
          key={id}
          type="button"
          role="radio"
          className={styles.choice}
          disabled={preview}
          aria-checked={id === chosen}
          aria-label={`${name}: ${text('results.result', { number })}`}
          onClick={() => session.chooseForPart(part, id)}
        >
          <PanelCanvas
            client={session.client}
            panelId={`part-${part}-${id}`}
            content={{ kind: 'result', resultId: id, part: seen }}
          />
          <span className={styles.number}>{number}</span>
        </button>
      ))}
    </div>
  );
}
