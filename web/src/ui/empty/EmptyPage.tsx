import { ImagePlus, ShieldCheck } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../sessionContext.tsx';
import styles from './EmptyPage.module.css';

/** The photos that come with the product, by folder in samples/. */
const samples = [
  'perfume_marble',
  'watch_knit',
  'mug_sweep',
  'armchair_room',
  'flatlay_wood',
  'suitcase_mannequin',
] as const;

const pasteKeys = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘V' : 'Ctrl V';

/** What greets: open a photo, or take one of ours. */
export function EmptyPage({ onOpen }: { onOpen: () => void }) {
  const text = useText();
  const session = useSession();
  return (
    <main className={styles.page}>
      <section className={styles.drop}>
        <h2 className={styles.title}>{text('app.tagline')}</h2>
        <p className={styles.hint}>{text('empty.dropHere', { paste: pasteKeys })}</p>
        <Button tone="primary" className={styles.open} onClick={onOpen}>
          <ImagePlus size={18} strokeWidth={2} aria-hidden />
          {text('top.openPhoto')}
        </Button>
        <p className={styles.small}>{text('empty.formats')}</p>
        <p className={styles.privacy}>
          <ShieldCheck size={16} strokeWidth={1.75} aria-hidden />
          {text('empty.privacy')}
        </p>
      </section>
      <section className={styles.samples} aria-labelledby="samples-heading">
        <h2 id="samples-heading" className={styles.small}>
          {text('empty.samples')}
        </h2>
        <ul className={styles.cards}>
          {samples.map((sample) => {
            const title = text(`samples.${sample}`);
            return (
              <li key={sample}>
                <button
                  type="button"
                  className={styles.card}
                  aria-label={text('empty.sample', { title })}
                  onClick={() => void session.openSample(sample)}
                >
                  <img src={`/samples/${sample}/small.jpg`} alt="" loading="lazy" width={480} height={360} />
                  <span>{title}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </section>
    </main>
  );
}
