import type { ReactNode } from 'react';
import { ReasonedStep } from '../parts/reasoned-step.tsx';
import type { Shown } from '../shipment/shown.ts';
import { legTexts } from '../texts/legs.ts';
import type { ProductLegs } from './legs.ts';

const word = legTexts.withdrawDialog;

/** Says that a product did not come from an earlier shipment after all. */
export function WithdrawEarlier({
  shown,
  product,
  leg: { shipment, name, sequence, itsProduct },
  onClose,
}: {
  shown: Shown;
  product: string;
  leg: Pick<ProductLegs['predecessors'][number], 'shipment' | 'name' | 'sequence' | 'itsProduct'>;
  onClose: () => void;
}): ReactNode {
  return (
    <ReasonedStep
      id="withdrawPredecessor"
      seen={shown}
      draft={`withdraw earlier ${shown.shipment} ${product} ${sequence}`}
      body={{ product, predecessor: shipment ?? sequence, itsProduct }}
      title={word.title(name)}
      label={legTexts.fields.reason}
      hint={<p className="quiet">{word.hint}</p>}
      confirm={word.confirm}
      dismiss={word.dismiss}
      onClose={onClose}
    />
  );
}
