import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../controls/IconButton.tsx';
import { hasResults } from '../../state/sessionStore.ts';
import { useText } from '../i18n/useText.ts';
import { Later } from '../Later.tsx';
import { useFacts } from '../sessionContext.tsx';
import type { EnginesInReach } from '../useEngines.ts';
import { useNarrow, useTightBar } from '../useNarrow.ts';
import { ViewControls } from '../shell/ViewControls.tsx';
import { EngineSection } from './EngineSection.tsx';
import { MaskSection } from './MaskSection.tsx';
import { ParameterSection } from './ParameterSection.tsx';
import { Patches } from './Patches.tsx';
import { Preflight } from './Preflight.tsx';
import { ProtectSection } from './ProtectSection.tsx';
import { RefusedCards } from './RefusedCards.tsx';
import { Results } from './Results.tsx';
import { RunSection } from './RunSection.tsx';
import { ToolOptions } from './ToolOptions.tsx';
import styles from './panel.module.css';

interface PanelProps {
  readonly reach: EnginesInReach;
  readonly onUploadMask: () => void;
}

/** "Inpaint (Remove)": everything about the mask, the engine and its results. On a phone it is a sheet over Remove. */
export function Panel({ reach, onUploadMask }: PanelProps) {
  const text = useText();
  const isNarrow = useNarrow();
  const isTightBar = useTightBar();
  const [isOpen, setOpen] = useState(false);
  const areResultsIn = useFacts(hasResults);
  // On a phone the results would arrive behind the closed sheet.
  // oxlint-disable-next-line react/set-state-in-effect -- the sheet follows an event, and can be moved by hand after it
  useEffect(() => setOpen(areResultsIn), [areResultsIn]);
  // Four pictures side by side need the sheet's room.
  const isGrid = useFacts(({ compare }) => compare === 'grid');
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- as above
    if (isGrid) setOpen(false);
  }, [isGrid]);
  const isShown = !isNarrow || isOpen;
  return (
    <div className={styles.panel}>
      <header className={styles.header}>
        <h2 className={styles.title}>{text('panel.title')}</h2>
        {isNarrow && (
          <IconButton
            label={text(isOpen ? 'panel.hide' : 'panel.show')}
            icon={isOpen ? ChevronDown : ChevronUp}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          />
        )}
      </header>
      <div className={styles.scroll} hidden={!isShown}>
        {/* In the foot they would move the photo under the finger. */}
        {isNarrow && <Preflight />}
        {areResultsIn && <Results />}
        <RefusedCards />
        <Patches />
        <ToolOptions canProtect={reach.chosen.protect} canGuide={reach.chosen.guideLines === true} />
        <MaskSection engines={reach.engines} onUpload={onUploadMask} />
        {reach.chosen.protect && <ProtectSection />}
        <Later>
          <EngineSection reach={reach} />
          <ParameterSection engine={reach.chosen} />
        </Later>
        {isTightBar && (
          <section className={styles.section} aria-label={text('shortcut.groupView')}>
            <ViewControls />
          </section>
        )}
      </div>
      <div className={styles.foot}>
        {!isNarrow && <Preflight />}
        <RunSection engine={reach.chosen} />
      </div>
    </div>
  );
}
