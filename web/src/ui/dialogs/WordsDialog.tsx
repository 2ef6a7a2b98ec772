import { Dialog } from '@base-ui/react/dialog';
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { maxPromptChars } from '@cleanplate/shared/contract/limits.ts';
import { Globe } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '../controls/Button.tsx';
import fieldStyles from '../controls/TextField.module.css';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import own from './ClassesDialog.module.css';
import styles from './Dialog.module.css';

/** What is to be found, in the user's own words. */
export function WordsDialog({ finder }: { finder: EngineDescription | undefined }) {
  const text = useText();
  const session = useSession();
  const isOpen = useFacts((state) => state.isAskingWords);
  const [words, setWords] = useState('');
  const wanted = words.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === '' || !finder) return;
    session.openWords(false);
    void session.extractWith(finder, { what: 'words', words: wanted });
  };
  return (
    <Dialog.Root open={isOpen && finder !== undefined} onOpenChange={session.openWords}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} render={<form onSubmit={submit} />}>
          <Dialog.Title className={styles.title}>{text('extract.wordsTitle')}</Dialog.Title>
          <Dialog.Description className={styles.detail}>{text('extract.wordsDetail')}</Dialog.Description>
          <input
            type="text"
            className={fieldStyles.input}
            aria-label={text('extract.wordsLabel')}
            placeholder={text('extract.wordsExample')}
            maxLength={maxPromptChars}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <p className={own.note}>
            <Globe size={16} strokeWidth={1.75} aria-hidden />
            {text('extract.sent')}
          </p>
          <div className={styles.buttons}>
            <Dialog.Close render={<Button type="button" />}>{text('panel.cancel')}</Dialog.Close>
            <Button type="submit" tone="primary" disabled={wanted === ''}>
              {text('classes.extract')}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
