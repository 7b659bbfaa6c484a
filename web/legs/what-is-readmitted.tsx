import type { ReactNode } from 'react';
import { asLabel } from '../format/as-label.ts';
import { FactList } from '../parts/fact-list.tsx';
import { legTexts } from '../texts/legs.ts';
import type { SignedReadmission } from './pending-readmission.ts';

const word = legTexts.readmitDialog;

/** What a signature says that re-admits time or cycles. */
export function WhatIsReadmitted({
  readmission: { shipment, meaning, document, reason },
  heading: Heading,
}: {
  readmission: Pick<SignedReadmission, 'shipment' | 'meaning' | 'document' | 'reason'>;
  /** The level below that of its surroundings. */
  heading: 'h2' | 'h3';
}): ReactNode {
  return (
    <section className="you-sign" aria-label={word.youSign}>
      <Heading>{word.youSign}</Heading>
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
