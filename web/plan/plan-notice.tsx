import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { planChangesTexts } from '../texts/plan-changes.ts';
import { type Notice, dismissNotice } from './notice-state.ts';

const word = planChangesTexts.notice;

/** Says what was just done to the shipment whose page is open, and what comes next. */
export default function PlanNotice({ notice }: { notice: Notice }): ReactNode {
  return (
    <section className="plan-notice no-print" aria-label={word.label}>
      <p role="status">{sentenceOf(notice)}</p>
      {notice.kind === 'cancelled' && (
        <Link className="button" href={`/shipments/new?from=${encodeURIComponent(notice.shipment)}`}>
          {word.copy}
        </Link>
      )}
      <button type="button" onClick={dismissNotice}>
        {word.dismiss}
      </button>
    </section>
  );
}

function sentenceOf(notice: Notice): string {
  const { shipment } = notice;
  switch (notice.kind) {
    case 'planned':
      return notice.loggers === 0
        ? `${word.planned(shipment)} ${word.nextAttach}`
        : `${word.plannedWith(shipment, notice.loggers)} ${word.nextDepart}`;
    case 'changed':
      return word.changed(shipment);
    case 'cancelled':
      return word.cancelled(shipment);
  }
}
