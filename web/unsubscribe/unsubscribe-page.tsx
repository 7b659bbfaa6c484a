import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { callOpen } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { texts } from '../texts.ts';
import { unsubscribeTexts } from '../texts/unsubscribe.ts';

/**
 * Ends the messages to the address to which the link of this page was sent, without sign-in. Opening the link does
 * nothing yet, because programs that check mails open links too.
 */
export default function UnsubscribePage(): ReactNode {
  const { unsubscribe } = unsubscribeTexts;
  // Behind "#", the token is sent to no server before somebody decides.
  const token = window.location.hash.slice(1);
  const ending = useMutation({ mutationFn: () => callOpen('endAlertByLink', { path: { token } }) });
  useEffect(() => {
    document.title = `${unsubscribe.title} · ${texts.product}`;
  }, [unsubscribe]);
  return (
    <main className="alone">
      <h1>{unsubscribe.title}</h1>
      {ending.isSuccess ? (
        <div role="status">
          <p>{unsubscribe.done}</p>
          <p>{unsubscribe.again}</p>
        </div>
      ) : (
        <>
          <p>{unsubscribe.what}</p>
          <button
            type="button"
            className="primary"
            disabled={ending.isPending}
            onClick={() => ending.mutate()}
          >
            {ending.isPending ? unsubscribe.stopping : unsubscribe.button}
          </button>
          {ending.isError && <Problem error={ending.error} />}
        </>
      )}
    </main>
  );
}
