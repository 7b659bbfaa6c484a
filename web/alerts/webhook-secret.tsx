import type { ReactNode } from 'react';
import { alertTexts as word } from '../texts/alerts.ts';

/** The secret of a new webhook, until the person says that it is copied. */
export function WebhookSecret({
  address,
  secret,
  onSeen,
}: {
  address: string;
  secret: string;
  onSeen: () => void;
}): ReactNode {
  return (
    <section className="card" role="status">
      <h2>{word.secretTitle(address)}</h2>
      <p>{word.secret}</p>
      <p>
        <code className="secret">{secret}</code>
      </p>
      <button type="button" onClick={onSeen}>
        {word.secretSeen}
      </button>
    </section>
  );
}
