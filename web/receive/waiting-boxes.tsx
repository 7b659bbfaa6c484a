import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { agoInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { Mark } from '../parts/mark.tsx';
import { type BoardItem, seemsArrivedAt, shipmentStateOf } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';

/** The boxes to choose from: those that have arrived, those that seem to have arrived, and those on the way. */
export function WaitingBoxes({ items }: { items: readonly BoardItem[] }): ReactNode {
  const waiting = items
    .filter(({ status }) => status === 'arrived' || status === 'contradicted')
    .sort((a, b) => (a.arrivedAt ?? '').localeCompare(b.arrivedAt ?? ''));
  const underWay = items.filter(({ status }) => status === 'in-transit' || status === 'planned');
  const seemsArrived = underWay
    .filter((item) => seemsArrivedAt(item) !== null)
    .sort((a, b) => (a.inferredArrivedAt ?? '').localeCompare(b.inferredArrivedAt ?? ''));
  const onTheWay = underWay.filter((item) => seemsArrivedAt(item) === null);
  return (
    <>
      <section>
        <h2>
          {texts.receive.waiting} <span className="quiet">{waiting.length}</span>
        </h2>
        {waiting.length === 0 ? (
          <p className="empty">{texts.receive.waitingNone}</p>
        ) : (
          <Boxes items={waiting} />
        )}
      </section>
      {seemsArrived.length > 0 && (
        <section>
          <h2>
            {texts.receive.seemsArrived} <span className="quiet">{seemsArrived.length}</span>
          </h2>
          <Boxes items={seemsArrived} />
        </section>
      )}
      {onTheWay.length > 0 && (
        <details>
          <summary>
            {texts.receive.onTheWay} ({onTheWay.length})
          </summary>
          <Boxes items={onTheWay.slice(0, 100)} />
        </details>
      )}
    </>
  );
}

function Boxes({ items }: { items: readonly BoardItem[] }): ReactNode {
  const now = useNow();
  const { moment } = useFormats();
  return (
    <ul className="rows">
      {items.map((item) => {
        const { shipment, goods, origin, destination, arrivedAt, sscc } = item;
        const state = shipmentStateOf(item, now);
        const seen = seemsArrivedAt(item);
        return (
          <li key={shipment} className="row">
            <Link href={`/shipments/${encodeURIComponent(shipment)}/receipt`}>
              <span className="what">
                <Mark state={state} />
                <span>
                  <b>{shipment}</b> {goods}
                  <span className="quiet block">
                    {texts.board.route(origin, destination)}
                    {arrivedAt !== null &&
                      `, ${texts.receive.arrivedAgo(agoInWords(Date.parse(arrivedAt), now))}`}
                  </span>
                  {seen !== null && (
                    <span className="note block">{texts.shipment.seemsArrived(moment(seen))}</span>
                  )}
                  {sscc !== null && (
                    <span className="quiet block">
                      {texts.receive.sscc} {sscc}
                    </span>
                  )}
                  {state !== 'decide' && <span className={`note stand-${state}`}>{texts.states[state]}</span>}
                </span>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
