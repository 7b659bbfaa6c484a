import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, use, useEffect, useMemo, useState } from 'react';
import { useApi } from '../api/use-api.ts';
import type { Answer } from '../api/answer.ts';
import { onSignInEnded } from './access-token.ts';
import { OtherPerson } from './other-person.tsx';
import { forgetUser, storedUser } from './stored-user.ts';
import { askTabs, onOtherTab } from './tabs.ts';

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
 * What another tab does to the sign-in holds here too.
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
  const [other, setOther] = useState<string | null>(null);
  useEffect(() => {
    onSignInEnded(() => {
      setHasEnded(true);
      void queries.cancelQueries();
    });
  }, [queries]);
  const username = person?.username;
  useEffect(() => {
    const takeOver = async (name: string): Promise<void> => {
      if ((await askTabs(name)) === null) return;
      setHasEnded(false);
      await queries.invalidateQueries();
    };
    onOtherTab((message) => {
      if (message.kind === 'signed-out') {
        sessionStorage.clear();
        window.location.assign('/');
      } else if (username !== undefined && message.username !== username) {
        forgetUser();
        setOther(message.username);
        void queries.cancelQueries();
      } else if (message.expiresAt > (storedUser()?.expiresAt ?? 0))
        // The refresh token of this tab can no longer be used.
        void takeOver(message.username);
    });
  }, [queries, username]);
  const session = useMemo(() => (person === undefined ? null : { person, hasEnded }), [person, hasEnded]);
  if (other !== null) return <OtherPerson own={username!} other={other} />;
  if (session === null) return error === null ? waiting : failed(error);
  return <SessionContext value={session}>{children}</SessionContext>;
}
