import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type BoardItem, type ShipmentState, seemsArrivedAt, urgent } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';

/** The next steps at a shipment, as buttons beside its link: acknowledge, call the carrier, review. */
export function RowActions({
  item,
  state,
  onAcknowledge,
}: {
  item: BoardItem;
  state: ShipmentState;
  /** Null where the person may not acknowledge. */
  onAcknowledge: ((item: BoardItem) => void) | null;
}): ReactNode {
  const { shipment, carrier } = item;
  const phone = carrier?.phone ?? null;
  const seems = seemsArrivedAt(item) !== null;
  const toReview = state === 'decide' || state === 'contradicted' || seems;
  const mayCall = phone !== null && (urgent.has(state) || state === 'answered');
  if (state !== 'alarm' && !mayCall && !toReview) return null;
  return (
    <span className="row-actions">
      {state === 'alarm' && onAcknowledge !== null && (
        <button
          type="button"
          className="primary"
          aria-label={texts.board.acknowledgeOf(shipment)}
          onClick={() => onAcknowledge(item)}
        >
          {texts.board.acknowledge}
        </button>
      )}
      {mayCall && (
        <a
          className="button"
          href={`tel:${dialled(phone)}`}
          aria-label={texts.board.callOf(carrier!.name, phone)}
        >
          {texts.board.call}
        </a>
      )}
      {toReview && (
        <Link
          className="button"
          href={`/shipments/${encodeURIComponent(shipment)}/receipt`}
          aria-label={texts.board.reviewOf(shipment)}
        >
          {texts.board.review}
        </Link>
      )}
    </span>
  );
}

/** A telephone number as RFC 3966 has it: without spaces and brackets. */
function dialled(phone: string): string {
  return phone.replaceAll(/[^\d+]/g, '');
}
