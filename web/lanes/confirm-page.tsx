import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { callOpen } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { texts } from '../texts.ts';
import { confirmTexts } from '../texts/confirm.ts';

/**
 * Confirms that messages about a lane may come to the address to which the link of this page was sent, without sign-in.
 * Opening the link does nothing yet, because programs that check mails open links too.
 */
export default function ConfirmPage(): ReactNode {
  const word = confirmTexts.confirmLane;
  // Behind "#", the token is sent to no server before somebody decides.
  const token = window.location.hash.slice(1);
  const confirming = useMutation({ mutationFn: () => callOpen('confirmLaneByLink', { path: { token } }) });
  useEffect(() => {
    document.title = `${word.title} · ${texts.product}`;
  }, [word]);
  return (
    <main className="alone">
      <h1>{word.title}</h1>
      {confirming.isSuccess ? (
        <div role="status">
          <p>{word.done(confirming.data.origin, confirming.data.destination)}</p>
          <p>{word.end}</p>
        </div>
      ) : (
        <>
          <p>{word.what}</p>
          <button
            type="button"
            className="primary"
            disabled={confirming.isPending}
            onClick={() => confirming.mutate()}
          >
            {confirming.isPending ? word.confirming : word.button}
          </button>
          {confirming.isError && <Problem error={confirming.error} />}
        </>
      )}
    </main>
  );
}
