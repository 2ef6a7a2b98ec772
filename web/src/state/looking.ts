/** Masks and protected areas that are found, not drawn. What cannot be found is said, and the Object tool taken in hand. */
import { proxy } from 'comlink';
import type { Doubt, ExtractInto, ProblemData } from '../workers/documentApi.ts';
import type { SessionContext } from './sessionStore.ts';
import { toolActions } from './toolStore.ts';

export interface Looking {
  /** Into the mask, as the user has chosen. */
  extract(what: 'foreground' | 'background' | 'people'): Promise<void>;
  /** Ends the search that is under way. */
  cancelLook(): void;
  /** Looks for the product and protects it, in the place of what was protected. */
  protectProduct(): Promise<void>;
  clearProtected(): Promise<void>;
}

export function createLooking({ store, messages, api }: SessionContext): Looking {
  const notice = (key: string) => void messages.show({ tone: 'notice', line: { key } });
  const failed = (problem: ProblemData): void => {
    if (problem.code === 'CANCELLED') return;
    if (problem.code === 'EXTRACT_FAILED') notice('notices.lookFailed');
    else messages.problem(problem);
  };
  const pointAtIt = (key: string): void => {
    toolActions.choose('object');
    notice(key);
  };
  const doubtful = (doubt: Doubt | undefined) => pointAtIt(`notices.doubt.${doubt ?? 'busy'}`);

  /** One search at a time; a second click while one goes on does nothing. */
  async function looking(what: 'product' | 'people', look: () => Promise<void>): Promise<void> {
    if (store.getState().looking) return;
    store.setState({ looking: { what, load: null } });
    try {
      await look();
    } finally {
      store.setState({ looking: null });
    }
  }

  async function extractPeople(how: ExtractInto): Promise<void> {
    const outcome = await api.extractPeople(
      how,
      proxy((load) => store.setState({ looking: { what: 'people', load } })),
    );
    if (!outcome.ok) return failed(outcome.problem);
    if (outcome.value === 0) return pointAtIt('notices.noPeople');
    messages.say('say.extracted');
  }

  return {
    async extract(what) {
      const how = store.getState().extractInto;
      if (what === 'people') return looking('people', () => extractPeople(how));
      await looking('product', async () => {
        const outcome = await api.extract(what, how);
        if (!outcome.ok) return failed(outcome.problem);
        if (outcome.value.known) messages.say('say.extracted');
        else doubtful(outcome.value.doubt);
      });
    },
    cancelLook: () => void api.cancelLook(),
    protectProduct: () =>
      looking('product', async () => {
        const outcome = await api.protectProduct();
        if (!outcome.ok) return failed(outcome.problem);
        if (outcome.value.known) messages.say('say.protected');
        else notice('notices.protectByHand');
      }),
    async clearProtected() {
      await api.clearMask('protect');
      messages.say('say.unprotected');
    },
  };
}
