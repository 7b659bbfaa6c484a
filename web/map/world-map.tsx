import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useNow } from '../format/use-now.ts';
import { type BoardItem, shipmentStateOf } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';
import type { MapPoint } from './clusters.ts';
import { GroupCard } from './group-card.tsx';
import { MapCard } from './map-card.tsx';
import { type MapDrawn, MapView } from './map-view.tsx';
import { PlannedWay } from './planned-way.tsx';
import { positionOf } from './position-of.ts';
import { ShipmentCard } from './shipment-card.tsx';
import { ShipmentMarks } from './shipment-marks.tsx';
import { pixelOf } from './view.ts';

/** The closest initial view, in pixels of its width per radian: a region. */
const nearest = 10;

const nowhere: BoardItem['way'] = [];

/** The shipments of a card: one, or those of a mark that no closer view can part. */
type Chosen = { readonly points: readonly MapPoint[] };

/**
 * The last positions of shipments, marked by state; those that are close to each other share a mark. A click, tap or
 * Enter opens the card of a shipment, and zooms in on a mark of several. The way of the highlighted one is drawn.
 */
export default function WorldMap({
  items,
  opened,
  highlighted,
  onHighlight,
}: {
  items: readonly BoardItem[];
  /** The shipment whose card is open at first. */
  opened: string | null;
  highlighted: string | null;
  onHighlight: (shipment: string) => void;
}): ReactNode {
  const now = useNow();
  const minute = Math.floor(now / 60_000) * 60_000;
  const [chosen, setChosen] = useState<Chosen | null>(() => cardOf(opened, items, minute));
  const root = useRef<HTMLDivElement>(null);
  const byId = useMemo(() => new Map(items.map((item) => [item.shipment, item])), [items]);
  const points = useMemo(() => items.flatMap((item) => pointsOf(item, minute)), [items, minute]);
  const open = (id: string, from: Chosen): void => {
    setChosen({ points: from.points.filter((point) => point.id === id) });
    onHighlight(id);
  };
  const close = (): void => {
    const id = chosen?.points[0]?.id;
    setChosen(null);
    // The focus goes back to the mark, or to the map if the mark is not there any more.
    const mark = [...root.current!.querySelectorAll<SVGElement>('[data-shipments]')].find((each) =>
      each.dataset['shipments']!.split(' ').includes(encodeURIComponent(id ?? '')),
    );
    (mark ?? root.current!.querySelector<HTMLElement>('.map-frame'))?.focus({ preventScroll: true });
  };
  const item = chosen?.points.length === 1 ? byId.get(chosen.points[0]!.id) : undefined;
  const way = highlighted === null ? undefined : byId.get(highlighted);
  const card = ({ view, size }: MapDrawn): ReactNode => {
    // A shipment that has left the board leaves its card.
    if (chosen === null || (chosen.points.length === 1 && item === undefined)) return null;
    const [first] = chosen.points as readonly [MapPoint];
    const at = positionOf(byId.get(first.id) ?? { sensors: [] }) ?? first;
    return (
      <MapCard
        key={chosen.points.length === 1 ? first.id : `group ${first.id}`}
        label={item === undefined ? texts.map.group(chosen.points.length) : texts.map.card}
        at={pixelOf(at, view, size)}
        size={size}
        onClose={close}
      >
        {item === undefined ? (
          <GroupCard
            points={chosen.points}
            goodsOf={(id) => byId.get(id)?.goods ?? ''}
            onChoose={(id) => open(id, chosen)}
          />
        ) : (
          <ShipmentCard item={item} now={now} />
        )}
      </MapCard>
    );
  };
  return (
    <div ref={root} className="world-map">
      <MapView
        label={texts.map.label(points.length)}
        extent={points}
        nearest={nearest}
        note={points.length === 0 ? texts.map.nowhere : null}
        overlay={card}
      >
        {(drawn) => (
          <ShipmentMarks
            points={points}
            drawn={drawn}
            highlighted={highlighted}
            avoid={way?.way ?? nowhere}
            onShow={(points_) => open(points_[0]!.id, { points: points_ })}
            onGroup={(points_) => setChosen({ points: points_ })}
          >
            {way !== undefined && way.way.length > 1 && (
              <PlannedWay
                way={way.way}
                position={hasDeparted(way) ? positionOf(way) : null}
                state={shipmentStateOf(way, minute)}
                drawn={drawn}
              />
            )}
          </ShipmentMarks>
        )}
      </MapView>
    </div>
  );
}

/** The card of a shipment that has a position. */
function cardOf(shipment: string | null, items: readonly BoardItem[], now: number): Chosen | null {
  const item = items.find((each) => each.shipment === shipment);
  const points = item === undefined ? [] : pointsOf(item, now);
  return points.length === 0 ? null : { points };
}

function pointsOf(item: BoardItem, now: number): MapPoint[] {
  const position = positionOf(item);
  return position === null ? [] : [{ ...position, id: item.shipment, state: shipmentStateOf(item, now) }];
}

function hasDeparted({ departedAt, inferredDepartedAt }: BoardItem): boolean {
  return departedAt !== null || inferredDepartedAt !== null;
}
