import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import type { Summary } from './fits.ts';

const word = texts.ended;

/** Ended shipments as a table; on a phone each is a card, with the headings beside its values. */
export function EndedTable({ items, label }: { items: readonly Summary[]; label: string }): ReactNode {
  return (
    <table className="cards" aria-label={label}>
      <thead>
        <tr>
          {Object.entries(word.columns).map(([column, name]) => (
            <th key={column} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <EndedRow key={item.shipment} item={item} />
        ))}
      </tbody>
    </table>
  );
}

function EndedRow({ item }: { item: Summary }): ReactNode {
  const { shortMoment } = useFormats();
  const { shipment, goods, origin, destination, status, lots, decision, cancellation } = item;
  const endedAt = cancellation?.at ?? decision?.signedAt ?? null;
  const by = cancellation?.by ?? decision?.name ?? null;
  const cells: readonly (readonly [keyof typeof word.columns, ReactNode])[] = [
    ['ended', endedAt === null ? '–' : shortMoment(endedAt)],
    [
      'shipment',
      <>
        <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link>
        <span className="quiet block">{goods}</span>
      </>,
    ],
    ['route', texts.board.route(origin, destination)],
    [
      'decision',
      <>
        <b className={`decided-${status}`}>{texts.statuses[status]}</b>
        {cancellation !== null && <span className="quiet block">{cancellation.reason}</span>}
      </>,
    ],
    ['by', by ?? '–'],
    ['lots', lotsInWords(lots, decision)],
  ];
  return (
    <tr>
      {cells.map(([column, content]) => (
        <td key={column} className={`of-${column}`}>
          <span className="cell-name" aria-hidden="true">
            {word.columns[column]}
          </span>
          <span>{content}</span>
        </td>
      ))}
    </tr>
  );
}

/** All lots of a shipment; where some were released or rejected, which of them. */
function lotsInWords(lots: readonly string[], decision: Summary['decision']): string {
  const all = lots.join(', ');
  const released = decision?.decision === 'partly-released' ? decision.lots : [];
  const rejected = decision?.rejected ?? [];
  const parts = [
    ...(released.length === 0 ? [] : [word.partOf(released.join(', '), all)]),
    ...(rejected.length === 0 ? [] : [word.rejectedOf(rejected.join(', '), all)]),
  ];
  return parts.join('; ') || all || '–';
}
