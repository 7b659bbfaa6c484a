import { type ReactNode, memo, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { agoInWords, roughly } from '../format/duration.ts';
import { Mark } from '../parts/mark.tsx';
import { type BoardItem, type ShipmentState, isOverdue, seemsArrivedAt } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { useStableFocus } from './use-stable-focus.ts';

/** Number of rows rendered at first; scrolling renders more. */
const atOnce = 60;

/** Shipments grouped by state. Only a shipment whose state changes is moved. */
export function ShipmentList({
  groups,
  now,
  selected,
  onPoint,
}: {
  groups: ReadonlyMap<ShipmentState, readonly BoardItem[]>;
  now: number;
  selected: string | null;
  onPoint: (shipment: string | null) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useStableFocus(list);
  return (
    <div ref={list} onMouseLeave={() => onPoint(null)}>
      {[...groups].map(([state, items]) =>
        items.length === 0 ? null : (
          <Group key={state} state={state} items={items} now={now} selected={selected} onPoint={onPoint} />
        ),
      )}
    </div>
  );
}

function Group({
  state,
  items,
  now,
  selected,
  onPoint,
}: {
  state: ShipmentState;
  items: readonly BoardItem[];
  now: number;
  selected: string | null;
  onPoint: (shipment: string | null) => void;
}): ReactNode {
  const [shown, setShown] = useState(atOnce);
  const end = useRef<HTMLLIElement>(null);
  const hasMore = items.length > shown;
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry!.isIntersecting) setShown((before) => before + atOnce);
      },
      { rootMargin: '600px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
    // The observer follows the new end of the list each time more rows are shown.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [hasMore, shown]);
  return (
    <section className="group">
      <h2>
        <Mark state={state} /> {texts.states[state]} <span className="quiet">{items.length}</span>
      </h2>
      <ul className="rows">
        {items.slice(0, shown).map((item) => (
          <Row
            key={item.shipment}
            item={item}
            state={state}
            halfMinute={Math.floor(now / 30_000)}
            isSelected={item.shipment === selected}
            onPoint={onPoint}
          />
        ))}
        {hasMore && (
          <li ref={end}>
            <button type="button" className="link" onClick={() => setShown(shown + atOnce)}>
              {texts.board.more(Math.min(atOnce, items.length - shown))}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

const Row = memo(function Row({
  item,
  state,
  halfMinute,
  isSelected,
  onPoint,
}: {
  item: BoardItem;
  state: ShipmentState;
  /** The clock for displayed ages, so that a row is rendered again only when they may have changed. */
  halfMinute: number;
  isSelected: boolean;
  onPoint: (shipment: string | null) => void;
}): ReactNode {
  const formats = useFormats();
  const now = halfMinute * 30_000;
  const { shipment, goods, origin, destination, sensors, plannedArrival, silentDevices, warnings } = item;
  const newest = newestOf(sensors);
  const used = sensors.reduce<(typeof sensors)[number]['allowance']>(
    (most, { allowance }) => (allowance !== null && allowance.used > (most?.used ?? 0) ? allowance : most),
    null,
  );
  const seen = seemsArrivedAt(item);
  const notes = [
    ...(seen === null ? [] : [texts.shipment.seemsArrived(formats.moment(seen))]),
    ...item.standingAlarms.map(({ rule, severity, raisedAt }) =>
      texts.board.alarmSince(rule, texts.severities[severity], agoInWords(Date.parse(raisedAt), now)),
    ),
    ...(silentDevices.length > 0 ? [`${texts.board.silentSince}: ${silentDevices.join(', ')}`] : []),
    ...(isOverdue(item, now) ? [texts.units.late(roughly((now - Date.parse(plannedArrival!)) / 1000))] : []),
    ...warnings.filter((kind) => kind !== 'late').map((kind) => texts.warnings[kind] ?? kind),
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
            <span className="quiet block">{texts.board.route(origin, destination)}</span>
            {notes.length > 0 && <span className={`note stand-${state}`}>{notes.join(' · ')}</span>}
          </span>
        </span>
        <span className="last">
          {newest === null ? (
            <span className="quiet">
              {sensors.length === 0 ? texts.board.noSensor : texts.board.noReading}
            </span>
          ) : (
            <>
              {newest.unreadable === null ? (
                <b className="value">{newest.celsius === null ? '' : formats.temperature(newest.celsius)}</b>
              ) : (
                <b className="value unreadable">{texts.board.unreadable(newest.unreadable.text)}</b>
              )}
              <span className="quiet block">
                {agoInWords(Date.parse(newest.unreadable?.since ?? newest.celsiusAt ?? newest.readAt!), now)}
              </span>
            </>
          )}
          {used !== null && (
            <span className="used" title={texts.board.allowance(formats.percent(used.used), used.rule)}>
              <meter
                min={0}
                low={0.5}
                high={0.85}
                max={1}
                optimum={0}
                value={used.used}
                aria-label={texts.board.allowance(formats.percent(used.used), used.rule)}
              />
              <span>{formats.percent(used.used)}</span>
            </span>
          )}
        </span>
      </Link>
    </li>
  );
});

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
