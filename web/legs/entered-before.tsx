import type { ReactNode } from 'react';
import { roundedDuration } from '../../src/model/wording.ts';
import { asLabel } from '../format/as-label.ts';
import { useFormats } from '../session/preferences.tsx';
import { legTexts } from '../texts/legs.ts';
import type { ProductLegs } from './legs.ts';

const { opening: word, readmitted, from } = legTexts;

/** What a person entered of the time before the first recorded shipment. */
export function OpeningEntered({
  opening: { kind, spent, cycles, source, recordedBy, recordedAt, reason },
}: {
  opening: NonNullable<ProductLegs['opening']>;
}): ReactNode {
  const { moment } = useFormats();
  const used =
    kind === 'spent'
      ? [
          ...Object.entries(spent).map(([allowance, ms]) => word.ofAllowance(roundedDuration(ms), allowance)),
          ...(cycles === null ? [] : [word.cycles(cycles)]),
        ].join(', ')
      : asLabel(word.kinds[kind]);
  return (
    <p>
      {used}
      {source !== null && `, ${word.source(source)}`}
      <span className="quiet block">{from.named(recordedBy, moment(recordedAt), reason)}</span>
    </p>
  );
}

/** What quality allowed again, each with its signature. */
export function Readmissions({ readmissions }: Pick<ProductLegs, 'readmissions'>): ReactNode {
  const { moment } = useFormats();
  return (
    <ul className="earlier">
      {readmissions.map(({ sequence, meaning, document, reason, name, signedAt }) => (
        <li key={sequence}>
          <div>
            {asLabel(meaning)}, {readmitted.document(document)}: {reason}
            <span className="quiet block">
              {asLabel(readmitted.signed(name, moment(signedAt)))}; {readmitted.entry(sequence)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
