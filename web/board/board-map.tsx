import { type ReactNode, useMemo } from 'react';
import WorldMap from '../map/world-map.tsx';
import { type BoardItem, shipmentStateOf } from '../parts/shipment-state.ts';

/** The shipments of the board on the map. */
export default function BoardMap({
  items,
  now,
  highlighted,
  onHighlight,
}: {
  items: readonly BoardItem[];
  now: number;
  highlighted: string | null;
  onHighlight: (shipment: string) => void;
}): ReactNode {
  const points = useMemo(() => items.flatMap((item) => pointOf(item, now)), [items, now]);
  return <WorldMap points={points} highlighted={highlighted} onChoose={onHighlight} />;
}

function pointOf(item: BoardItem, now: number) {
  const { shipment, goods, sensors } = item;
  const sensor = sensors.find(({ latitude }) => latitude !== null);
  if (sensor === undefined) return [];
  return [
    {
      id: shipment,
      label: `${shipment}, ${goods}`,
      state: shipmentStateOf(item, now),
      latitude: sensor.latitude!,
      longitude: sensor.longitude!,
    },
  ];
}
