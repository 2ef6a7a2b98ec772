/** The page's session: one document worker, its facts mirrored, and everything the page can ask for. */
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import type { Engine, MaskChoice } from '../engines/engine.ts';
import type { DocumentEvent } from '../workers/documentApi.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import { createExtracting, type AskForMask, type Extracting } from './extracting.ts';
import { createKeeping, type Keeping } from './keeping.ts';
import { createComparing, type Comparing } from './comparing.ts';
import { createLooking, type Looking } from './looking.ts';
import { createMasking, gestureLine, type Masking } from './masking.ts';
import { createMessages, type Messages } from './messages.ts';
import { createOpening, type Opening } from './opening.ts';
import { createPatching, type Patching } from './patching.ts';
import { createQuickRemoving } from './quickRemoving.ts';
import { createRemoving, maskInForce, type Removing } from './removing.ts';
import { createRuns, shownRun } from './runs.ts';
import { createSaving, type Saving } from './saving.ts';
import { createSessionStore, type SessionContext, type SessionStore } from './sessionStore.ts';
import type { PanelViews } from './panelView.ts';
import type { SettingsStore } from './settings.ts';
import type { Views } from './viewStore.ts';

export interface Session
  extends Opening, Masking, Extracting, Looking, Saving, Removing, Comparing, Patching, Keeping {
  readonly client: DocumentClient;
  readonly store: SessionStore;
  readonly settings: SettingsStore;
  readonly messages: Messages;
  readonly engines: EnginesAtHand;
  /** Esc, one level: comparing, then the shown result, then the running removal. False when there was nothing left. */
  unwind(): boolean;
}

// The panels' view is given for one size and recentred for every other: that of a result's card.
const thumbnail = { width: 296, height: 222 };

/** What decides what the canvas shows. */
const lookOf = ['selectedResult', 'mix', 'compare', 'gain', 'splitDirection'] as const;

export interface EnginesAtHand {
  readonly local: Engine;
  of(description: EngineDescription): Engine;
  readonly askForMask: AskForMask;
}

export interface SessionParts {
  readonly connect: (
    onEvent: (event: DocumentEvent) => void,
    onFailure: (message: string) => void,
  ) => DocumentClient;
  readonly settings: SettingsStore;
  readonly engines: EnginesAtHand;
  /** The view's side: hears every event, shows the mask, shows a result and a split in the photo's place. */
  readonly views: Pick<Views, 'receive' | 'close' | 'zoomToMask' | 'setDisplay'>;
  /** The linked view of all panels that show results. */
  readonly panels: Pick<PanelViews, 'open'>;
}

