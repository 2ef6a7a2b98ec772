import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { chosenEngine, fetchEngines, mergeEngines } from '../state/engineList.ts';
import { useFacts, useSession, useSettings } from './sessionContext.tsx';

export interface EnginesInReach {
  readonly engines: readonly EngineDescription[];
  readonly chosen: EngineDescription;
  readonly isChecking: boolean;
  /** The server did not answer: only this computer's engine is known. */
  readonly isServerSilent: boolean;
  checkAgain(): void;
}

/** The engines there are. `local` is there at once; the server's join when it answers. */
export function useEngines(): EnginesInReach {
  const { local } = useSession().engines;
  const id = useSettings((settings) => settings.engine);
  const { data, isFetching, isError, refetch } = useQuery({
    queryKey: ['engines'],
    queryFn: ({ signal }) => fetchEngines(signal),
  });
  // A call teaches the server what the engine can do now: a model that is gone must not look ready any longer.
  const runsOn = useFacts(({ runs }) => runs[0]?.engineId ?? null);
  const ranOn = useRef<string | null>(null);
  useEffect(() => {
    if (runsOn === null && ranOn.current !== null && ranOn.current !== local.description.id) void refetch();
    ranOn.current = runsOn;
  }, [runsOn, refetch, local]);
  const engines = useMemo(() => mergeEngines(local.description, data ?? []), [local, data]);
  return {
    engines,
    chosen: chosenEngine(engines, id),
    isChecking: isFetching,
    isServerSilent: isError,
    checkAgain: () => void refetch(),
  };
}
