import type { ReactNode } from 'react';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Answer } from '../api/answer.ts';

type Check = Answer<'getReceipt'>['checks'][number];

const signs = { pass: '✓', fail: '✕', 'not-known': '?', 'not-applicable': '–' } as const;

/** The checks of a receipt: those that failed or are unknown in full, the others folded. */
export function Checks({ checks }: { checks: readonly Check[] }): ReactNode {
  const failed = checks.filter(({ outcome }) => outcome === 'fail');
  const unknown = checks.filter(({ outcome }) => outcome === 'not-known');
  const passed = checks.filter(({ outcome }) => outcome === 'pass');
  const others = checks.filter(({ outcome }) => outcome === 'not-applicable');
  return (
    <div className="checks">
      <CheckList checks={[...failed, ...unknown]} />
      <details>
        <summary>{receiptTexts.folded(passed.length, others.length)}</summary>
        <CheckList checks={[...passed, ...others]} />
      </details>
    </div>
  );
}

/** How many checks passed, of those that apply; failed and unknown ones are counted each by themselves. */
export function checksInShort(checks: readonly Pick<Check, 'outcome'>[]): string {
  const count = (outcome: Check['outcome']): number =>
    checks.filter((check) => check.outcome === outcome).length;
  return receiptTexts.passed({
    passed: count('pass'),
    of: checks.length - count('not-applicable'),
    failed: count('fail'),
    unknown: count('not-known'),
  });
}

function CheckList({ checks }: { checks: readonly Check[] }): ReactNode {
  if (checks.length === 0) return null;
  return (
    <ul>
      {checks.map(({ id, outcome, sentence }) => (
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
            <span className="block">{inRoundNumbers(sentence)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
