import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { MessagesState } from '../state/messages.ts';
import type { Session } from '../state/session.ts';
import type { SessionState } from '../state/sessionStore.ts';
import type { Settings } from '../state/settings.ts';

const SessionReact = createContext<Session | null>(null);
export const SessionProvider = SessionReact.Provider;

/** Everything the page can ask for. Throws outside the provider. */
export function useSession(): Session {
  const session = useContext(SessionReact);
  if (!session) throw new Error('useSession outside <SessionProvider>');
  return session;
}

/** A part of the session's facts in a component, which renders again when that part changes. */
export function useFacts<T>(select: (state: SessionState) => T): T {
  return useStore(useSession().store, select);
}

export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(useSession().settings, select);
}

export function useMessages<T>(select: (state: MessagesState) => T): T {
  return useStore(useSession().messages.store, select);
}
