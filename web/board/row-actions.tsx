import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CallCarrier } from '../parts/call-carrier.tsx';
import { type BoardItem, type ShipmentState, seemsArrivedAt, urgent } from '../parts/shipment-state.ts';
import { usePermitted } from '../session/use-permitted.ts';
import { texts } from '../texts.ts';

/** The next steps at a shipment, as buttons beside its link: acknowledge, call the carrier, review. */
export function RowActions({
  item,
  state,
  onAcknowledge,
}: {
  item: BoardItem;
  state: ShipmentState;
  onAcknowledge: (item: BoardItem) => void;
}): ReactNode {
  const { shipment, carrier } = item;
  const mayAcknowledge = usePermitted(item.site)('acknowledge-alarm') && state === 'alarm';
  const seems = seemsArrivedAt(item) !== null;
  const toReview = state === 'decide' || state === 'contradicted' || seems;
  const mayCall = carrier !== null && carrier.phone !== null && (urgent.has(state) || state === 'answered');
  if (!mayAcknowledge && !mayCall && !toReview) return null;
  return (
    <span className="row-actions">
      {mayAcknowledge && (
        <button
          type="button"
          className="primary"
          aria-label={texts.alarm.acknowledgeOf(shipment)}
          onClick={() => onAcknowledge(item)}
        >
          {texts.alarm.acknowledge}
        </button>
      )}
      {mayCall && <CallCarrier carrier={carrier} />}
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
