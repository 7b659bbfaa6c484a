import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { agoInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { Mark } from '../parts/mark.tsx';
import { type BoardItem, seemsArrivedAt, shipmentStateOf } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { BoxVerdict } from './box-verdict.tsx';
import { matches } from './matches.ts';

const word = texts.receive;

/**
 * The boxes to choose from, of those that have the words of `find`: those that have arrived, those that seem to have
 * arrived, and those on the way.
 */
export function WaitingBoxes({ items, find }: { items: readonly BoardItem[]; find: string }): ReactNode {
  const found = items.filter((item) => matches(item, find));
  const waiting = found
    .filter(({ status }) => status === 'arrived' || status === 'contradicted')
    .sort((a, b) => (a.arrivedAt ?? '').localeCompare(b.arrivedAt ?? ''));
  const underWay = found.filter(({ status }) => status === 'in-transit' || status === 'planned');
  const seemsArrived = underWay
    .filter((item) => seemsArrivedAt(item) !== null)
    .sort((a, b) => (a.inferredArrivedAt ?? '').localeCompare(b.inferredArrivedAt ?? ''));
  const onTheWay = underWay.filter((item) => seemsArrivedAt(item) === null);
  return (
    <>
      <section>
        <h2>
          {word.waiting} <span className="quiet">{waiting.length}</span>
        </h2>
        {waiting.length === 0 ? (
          <p className="empty">{find === '' ? word.waitingNone : word.noneFound(find)}</p>
        ) : (
          <Boxes items={waiting} hasVerdict />
        )}
      </section>
      {seemsArrived.length > 0 && (
        <section>
          <h2>
            {word.seemsArrived} <span className="quiet">{seemsArrived.length}</span>
          </h2>
          <Boxes items={seemsArrived} />
        </section>
      )}
      {onTheWay.length > 0 && (
        <details open={find !== '' || undefined}>
          <summary>
            {word.onTheWay} ({onTheWay.length})
          </summary>
          <Boxes items={onTheWay.slice(0, 100)} />
        </details>
      )}
    </>
  );
}

function Boxes({
  items,
  hasVerdict = false,
}: {
  items: readonly BoardItem[];
  /** Whether a recommendation is shown: for boxes that wait for one. */
  hasVerdict?: boolean;
}): ReactNode {
  const now = useNow();
  const { moment } = useFormats();
  return (
    <ul className="rows">
      {items.map((item) => {
        const { shipment, goods, lots, origin, destination, arrivedAt, sscc } = item;
        const state = shipmentStateOf(item, now);
        const seen = seemsArrivedAt(item);
        return (
          <li key={shipment} className="row box">
            <Link href={`/shipments/${encodeURIComponent(shipment)}/receipt`}>
              <span className="what">
                <Mark state={state} />
                <span>
                  <b>{shipment}</b> {goods}
                  <span className="quiet block">
                    {texts.board.route(origin, destination)}
                    {arrivedAt !== null && `, ${word.arrivedAgo(agoInWords(Date.parse(arrivedAt), now))}`}
                  </span>
                  {lots.length > 0 && (
                    <span className="quiet block">
                      {texts.shipment.lots} {lots.join(', ')}
                    </span>
                  )}
                  {seen !== null && (
                    <span className="note block">{texts.shipment.seemsArrived(moment(seen))}</span>
                  )}
                  {sscc !== null && (
                    <span className="quiet block">
                      {word.sscc} {sscc}
                    </span>
                  )}
                  {state !== 'decide' && <span className={`note stand-${state}`}>{texts.states[state]}</span>}
                </span>
              </span>
              {hasVerdict && <BoxVerdict item={item} />}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
