import type { ReactNode } from 'react';
import { receiptTexts } from '../texts/receipt-page.ts';
import { decidedLotsInWords } from '../format/decided-in-words.ts';
import type { SignedDecision } from './pending.ts';

/** Each box of a signature with the decision, the lots that it names, and its meaning. */
export function WhatIsSigned({ decisions }: { decisions: readonly SignedDecision[] }): ReactNode {
  return (
    <ul className="rows what-is-signed" aria-label={receiptTexts.youSign}>
      {decisions.map((each) => (
        <li key={each.shipment} className="row">
          <b>{each.shipment}</b> {decidedLotsInWords(each)}
          <span className="quiet block">
            {receiptTexts.meaning}: {each.meaning}
          </span>
        </li>
      ))}
    </ul>
  );
}
