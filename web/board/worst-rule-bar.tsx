import type { ReactNode } from 'react';
import { UsedBar } from '../parts/used-bar.tsx';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import type { WorstRule } from './worst-rule.ts';

/** The worst rule of a shipment as a bar. */
export function WorstRuleBar({ kind, share, says }: WorstRule): ReactNode {
  const { percent } = useFormats();
  return (
    <span className={`used ${kind}`}>
      <UsedBar nearness={kind} share={share} label={says ?? texts.board.allowance(percent(share))} />
      <span aria-hidden="true">{says ?? percent(share)}</span>
    </span>
  );
}
