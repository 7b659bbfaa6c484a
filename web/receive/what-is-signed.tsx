import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { SignedDecision } from './pending.ts';

/** Each box of a signature with its lots, the decision and its meaning. */
export function WhatIsSigned({ decisions }: { decisions: readonly SignedDecision[] }): ReactNode {
  return (
    <ul className="rows what-is-signed" aria-label={receiptTexts.youSign}>
      {decisions.map(({ shipment, decision, lots, meaning }) => (
        <li key={shipment} className="row">
          <b>{shipment}</b> {texts.decisions[decision]}
          {lots.length > 0 && `, ${texts.shipment.lots} ${lots.join(', ')}`}
          <span className="quiet block">
            {receiptTexts.meaning}: {meaning}
          </span>
        </li>
      ))}
    </ul>
  );
}
