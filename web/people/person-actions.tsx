import type { ReactNode } from 'react';
import { Problem } from '../parts/problem.tsx';
import { usePerson } from '../session/session.tsx';
import { peopleTexts as word } from '../texts/people.ts';
import { type Person, useChange } from './use-people.ts';

/** The buttons of a person in the list. Nobody has any for themselves. */
export function PersonActions({
  person,
  onOpen,
  onDone,
}: {
  person: Person;
  onOpen: (opened: { kind: 'change' | 'remove'; person: Person }) => void;
  onDone: (said: string) => void;
}): ReactNode {
  const { username } = usePerson();
  const sendAgain = useChange('sendInvitation', person.person, ({ email }) => onDone(word.sent(email ?? '')));
  if (person.person.toLowerCase() === username.toLowerCase())
    return <span className="quiet">{word.you}</span>;
  const { name, status } = person;
  return (
    <span className="person-actions">
      <button
        type="button"
        aria-label={status === 'removed' ? word.letBackOf(name) : word.changeOf(name)}
        onClick={() => onOpen({ kind: 'change', person })}
      >
        {status === 'removed' ? word.letBack : word.change}
      </button>
      {status === 'invited' && (
        <button
          type="button"
          aria-label={word.sendAgainOf(name)}
          disabled={sendAgain.isPending}
          onClick={() => sendAgain.mutate(undefined)}
        >
          {word.sendAgain}
        </button>
      )}
      {status !== 'removed' && (
        <button
          type="button"
          aria-label={word.removeOf(name)}
          onClick={() => onOpen({ kind: 'remove', person })}
        >
          {word.remove}
        </button>
      )}
      {sendAgain.error !== null && <Problem error={sendAgain.error} />}
    </span>
  );
}
