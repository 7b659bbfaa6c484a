import type { ReactNode } from 'react';
import type { Answer } from '../api/answer.ts';
import { useApi } from '../api/use-api.ts';
import { Loaded, Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { systemTexts } from '../texts/system.ts';
import { useRetry } from './use-retry.ts';

const word = systemTexts.system;
type Queue = Answer<'listWaiting'>['queues'][number];

/** Messages that failed and wait for a person, queue by queue, each with [Retry]. */
export function WaitingMessages(): ReactNode {
  const waiting = useApi('listWaiting');
  return (
    <section aria-label={word.parts.waiting}>
      <p className="quiet">{word.waiting.lead}</p>
      <Loaded of={waiting}>
        {({ queues }) => (
          <>
            {queues.every((queue) => queue.waiting + queue.inspected === 0) && (
              <p className="empty">{word.waiting.none}</p>
            )}
            {queues.map((queue) => (
              <WaitingQueue key={queue.queue} queue={queue} />
            ))}
          </>
        )}
      </Loaded>
    </section>
  );
}

function WaitingQueue({ queue: { queue, why, waiting, inspected, messages } }: { queue: Queue }): ReactNode {
  const { shortMoment } = useFormats();
  const retry = useRetry('retryWaiting');
  const name = word.queues[queue] ?? queue;
  const send = (ids: string[] | null): void => retry.mutate({ path: { queue }, body: { messages: ids } });
  const said = retry.isPending
    ? word.retrying
    : retry.data === undefined
      ? ''
      : [word.retried(retry.data.retried), ...retry.data.stayed.map((each) => word.stayed(each.why))].join(
          ' ',
        );
  if (waiting + inspected === 0 && said === '' && retry.error === null) return null;
  return (
    <section className="waiting-queue" aria-label={name}>
      <header className="toolbar">
        <h2>{name}</h2>
        {waiting > 1 && (
          <button
            type="button"
            disabled={retry.isPending}
            aria-label={word.retryQueue(name)}
            onClick={() => send(null)}
          >
            {word.retryAll}
          </button>
        )}
      </header>
      <p>
        {word.waiting.count(waiting, messages.length)}
        {inspected > 0 && `, ${word.waiting.inspected(inspected)}`}. {word.waiting.why(why)}
      </p>
      {retry.error !== null && <Problem error={retry.error} />}
      <p role="status">{said}</p>
      <ul className="rows">
        {messages.map(({ id, sentAt, from, content, why: whyThis }) => (
          <li key={id} className="row waiting-message">
            <div>
              <b>{from ?? word.waiting.unknownSender}</b> <span className="quiet">{shortMoment(sentAt)}</span>
              <span className="block">{whyThis}</span>
              <code className="block">{content}</code>
            </div>
            <button
              type="button"
              disabled={retry.isPending}
              aria-label={word.retryThis(from ?? word.waiting.unknownSender)}
              onClick={() => send([id])}
            >
              {word.retry}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
