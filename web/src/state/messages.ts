/** What the page tells: messages that stay until they are read, and lines for the live region. Keys, not sentences. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProblemData } from '../workers/documentApi.ts';

/** A number, a name, or the key of a string that is filled in translated. */
export type TextParam = string | number | { readonly key: string };
export interface Line {
  readonly key: string;
  readonly params?: Readonly<Record<string, TextParam>>;
  /** Said when the page has no string of that key: words of an engine newer than the page. */
  readonly otherwise?: string;
}

export interface MessageAction {
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly run: () => void;
}

export type MessageBody =
  | { readonly tone: 'problem'; readonly problem: ProblemData & { readonly variant?: string } }
  | { readonly tone: 'notice' | 'done'; readonly line: Line };

export type Message = MessageBody & {
  readonly id: number;
  /** The file it is about, shown before the sentence. */
  readonly about?: string;
  readonly actions: readonly MessageAction[];
};

export interface MessagesState {
  readonly messages: readonly Message[];
  /** The last line said; `id` changes even when the words do not, so that it is said again. */
  readonly said: (Line & { readonly id: number }) | null;
}

export interface Messages {
  readonly store: StoreApi<MessagesState>;
  show(body: MessageBody, options?: { about?: string; actions?: readonly MessageAction[] }): number;
  problem(
    problem: ProblemData & { readonly variant?: string },
    options?: { about?: string; actions?: readonly MessageAction[] },
  ): number;
  dismiss(id: number): void;
  say(key: string, params?: Line['params']): void;
}

const content = (body: MessageBody): unknown => (body.tone === 'problem' ? body.problem : body.line);
const sameBody = (a: MessageBody, b: MessageBody): boolean =>
  a.tone === b.tone && JSON.stringify(content(a)) === JSON.stringify(content(b));

// More would cover the photo; a shoot of 200 broken files must not.
const maxShown = 4;

/** The page's messages. The same message about the same thing replaces the earlier one instead of piling up. */
export function createMessages(): Messages {
  const store = createStore<MessagesState>(() => ({ messages: [], said: null }));
  let lastId = 0;

  const dismiss = (id: number) =>
    store.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));

  function show(body: MessageBody, { about, actions = [] }: Parameters<Messages['show']>[1] = {}): number {
    const id = ++lastId;
    const run = (action: MessageAction) => () => {
      dismiss(id);
      action.run();
    };
    const message: Message = {
      ...body,
      id,
      ...(about === undefined ? {} : { about }),
      actions: actions.map((action) => ({ ...action, run: run(action) })),
    };
    const isOther = (other: Message) => other.about !== about || !sameBody(other, body);
    store.setState(({ messages }) => ({ messages: [...messages.filter(isOther), message].slice(-maxShown) }));
    return id;
  }

  return {
    store,
    show,
    problem: (problem, options) => show({ tone: 'problem', problem }, options),
    dismiss,
    say: (key, params) => store.setState({ said: { key, ...(params && { params }), id: ++lastId } }),
  };
}
