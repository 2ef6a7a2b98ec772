import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { Globe, ShieldCheck } from 'lucide-react';
import { useText } from '../i18n/useText.ts';
import styles from './panel.module.css';

/** Where the pixels go, beside the button that sends them there. */
export function WherePixelsGo({ engine, isWhole }: { engine: EngineDescription; isWhole: boolean }) {
  const text = useText();
  const isHere = engine.runs === 'browser';
  const Icon = isHere ? ShieldCheck : Globe;
  const { location } = engine;
  return (
    <p className={`${styles.privacy} ${isHere ? styles.here : ''}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {isHere
        ? text('panel.stays')
        : text(isWhole ? 'panel.allGoesToGoogle' : 'panel.goesToGoogle', { location })}
    </p>
  );
}
