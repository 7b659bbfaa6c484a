import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Formats } from '../format/formats.ts';
import { CardsTable } from '../parts/cards-table.tsx';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import type { Summary } from './fits.ts';

const word = texts.ended;

/** Ended shipments as a table. */
export function EndedTable({ items, label }: { items: readonly Summary[]; label: string }): ReactNode {
  const formats = useFormats();
  const rows = items.map((item) => ({ key: item.shipment, cells: cellsOf(item, formats) }));
  return <CardsTable label={label} columns={word.columns} rows={rows} />;
}

function cellsOf(item: Summary, { shortMoment }: Formats): Record<keyof typeof word.columns, ReactNode> {
  const { shipment, goods, origin, destination, status, lots, decision, cancellation } = item;
  const endedAt = cancellation?.at ?? decision?.signedAt ?? null;
  return {
    ended: endedAt === null ? '–' : shortMoment(endedAt),
    shipment: (
      <>
        <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link>
        <span className="quiet block">{goods}</span>
      </>
    ),
    route: texts.board.route(origin, destination),
    decision: (
      <>
        <b className={`decided-${status}`}>{texts.statuses[status]}</b>
        {cancellation !== null && <span className="quiet block">{cancellation.reason}</span>}
      </>
    ),
    by: cancellation?.by ?? decision?.name ?? '–',
    lots: lotsInWords(lots, decision),
  };
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
