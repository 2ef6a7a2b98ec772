import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Remote } from 'comlink';
import type { DocumentFacts, ExportFormat, SplitDirection, TrayItem } from '../document/facts.ts';
import { userMask, type Engine, type MaskChoice } from '../engines/engine.ts';
import type { DocumentApi, ExtractInto, LoadProgress, ProblemData } from '../workers/documentApi.ts';
import type { KeepState, ReadOnly, RecentPhoto } from '../workers/keepingApi.ts';
import type { Compare, Layout } from './comparing.ts';
import type { Messages } from './messages.ts';
import type { RunProgress } from './removalRun.ts';
import type { Runs } from './runs.ts';
import type { SettingsStore } from './settings.ts';

export type ClassesFor = 'extract' | 'find';

export interface RefusedCandidate {
  readonly id: number;
  readonly documentId: string;
  readonly engine: Engine;
  readonly problem: ProblemData;
}

/** A removal under way, or waiting for the one before it. */
export interface Run extends RunProgress {
  readonly id: number;
  readonly documentId: string;
  readonly engineId: string;
}

/** The facts of the session that the page shows. No pixels: they stay in the document's worker. */
export interface SessionState {
  /** The photo being worked on. */
  readonly facts: DocumentFacts | null;
  readonly tray: readonly TrayItem[];
  readonly opening: { readonly name: string; readonly place: number; readonly total: number } | null;
  /** In the order in which they were asked for; only the first one computes. */
  readonly runs: readonly Run[];
  /** A removal whose results are not shown: its best one goes into the photo by itself. */
  readonly quietRemovalId: string | null;
  /** Who says what must go, on engines that can find it by themselves. */
  readonly maskChoice: MaskChoice;
  /** Candidates of the last removal that could not be offered, and why. */
  readonly refused: readonly RefusedCandidate[];
  /** What a found mask does to the mask there is. */
  readonly extractInto: ExtractInto;
  /** The engine that is looking for a mask right now. */
  readonly extracting: string | null;
  /** The list of classes is open: to extract them, or for the engine to find them while it removes. */
  readonly classesFor: ClassesFor | null;
  /** The field for words to extract by is open. */
  readonly isAskingWords: boolean;
  /** A search for things in the photo goes on; `load` while what it needs is fetched. */
  readonly looking: { readonly what: 'product' | 'people'; readonly load: LoadProgress | null } | null;
  /** The result shown in the photo's place. */
  readonly selectedResult: string | null;
  /** `split`: photo and result under a bar; `grid`: side by side; `difference`: what changed, as heat. */
  readonly compare: Compare;
  readonly layout: Layout;
  readonly gain: number;
  readonly splitDirection: SplitDirection;
  /** A result for each separate part of the mask; null while one result stands for all. */
  readonly mix: readonly string[] | null;
  /** A mask of another size, waiting for the user's word. */
  readonly otherSizeMask: {
    readonly file: Blob;
    readonly params: Readonly<Record<string, string | number>>;
  } | null;
  /** The format chosen for a photo, where it is not the proposed one; by document id. */
  readonly formats: Readonly<Record<string, ExportFormat>>;
  /** 0–1 while a file is being made. */
  readonly saving: number | null;
  /** How far each open photo's work is written down, by document id. */
  readonly keeping: Readonly<Record<string, KeepState | 'private'>>;
  /** Open photos that may only be looked at. */
  readonly readOnly: Readonly<Record<string, ReadOnly>>;
  /** What is kept on this computer; null before it was looked up. */
  readonly recent: readonly RecentPhoto[] | null;
  /** Nothing is kept. */
  readonly isPrivate: boolean;
  /** The document's worker stopped. */
  readonly isLost: boolean;
}

export type SessionStore = StoreApi<SessionState>;

export function createSessionStore(): SessionStore {
  return createStore<SessionState>(() => ({
    facts: null,
    tray: [],
    opening: null,
    runs: [],
    looking: null,
    quietRemovalId: null,
    maskChoice: userMask,
    refused: [],
    extractInto: 'replace',
    extracting: null,
    classesFor: null,
    isAskingWords: false,
    selectedResult: null,
    compare: 'off',
    layout: 4,
    gain: 8,
    splitDirection: 'vertical',
    mix: null,
    otherSizeMask: null,
    formats: {},
    saving: null,
    keeping: {},
    readOnly: {},
    recent: null,
    isPrivate: false,
    isLost: false,
  }));
}

/** Whether results wait to be judged. */
export const hasResults = ({ facts, quietRemovalId }: SessionState): boolean =>
  facts !== null && facts.results.length > 0 && facts.removalId !== quietRemovalId;

/** What the parts of a session share. */
export interface SessionContext {
  readonly store: SessionStore;
  readonly runs: Runs;
  readonly settings: SettingsStore;
  readonly messages: Messages;
  readonly api: Remote<DocumentApi>;
  /** Shows the mask's surroundings: where results are judged. */
  showMask(): void;
}
