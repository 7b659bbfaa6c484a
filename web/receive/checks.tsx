import type { ReactNode } from 'react';
import type { Answer } from '../api/client.ts';
import { texts } from '../texts.ts';

const signs = { pass: '✓', fail: '✕', 'not-applicable': '–' } as const;
const order = ['fail', 'pass', 'not-applicable'];

/** The checks of a receipt with their sentences; what failed stands first. */
export function Checks({ checks }: { checks: Answer<'getReceipt'>['checks'] }): ReactNode {
  return (
    <ul className="checks">
      {[...checks]
        .sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
        .map(({ id, outcome, sentence }) => (
          <li key={id} className={outcome}>
            <span className="sign" aria-hidden="true">
              {signs[outcome]}
            </span>
            <span>
              <b>{texts.checks[id] ?? id}</b>
              <span className="visually-hidden">: {texts.outcomes[outcome]}</span>
              <span className="block">{sentence}</span>
            </span>
          </li>
        ))}
    </ul>
  );
}
