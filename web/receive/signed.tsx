import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../session/preferences.tsx';
import { Contradictions } from '../shipment/contradictions.tsx';
import { Downloads } from '../shipment/downloads.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { signedInWords } from '../format/decided-in-words.ts';
import { FateTable } from './fate-table.tsx';
import { Verified } from './verified.tsx';
import type { Answer } from '../api/answer.ts';

type SignedDecision = Answer<'listVerdicts'>['items'][number];

/** The signed decisions of a shipment: the one in force first, earlier ones below it. */
export function Signed({
  items,
  shipment,
}: {
  items: readonly SignedDecision[];
  shipment: string;
}): ReactNode {
  return (
    <section className={`card signed ${items.at(-1)?.decision ?? ''}`}>
      {items.toReversed().map((each) => (
        <SignedRecord key={each.sequence} signed={each} />
      ))}
      <Verified shipment={shipment} />
      <Downloads shipment={shipment} devices={[]} />
      <p>
        <Link className="button" href="/receive">
          {receiptTexts.next}
        </Link>
      </p>
    </section>
  );
}

/** One signed decision: what, by whom, when, why, and on which evidence. */
export function SignedRecord({ signed }: { signed: SignedDecision }): ReactNode {
  const { moment } = useFormats();
  const {
    sequence,
    fates,
    meaning,
    reason,
    recommendation,
    evidence,
    signer,
    signedAt,
    correctedBy,
    contradictedBy,
  } = signed;
  return (
    <div className={correctedBy === null ? 'signature' : 'signature corrected'}>
      <h2>
        {signed.shipment}: {fates === undefined ? meaning : signedInWords(signed)}
      </h2>
      {correctedBy !== null && <p className="warn">{receiptTexts.corrected}</p>}
      {contradictedBy.length > 0 && (
        <>
          <p className="warn">{receiptTexts.contradicted}</p>
          <Contradictions shipment={signed.shipment} signed={sequence} />
        </>
      )}
      {fates !== undefined && (
        <FateTable
          rows={fates.map(({ product, name, number, fate }) => ({ product, name, lot: number, fate }))}
        />
      )}
      <p>
        <b>{receiptTexts.signedBy(signer.name, moment(signedAt))}</b>
      </p>
      {reason !== '' && (
        <p>
          {receiptTexts.reason}: {reason}
        </p>
      )}
      <p className="quiet">
        {texts.recommendations[recommendation]} · {receiptTexts.entry(sequence)} · {receiptTexts.evidence}{' '}
        <code className="hash">{evidence}</code>
      </p>
    </div>
  );
}