export function createSession({ connect, settings, engines, views, panels }: SessionParts): Session {
  const store = createSessionStore();
  const messages = createMessages();
  const shownNotices = new Set<string>();

  function tellNotices(documentId: string, name: string, codes: readonly string[]): void {
    for (const code of codes) {
      const once = `${documentId} ${code}`;
      if (shownNotices.has(once)) continue;
      shownNotices.add(once);
      messages.show({ tone: 'notice', line: { key: `notices.${code}` } }, { about: name });
    }
  }

  function onEvent(event: DocumentEvent): void {
    views.receive(event);
    keeping.hear(event);
    if (event.event === 'facts') {
      const { facts } = event;
      store.setState(({ selectedResult, mix }) => {
        const isThere = (resultId: string | null) => facts.results.some(({ id }) => id === resultId);
        return {
          facts,
          selectedResult: isThere(selectedResult) ? selectedResult : null,
          mix: mix?.length === facts.parts.length && mix.every(isThere) ? mix : null,
        };
      });
      tellNotices(facts.id, facts.name, facts.notices);
    } else if (event.event === 'notice') {
      messages.show({ tone: 'notice', line: { key: `notices.${event.code}` } });
    } else if (event.event === 'tray') void refreshTray();
    else if (event.event === 'gesture') {
      const { tool, notice } = event.announcement;
      if (notice !== null) messages.show({ tone: 'notice', line: { key: `notices.${notice}` } });
      // Guide lines are no mask: nothing to remove at once.
      if (tool === 'guide') return;
      quick.gestureEnded(event.announcement);
      messages.say(...gestureLine(event.announcement));
    }
  }

  const worker = connect(onEvent, () => {
    if (store.getState().isLost) return;
    store.setState({ isLost: true, runs: [] });
    messages.show({ tone: 'notice', line: { key: 'notices.workerLost' } });
  });
  const client: DocumentClient = {
    api: worker.api,
    send(message) {
      // Painting on a shown result goes back to the photo and its mask, which would be painted unseen.
      if ('pointer' in message && message.pointer === 'begin' && store.getState().selectedResult !== null)
        removing.selectResult(null);
      worker.send(message);
    },
  };
  const refreshTray = async () => store.setState({ tray: await client.api.tray() });

  const showMask = () => {
    const { facts } = store.getState();
    if (facts && store.getState().compare !== 'grid') panels.open(facts, facts.maskBounds, thumbnail);
    views.zoomToMask();
  };
  const context: SessionContext = {
    store,
    settings,
    messages,
    api: client.api,
    runs: createRuns(store),
    showMask,
  };
  const opening = createOpening(context);
  const keeping = createKeeping(context);
  const removing = createRemoving(context, engines.local);
  const quick = createQuickRemoving(context, engines.local);
  const masking = createMasking(context);
  // What the worker paints follows from what is selected: said in one place.
  store.subscribe((now, before) => {
    const { selectedResult, mix, compare, gain, splitDirection } = now;
    if (lookOf.some((name) => now[name] !== before[name]))
      views.setDisplay({
        resultId: selectedResult,
        mix,
        splitDirection,
        difference: compare === 'difference' ? gain : null,
        // The bar stays where it is while results are switched under it.
        ...(compare !== before.compare && { split: compare === 'split' ? 0.5 : null }),
        // Who chooses another result wants to see it.
        ...((selectedResult !== before.selectedResult || mix !== before.mix) && { photoOnly: false }),
      });
    if (now.facts === null && before.facts !== null) views.close();
    else if (now.facts !== null && now.facts.id !== before.facts?.id)
      views.receive({ event: 'facts', facts: now.facts });
  });

  return {
    client,
    store,
    settings,
    messages,
    engines,
    ...opening,
    closePhoto(documentId) {
      // What it would bring has no place to go.
      context.runs.cancel(documentId, 'the photo was closed');
      return opening.closePhoto(documentId);
    },
    ...masking,
    undo() {
      // A stroke that is taken back need not be filled.
      quick.cancel();
      return masking.undo();
    },
    async addShape(...shape) {
      const drawn = await masking.addShape(...shape);
      if (drawn) quick.gestureEnded(drawn);
      return drawn;
    },
    ...createExtracting(context, engines.askForMask),
    ...createLooking(context),
    ...createSaving(context),
    ...removing,
    ...keeping,
    ...createComparing(context),
    ...createPatching(context, removing.selectResult),
    unwind() {
      const { compare, selectedResult } = store.getState();
      if (compare !== 'off') store.setState({ compare: 'off' });
      else if (selectedResult !== null) removing.selectResult(null);
      else if (shownRun(store.getState()) !== null) removing.cancelRemoval();
      else return false;
      return true;
    },
  };
}

/** What stands in the way of Remove: the key of a sentence, or null when nothing does. */
export function obstacle(
  facts: { maskPixels: number; width: number; height: number } | null,
  engine: Pick<EngineDescription, 'availability' | 'automaticModes'>,
  choice: MaskChoice,
):
  | 'panel.openFirst'
  | 'panel.maskFirst'
  | 'panel.maskAll'
  | 'panel.engineNotReady'
  | 'panel.classesFirst'
  | null {
  if (facts === null) return 'panel.openFirst';
  if (engine.availability.state !== 'ready') return 'panel.engineNotReady';
  const { mode, classes } = maskInForce(engine, choice);
  if (mode === 'semantic' && classes.length === 0) return 'panel.classesFirst';
  if (mode !== 'user') return null;
  if (facts.maskPixels === 0) return 'panel.maskFirst';
  if (facts.maskPixels >= facts.width * facts.height) return 'panel.maskAll';
  return null;
}
