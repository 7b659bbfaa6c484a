import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { asSentence } from '../format/as-sentence.ts';
import { useFormats } from '../session/preferences.tsx';
import { legTexts } from '../texts/legs.ts';
import type { ProductLegs } from './legs.ts';

const { from: word, proposals: proposed } = legTexts;

type Earlier = Pick<ProductLegs['predecessors'][number], 'goods' | 'departedAt' | 'arrivedAt'>;

/** The earlier shipments from which a product came. `onWithdraw` is null where the person may not withdraw one. */
export function Predecessors({
  predecessors,
  onWithdraw,
}: Pick<ProductLegs, 'predecessors'> & {
  onWithdraw: ((leg: ProductLegs['predecessors'][number]) => void) | null;
}): ReactNode {
  const { moment } = useFormats();
  if (predecessors.length === 0) return <p className="quiet">{word.none}</p>;
  return (
    <ul className="earlier">
      {predecessors.map((leg) => {
        const { name, lots, by, recordedBy, recordedAt, reason, sequence, notProven } = leg;
        return (
          <li key={sequence}>
            <div>
              <NamedShipment {...leg} />
              {word.lots(lots)}: {word.by[by]}
              {notProven !== null && <b className="block">{asSentence(notProven)}</b>}
              <WhatItWas earlier={leg} />
              <span className="quiet block">
                {by === 'person'
                  ? word.named(recordedBy, moment(recordedAt), reason)
                  : word.recorded(moment(recordedAt))}
              </span>
            </div>
            {onWithdraw !== null && (
              <button
                type="button"
                className="no-print"
                aria-label={word.withdrawOf(name)}
                onClick={() => onWithdraw(leg)}
              >
                {word.withdraw}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Shipments from which a product may have come. `onName` is null where the person may not name one. */
export function Proposals({
  proposals,
  onName,
}: Pick<ProductLegs, 'proposals'> & {
  onName: ((shipment: string, proposal: ProductLegs['proposals'][number]) => void) | null;
}): ReactNode {
  return (
    <ul className="earlier">
      {proposals.map((proposal, index) => {
        const { shipment, itsProduct, lots, by } = proposal;
        return (
          <li key={shipment === null ? index : `${shipment} ${itsProduct}`}>
            <div>
              {shipment === null ? <b>{proposed.otherSite}</b> : <ShipmentLink shipment={shipment} />}
              {word.lots(lots)}: {proposed.by[by]}
              <WhatItWas earlier={proposal} />
              {shipment === null && <span className="quiet block">{proposed.askThere}</span>}
            </div>
            {onName !== null && shipment !== null && (
              <button
                type="button"
                className="no-print"
                aria-label={proposed.nameOf(shipment)}
                onClick={() => onName(shipment, proposal)}
              >
                {proposed.name}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A shipment as the answer names it: a link to it, or, of another site, only what it is. */
export function NamedShipment({
  shipment,
  name,
}: Pick<ProductLegs['followedBy'][number], 'shipment' | 'name'>): ReactNode {
  return shipment === null ? <b>{name}</b> : <ShipmentLink shipment={shipment} />;
}

function ShipmentLink({ shipment }: { shipment: string }): ReactNode {
  return <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link>;
}

/** What an earlier shipment carried and when, as far as the person may know it. */
function WhatItWas({ earlier: { goods, departedAt, arrivedAt } }: { earlier: Earlier }): ReactNode {
  const { moment } = useFormats();
  const parts = [
    ...(goods === null ? [] : [goods]),
    ...(departedAt === null ? [] : [word.departed(moment(departedAt))]),
    ...(arrivedAt === null ? [] : [word.arrived(moment(arrivedAt))]),
  ];
  return parts.length === 0 ? null : <span className="block">{parts.join(' · ')}</span>;
}
