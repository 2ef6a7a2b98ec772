import { Dialog } from '@base-ui/react/dialog';
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { maxClasses } from '@cleanplate/shared/contract/removal.ts';
import { semanticClasses } from '@cleanplate/shared/contract/semanticClasses.ts';
import { Globe, Search, X } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '../../state/session.ts';
import type { ClassesFor } from '../../state/sessionStore.ts';
import { Button } from '../controls/Button.tsx';
import fieldStyles from '../controls/TextField.module.css';
import { className, findClasses } from '../i18n/classNames.ts';
import { useText } from '../i18n/useText.ts';
import { maskFinder } from '../panel/ExtractMenu.tsx';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useLanguage } from '../useAppearance.ts';
import styles from './Dialog.module.css';
import own from './ClassesDialog.module.css';

interface ClassesDialogProps {
  readonly purpose: ClassesFor;
  readonly engines: readonly EngineDescription[];
}

/** The 194 classes that Google's engines know, to choose up to five from. */
export function ClassesDialog({ purpose, engines }: ClassesDialogProps) {
  const text = useText();
  const session = useSession();
  const language = useLanguage();
  const before = useFacts(({ maskChoice }) => maskChoice.classes);
  const [chosen, setChosen] = useState<readonly number[]>(purpose === 'find' ? before : []);
  const [query, setQuery] = useState('');
  const found = findClasses(query, language);
  const isFull = chosen.length >= maxClasses;
  const toggle = (id: number) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const close = () => session.openClasses(null);

  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${own.popup}`}>
          <Dialog.Title className={styles.title}>{text('classes.title')}</Dialog.Title>
          <Dialog.Description className={styles.detail}>
            {text('classes.detail', { most: maxClasses })}
          </Dialog.Description>
          <div className={own.search}>
            <Search size={16} aria-hidden />
            <input
              type="search"
              className={fieldStyles.input}
              aria-label={text('classes.search')}
              placeholder={text('classes.search')}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
          <div className={own.chips} aria-live="polite" aria-label={text('classes.chosen')}>
            {chosen.map((id) => (
              <button key={id} type="button" className={own.chip} onClick={() => toggle(id)}>
                {className(id, language)}
                <X size={12} aria-label={text('classes.drop')} />
              </button>
            ))}
            <span className={own.count}>
              {text('classes.count', { count: chosen.length, most: maxClasses })}
            </span>
          </div>
          <ul className={own.list} aria-label={text('classes.title')}>
            {found.map((id) => (
              <li key={id}>
                <label className={own.row}>
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    disabled={isFull && !chosen.includes(id)}
                    onChange={() => toggle(id)}
                  />
                  <span>{className(id, language)}</span>
                  {language !== 'en' && <span className={own.other}>{semanticClasses[id]}</span>}
                </label>
              </li>
            ))}
            {found.length === 0 && <li className={styles.detail}>{text('classes.none')}</li>}
          </ul>
          <Foot purpose={purpose} engines={engines} chosen={chosen} session={session} onDone={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface FootProps {
  readonly purpose: ClassesFor;
  readonly engines: readonly EngineDescription[];
  readonly chosen: readonly number[];
  readonly session: Session;
  readonly onDone: () => void;
}

/** What can be done with the choice: extract it with Gemini, or leave it to an engine that finds while it removes. */
function Foot({ purpose, engines, chosen, session, onDone }: FootProps) {
  const text = useText();
  const finder = maskFinder(engines);
  const remover = engines.find(
    ({ automaticModes, availability }) =>
      automaticModes.includes('semantic') && availability.state === 'ready',
  );
  const canExtract = purpose === 'extract' && finder !== undefined;
  const canFind = remover !== undefined;
  const extract = () => {
    onDone();
    if (finder) void session.extractWith(finder, { what: 'classes', classes: chosen });
  };
  const find = () => {
    onDone();
    if (remover && purpose === 'extract') session.settings.setState({ engine: remover.id });
    session.chooseMask({ mode: 'semantic', classes: chosen });
  };
  return (
    <div className={own.foot}>
      <p className={own.note}>
        {canExtract && <Globe size={16} strokeWidth={1.75} aria-hidden />}
        {text(canExtract ? 'extract.sent' : canFind ? 'classes.findNote' : 'classes.needGoogle')}
      </p>
      <div className={styles.buttons}>
        <Button onClick={onDone}>{text('panel.cancel')}</Button>
        {canFind && (
          <Button tone={canExtract ? 'plain' : 'primary'} disabled={chosen.length === 0} onClick={find}>
            {text('classes.find')}
          </Button>
        )}
        {canExtract && (
          <Button tone="primary" disabled={chosen.length === 0} onClick={extract}>
            {text('classes.extract')}
          </Button>
        )}
      </div>
    </div>
  );
}
