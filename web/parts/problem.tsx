import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';
import { signIn } from '../session/sign-in.ts';
import { texts } from '../texts.ts';

/** Shows what went wrong and what to do about it. */
export function Problem({ error, retry }: { error: Error; retry?: () => void }): ReactNode {
  // Errors thrown by the browser itself mean nothing to people.
  const isKnown = !(error instanceof TypeError);
  const problems = error instanceof Refused ? (error.problem.problems ?? []) : [];
  return (
    <div role="alert" className="problem">
      <p>{isKnown ? error.message : texts.problems.unknown}</p>
      {problems.length > 1 && (
        <ul>
          {problems.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {error instanceof Refused && error.problem.status === 401 ? (
        <button type="button" onClick={() => void signIn()}>
          {texts.problems.signInAgain}
        </button>
      ) : (
        retry !== undefined && (
          <button type="button" onClick={retry}>
            {texts.problems.again}
          </button>
        )
      )}
    </div>
  );
}

/** Shows a query's data, a loading message, or its error. */
export function Loaded<Data>({
  of: { data, error, refetch },
  children,
}: {
  of: { data: Data | undefined; error: Error | null; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}): ReactNode {
  // Loaded data stays visible while the API is unreachable.
  if (data !== undefined) return children(data);
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  return <p className="loading">{texts.loading}</p>;
}
