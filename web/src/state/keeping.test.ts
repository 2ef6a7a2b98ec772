import { describe, expect, it } from 'vitest';
import type { KeepState } from '../workers/keepingApi.ts';
import { createKeeping } from './keeping.ts';
import { createMessages } from './messages.ts';
import { createSessionStore, type SessionContext } from './sessionStore.ts';

const id = 'a';
const item = { id, name: 'a.jpg', width: 4, height: 3, hasWork: true } as never;

/** A worker whose writing ends, when it is asked to finish, in `ending`. */
function keepingOf(before: KeepState | 'private', ending: KeepState | 'private' = before) {
  const store = createSessionStore();
  const hear = (state: KeepState | 'private') =>
    keeping.hear({ event: 'keeping', documentId: id, state } as never);
  const api = { flush: async () => hear(ending) };
  const messages = createMessages();
  const keeping = createKeeping({ store, messages, api } as unknown as SessionContext);
  store.setState({ tray: [item] });
  hear(before);
  return keeping;
}

describe('closing a photo with work on it', () => {
  it.each([
    ['kept', 'kept', false],
    // Being written is no reason to ask: it is waited for.
    ['behind', 'kept', false],
    ['behind', 'behind', false],
    ['behind', 'full', true],
    ['full', 'full', true],
    ['unavailable', 'unavailable', true],
    ['private', 'private', true],
    // Another page keeps it.
    ['elsewhere', 'elsewhere', false],
  ] as const)('%s, then %s: something would be lost: %s', async (before, ending, isLost) => {
    expect(await keepingOf(before, ending).wouldCloseLose(id)).toBe(isLost);
  });
});
