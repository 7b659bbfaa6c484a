import type { ReactNode } from 'react';
import { asLabel } from '../format/as-label.ts';
import { FactList } from '../parts/fact-list.tsx';
import { legTexts } from '../texts/legs.ts';
import type { SignedReadmission } from './pending-readmission.ts';

const word = legTexts.readmitDialog;

/** What a signature says that re-admits time or cycles. */
export function WhatIsReadmitted({
  readmission: { shipment, meaning, document, reason },
}: {
  readmission: Pick<SignedReadmission, 'shipment' | 'meaning' | 'document' | 'reason'>;
}): ReactNode {
  return (
    <section className="you-sign" aria-label={word.youSign}>
      <h3>{word.youSign}</h3>
      <FactList
        facts={[
          [word.box, shipment],
          [word.meaning, asLabel(meaning)],
          [word.document, document],
          [word.reason, reason],
        ]}
        isInLines
      />
    </section>
  );
}
