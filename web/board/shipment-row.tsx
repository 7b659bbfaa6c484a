import { type ReactNode, Suspense, lazy, memo } from 'react';
import { Link } from 'wouter';
import { clockTime } from '../format/clock-time.ts';
import { agoInWords } from '../format/duration.ts';
import { positionOf } from '../map/position-of.ts';
import { Mark } from '../parts/mark.tsx';
import type { BoardItem, ShipmentState } from '../parts/shipment-state.ts';
import type { LimitRule } from '../profiles/limit-rules.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { RowActions } from './row-actions.tsx';
import { rowNotes } from './row-words.ts';
import { worstRuleOf } from './worst-rule.ts';
import { WorstRuleBar } from './worst-rule-bar.tsx';

// Names of cities are loaded where somebody has to know where the goods are.
const NearCity = lazy(() => import('./near-city.tsx'));

/** A shipment of the board: what it is, what is wrong with it, and what to do next. */
export const ShipmentRow = memo(function ShipmentRow({
  item,
  state,
  rules,
  halfMinute,
  isSelected,
  onPoint,
  onAcknowledge,
}: {
  item: BoardItem;
  state: ShipmentState;
  /** The rules of its profile; undefined while they are not known. */
  rules: ReadonlyMap<string, LimitRule> | undefined;
  /** The clock for displayed ages, so that a row is rendered again only when they may have changed. */
  halfMinute: number;
  isSelected: boolean;
  onPoint: (shipment: string | null) => void;
  onAcknowledge: (item: BoardItem) => void;
}): ReactNode {
  const formats = useFormats();
  const now = halfMinute * 30_000;
  const { shipment, goods, origin, destination, carrier, estimatedArrival, productCount } = item;
  const place = state === 'alarm' ? positionOf(item) : null;
  const where = [
    ...(productCount === undefined ? [] : [texts.board.products(productCount)]),
    texts.board.route(origin, destination),
    ...(estimatedArrival === null
      ? []
      : [texts.board.estimated(clockTime(Date.parse(estimatedArrival.likely), now, formats))]),
    ...(carrier === null ? [] : [carrier.name]),
  ];
  return (
    <li id={`row-${shipment}`} className={isSelected ? 'row selected' : 'row'}>
      <Link
        href={`/shipments/${encodeURIComponent(shipment)}`}
        data-shipment={shipment}
        aria-current={isSelected ? 'true' : undefined}
        onMouseEnter={() => onPoint(shipment)}
        onFocus={() => onPoint(shipment)}
      >
        <span className="what">
          <Mark state={state} />
          <span>
            <b>{shipment}</b> <span>{goods}</span>
            <span className="quiet block">
              {where.join(' · ')}
              {place !== null && (
                <Suspense>
                  <NearCity place={place} />
                </Suspense>
              )}
            </span>
            {rowNotes(item, rules, now, formats).map(({ text, state: own }) => (
              <span key={text} className={own === null ? 'quiet block said' : `note block stand-${own}`}>
                {text}
              </span>
            ))}
          </span>
        </span>
        <LastReading item={item} now={now} />
      </Link>
      <RowActions item={item} state={state} onAcknowledge={onAcknowledge} />
    </li>
  );
});

function LastReading({ item, now }: { item: BoardItem; now: number }): ReactNode {
  const { temperature } = useFormats();
  const { sensors, devices } = item;
  const newest = newestOf(sensors);
  const worst = worstRuleOf(item);
  return (
    <span className="last">
      {newest === null ? (
        <span className="quiet">{devices.length === 0 ? texts.board.noSensor : texts.board.noReading}</span>
      ) : (
        <>
          {newest.unreadable === null ? (
            <b className="value">{newest.celsius === null ? '' : temperature(newest.celsius)}</b>
          ) : (
            <b className="value unreadable">{texts.board.unreadable(newest.unreadable.text)}</b>
          )}
          <span className="quiet block">
            {agoInWords(Date.parse(newest.unreadable?.since ?? newest.celsiusAt ?? newest.readAt!), now)}
          </span>
        </>
      )}
      {worst !== null && <WorstRuleBar {...worst} />}
    </span>
  );
}

/** Returns the sensor with the latest temperature reading; if none has one, the sensor with the latest contact. */
function newestOf(sensors: BoardItem['sensors']) {
  const own = sensors.filter(({ role, readAt }) => role !== 'ambient' && readAt !== null);
  // Any temperature is preferred to none.
  const when = ({ celsiusAt, readAt }: BoardItem['sensors'][number]): string =>
    celsiusAt === null ? `0 ${readAt!}` : `1 ${celsiusAt}`;
  return own.reduce<BoardItem['sensors'][number] | null>(
    (newest, each) => (newest === null || when(each) > when(newest) ? each : newest),
    null,
  );
}
