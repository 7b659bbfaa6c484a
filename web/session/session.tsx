import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, use, useEffect, useMemo, useState } from 'react';
import { useApi } from '../api/use-api.ts';
import { onSignInEnded } from './sign-in.ts';
import type { Answer } from '../api/answer.ts';

type Person = Answer<'getMe'>;
type Session = { readonly person: Person; readonly hasEnded: boolean };

const SessionContext = createContext<Session | null>(null);

/** Returns the signed-in person. */
export function usePerson(): Person {
  return use(SessionContext)!.person;
}

/** Returns whether the sign-in has ended while the page stayed open: the data shown stays, but cannot be refreshed. */
export function useHasEnded(): boolean {
  return use(SessionContext)!.hasEnded;
}

/**
 * Provides the signed-in person to the page; shows `waiting` until the person is known, or `failed` where that fails.
 */
export function SessionProvider({
  children,
  waiting,
  failed,
}: {
  children: ReactNode;
  waiting: ReactNode;
  failed: (error: Error) => ReactNode;
}): ReactNode {
  const queries = useQueryClient();
  const { data: person, error } = useApi('getMe', {}, { staleTime: Infinity });
  const [hasEnded, setHasEnded] = useState(false);
  useEffect(() => {
    onSignInEnded(() => {
      setHasEnded(true);
      void queries.cancelQueries();
    });
  }, [queries]);
  const session = useMemo(() => (person === undefined ? null : { person, hasEnded }), [person, hasEnded]);
  if (session === null) return error === null ? waiting : failed(error);
  return <SessionContext value={session}>{children}</SessionContext>;
}
