import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Mark } from '../parts/mark.tsx';
import type { BoardItem, ShipmentState } from '../parts/shipment-state.ts';
import { versionOf } from '../profiles/profile-versions.ts';
import { texts } from '../texts.ts';
import { ShipmentRow } from './shipment-row.tsx';
import type { AlarmRules } from './use-alarm-rules.ts';
import { useStableFocus } from './use-stable-focus.ts';

/** Number of rows rendered at first; scrolling renders more. */
const atOnce = 60;

/** What every row needs, the same for all of them. */
type Common = {
  readonly rules: AlarmRules;
  readonly now: number;
  readonly selected: string | null;
  readonly onPoint: (shipment: string | null) => void;
  readonly onAcknowledge: (item: BoardItem) => void;
};

/** Shipments grouped by state. Only a shipment whose state changes is moved. */
export function ShipmentList({
  groups,
  ...common
}: Common & { groups: ReadonlyMap<ShipmentState, readonly BoardItem[]> }): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useStableFocus(list);
  return (
    <div ref={list} onMouseLeave={() => common.onPoint(null)}>
      {[...groups].map(([state, items]) =>
        items.length === 0 ? null : <Group key={state} state={state} items={items} {...common} />,
      )}
    </div>
  );
}

function Group({
  state,
  items,
  rules,
  now,
  selected,
  onPoint,
  onAcknowledge,
}: Common & { state: ShipmentState; items: readonly BoardItem[] }): ReactNode {
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
          <ShipmentRow
            key={item.shipment}
            item={item}
            state={state}
            rules={rules.get(versionOf(item.profile))}
            halfMinute={Math.floor(now / 30_000)}
            isSelected={item.shipment === selected}
            onPoint={onPoint}
            onAcknowledge={onAcknowledge}
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
