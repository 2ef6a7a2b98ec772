import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { CompareView } from '../canvas/CompareView.tsx';
import { Editor } from '../canvas/Editor.tsx';
import { useShortcuts } from '../canvas/useShortcuts.ts';
import { parameterValues } from '../state/parameters.ts';
import { views } from '../state/viewStore.ts';
import { OtherSizeDialog } from './dialogs/OtherSizeDialog.tsx';
import { WordsDialog } from './dialogs/WordsDialog.tsx';
import { EmptyPage } from './empty/EmptyPage.tsx';
import { useText } from './i18n/useText.ts';
import { Later } from './Later.tsx';
import { lazyPart } from './lazyPart.tsx';
import { maskFinder } from './panel/ExtractMenu.tsx';
import { Panel } from './panel/Panel.tsx';
import { useComparePanels } from './useComparePanels.ts';
import { useFacts, useSession, useSettings } from './sessionContext.tsx';
import { CanvasMenu, useCanvasMenu } from './shell/CanvasMenu.tsx';
import { DropTarget } from './shell/DropTarget.tsx';
import { LiveRegion, MessageList } from './shell/MessageList.tsx';
import { StageBar } from './shell/StageBar.tsx';
import { OpeningPill, ReadOnlyPill } from './shell/StagePills.tsx';
import { StatusBar } from './shell/StatusBar.tsx';
import { ToolRail } from './shell/ToolRail.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useAppearance } from './useAppearance.ts';
import { useEngines, type EnginesInReach } from './useEngines.ts';
import { useShellActions } from './useShellActions.ts';
import styles from './shell/Shell.module.css';

const ShortcutsDialog = lazyPart(async () => (await import('./dialogs/ShortcutsDialog.tsx')).ShortcutsDialog);

const RecentDialog = lazyPart(async () => (await import('./dialogs/RecentDialog.tsx')).RecentDialog);

const ClassesDialog = lazyPart(async () => (await import('./dialogs/ClassesDialog.tsx')).ClassesDialog);

const pictures = 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/bmp';
const photosAndProjects = `${pictures},.cleanplate`;

/** The page. Everything it knows comes from the session; everything it does is a call to it. */
export function App() {
  useAppearance();
  const session = useSession();
  const reach = useEngines();
  const isOpen = useFacts(({ facts }) => facts !== null);
  const isCompareOpen = useFacts(
    ({ compare, selectedResult }) => compare !== 'off' || selectedResult !== null,
  );
  const classesFor = useFacts((state) => state.classesFor);
  const photoInput = useRef<HTMLInputElement>(null);
  const maskInput = useRef<HTMLInputElement>(null);
  const [areShortcutsOpen, showShortcuts] = useState(false);
  const [isRecentOpen, showRecent] = useState(false);
  const openPhoto = useCallback(() => photoInput.current?.click(), []);
  useDilationPreview(reach);
  useShortcuts(
    useShellActions(reach, openPhoto, () => showShortcuts(true)),
    { isCompareOpen },
  );

  return (
    <div className={`${styles.shell} ${isOpen ? '' : styles.empty}`}>
      <header className={styles.top}>
        <TopBar
          onOpen={openPhoto}
          onShortcuts={() => showShortcuts(true)}
          onRecent={() => showRecent(true)}
        />
      </header>
      {isOpen ? (
        <OpenPhoto reach={reach} onUploadMask={() => maskInput.current?.click()} />
      ) : (
        <div className={styles.stage}>
          <EmptyPage onOpen={openPhoto} />
        </div>
      )}
      <input
        ref={photoInput}
        type="file"
        accept={photosAndProjects}
        multiple
        hidden
        onChange={({ target }) => {
          const files = [...(target.files ?? [])].map((file) => ({ file, name: file.name }));
          target.value = '';
          if (files.length > 0) void session.openFiles(files);
        }}
      />
      <input
        ref={maskInput}
        type="file"
        accept={pictures}
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) void session.uploadMask(file);
        }}
      />
      <OpeningPill />
      <OtherSizeDialog />
      <WordsDialog finder={maskFinder(reach.engines)} />
      {classesFor && (
        <Suspense>
          <ClassesDialog purpose={classesFor} engines={reach.engines} />
        </Suspense>
      )}
      {areShortcutsOpen && (
        <Suspense>
          <ShortcutsDialog open onOpenChange={showShortcuts} />
        </Suspense>
      )}
      {isRecentOpen && (
        <Suspense>
          <RecentDialog open onOpenChange={showRecent} />
        </Suspense>
      )}
      <DropTarget />
      <MessageList />
      <LiveRegion />
    </div>
  );
}

function OpenPhoto({ reach, onUploadMask }: { reach: EnginesInReach; onUploadMask: () => void }) {
  const text = useText();
  const session = useSession();
  const compare = useFacts((state) => state.compare);
  const selectedId = useFacts((state) => state.selectedResult);
  const layout = useFacts((state) => state.layout);
  const panels = useComparePanels();
  const menu = useCanvasMenu();
  return (
    <>
      <nav className={styles.rail} aria-label={text('tools.toolbar')}>
        <Later>
          <ToolRail />
        </Later>
      </nav>
      <main className={styles.stage}>
        <div className={`${styles.fill} ${compare === 'grid' ? styles.covered : ''}`}>
          <Editor
            client={session.client}
            text={text}
            announce={session.messages.say}
            onMenu={menu.ask}
            onTap={(fingers) => void (fingers === 2 ? session.undo() : session.redo())}
          />
        </div>
        <CanvasMenu place={menu.place} onClose={menu.close} />
        <ReadOnlyPill />
        {compare === 'grid' && (
          <div className={styles.fill}>
            <CompareView
              client={session.client}
              text={text}
              panels={panels}
              layout={layout}
              selectedId={selectedId}
              onSelect={session.selectResult}
            />
          </div>
        )}
        <StageBar />
      </main>
      <aside className={styles.panel} aria-label={text('panel.parameters')}>
        <Later>
          <Panel reach={reach} onUploadMask={onUploadMask} />
        </Later>
      </aside>
      <div className={styles.status}>
        <StatusBar />
      </div>
    </>
  );
}

/** The overlay shows how far the chosen engine's dilation will grow the mask. */
function useDilationPreview({ chosen }: EnginesInReach): void {
  const stored = useSettings(({ parameters }) => parameters[chosen.id]);
  const { dilation = 0 } = parameterValues(chosen, stored);
  useEffect(() => views.setDisplay({ dilation: Number(dilation) }), [dilation]);
}
