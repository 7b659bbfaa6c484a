import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { distanceInWords } from '../format/distance.ts';
import { agoInWords } from '../format/duration.ts';
import { CallCarrier } from '../parts/call-carrier.tsx';
import { latestOf } from '../parts/latest-of.ts';
import { Mark } from '../parts/mark.tsx';
import { type BoardItem, shipmentStateOf } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { arrivalInWords } from './arrival-in-words.ts';
import { positionOf } from './position-of.ts';
import { useNearestCity } from './use-nearest-city.ts';

/** What the card on the map says of a shipment: goods, state, last value, where it is, when it may arrive, what to do. */
export function ShipmentCard({ item, now }: { item: BoardItem; now: number }): ReactNode {
  const formats = useFormats();
  const city = useNearestCity(positionOf(item));
  const { shipment, goods, destination, carrier, estimatedArrival } = item;
  const state = shipmentStateOf(item, now);
  const newest = latestOf(item.sensors);
  return (
    <>
      <p className="card-title">
        <b>{shipment}</b> {goods}
      </p>
      <p className={`state stand-${state}`}>
        <Mark state={state} /> {texts.states[state]}
      </p>
      {newest !== null && (
        <p>
          <b className="value">{formats.temperature(newest.celsius)}</b>{' '}
          <span className="quiet">{agoInWords(Date.parse(newest.at), now)}</span>
        </p>
      )}
      <p>
        {[city === null ? null : texts.map.near(city), carrier?.name, texts.map.to(destination)]
          .filter((part) => typeof part === 'string')
          .join(' · ')}
        {estimatedArrival !== null && (
          <span className="block">
            {arrivalInWords(estimatedArrival, formats, now)},{' '}
            {texts.map.remaining(distanceInWords(estimatedArrival.remainingMeters))}
          </span>
        )}
      </p>
      <div className="actions">
        <CallCarrier carrier={carrier} />
        <Link className="button primary" href={`/shipments/${encodeURIComponent(shipment)}`}>
          {texts.map.open}
        </Link>
      </div>
    </>
  );
}
