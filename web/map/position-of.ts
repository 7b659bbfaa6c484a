import type { BoardItem } from '../parts/shipment-state.ts';
import type { Place } from './view.ts';

/** Where a shipment was last: the position of the sensor that was heard last; null if none has sent one. */
export function positionOf({ sensors }: Pick<BoardItem, 'sensors'>): Place | null {
  const located = sensors
    .filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
    .sort((a, b) => (a.readAt === b.readAt ? 0 : (a.readAt ?? '') < (b.readAt ?? '') ? 1 : -1));
  const newest = located[0];
  return newest === undefined ? null : { latitude: newest.latitude!, longitude: newest.longitude! };
}
