import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import type { Answer } from '../api/answer.ts';

const signs = { pass: '✓', fail: '✕', 'not-known': '?', 'not-applicable': '–' } as const;
const order = ['fail', 'not-known', 'pass', 'not-applicable'];

/** The checks of a receipt in words: failed checks first, then unknown ones. */
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
              {outcome === 'not-known' ? (
                <span className="not-known-word">: {texts.outcomes[outcome]}</span>
              ) : (
                <span className="visually-hidden">: {texts.outcomes[outcome]}</span>
              )}
              <span className="block">{sentence}</span>
            </span>
          </li>
        ))}
    </ul>
  );
}
