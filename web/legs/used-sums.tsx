import type { ReactNode } from 'react';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import { UsedBar, nearnessOf } from '../parts/used-bar.tsx';
import { legTexts } from '../texts/legs.ts';
import { type Sum, shareUsed } from './sums.ts';

const signs = { pass: '✓', fail: '✕', note: '?', 'not-applicable': '–' } as const;
const classes = {
  pass: 'pass',
  fail: 'fail',
  note: 'not-known',
  'not-applicable': 'not-applicable',
} as const;

/** What was used of each allowance, in words; a bar beside them only where all of it is known. */
export function UsedSums({ sums }: { sums: readonly Sum[] }): ReactNode {
  return (
    <ul className="sums" aria-label={legTexts.used}>
      {sums.map((sum) => {
        const { allowance, lots, outcome, sentence, left } = sum;
        const share = shareUsed(sum);
        return (
          <li key={`${allowance ?? ''} ${lots.join(' ')}`} className={classes[outcome]}>
            <span className="sign" aria-hidden="true">
              {signs[outcome]}
            </span>
            <div>
              {lots.length > 0 && <b className="block">{legTexts.lots(lots)}</b>}
              {inRoundNumbers(sentence)}
              {share !== null && (
                // What is used up to the last minute is within limits still.
                <UsedBar nearness={left < 0 ? 'broken' : nearnessOf(Math.min(share, 0.99))} share={share} />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
