import { Component, type ReactNode } from 'react';
import { Button } from './controls/Button.tsx';
import { useText } from './i18n/useText.ts';
import { useSession } from './sessionContext.tsx';
import styles from './empty/EmptyPage.module.css';

interface BoundaryState {
  readonly hasFailed: boolean;
}

/** A crash while rendering costs the page's face, never the work: that lives in the document's worker. */
export class ErrorBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): BoundaryState {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return <Stumbled onGoOn={() => this.setState({ hasFailed: false })} />;
  }
}

function Stumbled({ onGoOn }: { onGoOn: () => void }) {
  const text = useText();
  const session = useSession();
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{text('crash.title')}</h1>
      <p>{text('crash.text')}</p>
      <div className={styles.actions}>
        <Button tone="primary" onClick={() => void session.savePhoto()}>
          {text('save.savePhoto')}
        </Button>
        <Button onClick={onGoOn}>{text('crash.goOn')}</Button>
      </div>
    </main>
  );
}
