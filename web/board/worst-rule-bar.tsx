import type { ReactNode } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import type { WorstRule } from './worst-rule.ts';

/** The worst rule of a shipment as a bar. */
export function WorstRuleBar({ kind, share, says }: WorstRule): ReactNode {
  const { percent } = useFormats();
  const words = says ?? texts.board.allowance(percent(share));
  return (
    <span className={`used ${kind}`}>
      <span
        className="bar"
        role="meter"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span aria-hidden="true">{says ?? percent(share)}</span>
    </span>
  );
}
