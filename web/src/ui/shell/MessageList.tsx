import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Line, Message } from '../../state/messages.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { problemText, type Translate } from '../i18n/problemText.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useMessages, useSession } from '../sessionContext.tsx';
import styles from './MessageList.module.css';

const icons = { problem: CircleAlert, notice: Info, done: CircleCheck } as const;

/** A line in the page's language; parameters that are keys themselves are translated first. */
function useLine(): (line: Line) => string {
  const { t, i18n } = useTranslation();
  return ({ key, params = {}, otherwise }) => {
    const filled = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? t(value.key) : value]),
    );
    return otherwise && !i18n.exists(key) ? otherwise : t(key, filled);
  };
}

// Long enough for two lines; what needs an answer or a decision never goes by itself.
const doneMs = 6000;

/** Messages that stay until they are read: what happened, what to do, and the button that does it. */
export function MessageList() {
  const text = useText();
  const { messages } = useSession();
  const shown = useMessages((state) => state.messages);
  const isOpen = useFacts(({ facts }) => facts !== null);
  if (shown.length === 0) return null;
  return (
    <section
      className={`${styles.list} ${isOpen ? styles.overStage : ''}`}
      aria-label={text('notices.heading')}
    >
      {shown.map((message) => (
        <MessageCard key={message.id} message={message} onDismiss={() => messages.dismiss(message.id)} />
      ))}
    </section>
  );
}

function MessageCard({ message, onDismiss }: { message: Message; onDismiss: () => void }) {
  const text = useText();
  const { t } = useTranslation();
  const line = useLine();
  const Icon = icons[message.tone];
  const [isHeld, setHeld] = useState(false);
  const goes = message.tone === 'done' && !isHeld;
  useEffect(() => {
    if (!goes) return undefined;
    const timer = setTimeout(onDismiss, doneMs);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new closure must not start the time anew
  }, [goes, message.id]);
  return (
    <div
      className={styles.card}
      data-tone={message.tone}
      role={message.tone === 'problem' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <div className={styles.words}>
        {message.about !== undefined && (
          <strong className={styles.about}>
            <bdi>{message.about}</bdi>
          </strong>
        )}
        <p>
          {message.tone === 'problem' ? problemText(message.problem, t as Translate) : line(message.line)}
        </p>
        {message.actions.length > 0 && (
          <div className={styles.actions}>
            {message.actions.map((action) => (
              <Button key={action.key} onClick={action.run}>
                {t(action.key, action.params)}
              </Button>
            ))}
          </div>
        )}
      </div>
      <IconButton label={text('notices.dismiss')} icon={X} onClick={onDismiss} />
    </div>
  );
}

/** Says what happened to those who cannot see it. */
export function LiveRegion() {
  const line = useLine();
  const said = useMessages((state) => state.said);
  return (
    <p className={styles.live} role="status" aria-live="polite" data-live>
      {said && <span key={said.id}>{line(said)}</span>}
    </p>
  );
}
