import type { Carrier } from '../model/carrier.ts';
import type { Position, ShipmentPlan } from '../shipments/ledger-event.ts';
import type { Times } from './message-parts.ts';
import type { Link, MessageBody } from './message-body.ts';
import { nearCity } from './near-city.ts';
import type { Receiver } from './receiver.ts';

type Rows = MessageBody['rows'];

/** Which shipment a message is about, and where it is. */
export function shipmentRows(
  shipment: string,
  { goods, origin, destination, vehicle = null }: ShipmentPlan,
  sensor: string,
  position: Position | null,
  { time }: Pick<Times, 'time'>,
): Rows {
  return [
    ['Shipment', `${shipment}, ${goods}`],
    ['Route', `${origin} to ${destination}`],
    ...(vehicle === null ? [] : [['Vehicle', vehicle] as const]),
    // What became known of earlier shipments comes from no sensor of this one.
    ...(sensor === '' ? [] : [['Sensor', sensor] as const]),
    ...(position === null
      ? []
      : [
          [
            'Position',
            `${[placeInWords(position), coordinates(position)].filter((each) => each !== null).join(', ')}, at ${time(position.at)}`,
          ] as const,
        ]),
  ];
}

/** Whom to call: the carrier with its telephone number and mail address, or that the plan has none. */
export function carrierRows(carrier: Carrier | null): Rows {
  if (carrier === null) return [['Carrier', 'not in the plan of the shipment']];
  const { name, phone, email } = carrier;
  return [
    ['Carrier', name],
    phone === null
      ? ['Call', 'no telephone number in the plan']
      : ['Call', phone, `tel:${phone.replace(/[^\d+]/g, '')}`],
    ...(email === null ? [] : ([['Write to', email, `mailto:${email}`]] as const)),
  ];
}

/** The city that a position is near: "near Leeds (12 km)"; null where no larger city is within 100 km. */
export function placeInWords(position: Position): string | null {
  const city = nearCity(position);
  if (city === null) return null;
  const kilometers = Math.round(city.meters / 1000);
  return kilometers < 1 ? `in ${city.name}` : `near ${city.name} (${kilometers} km)`;
}

function coordinates({ latitude, longitude }: Position): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

/** Where the page shows a shipment; null for receivers who cannot sign in. */
export function shipmentLink(shipment: string, { pageAddress }: Receiver): Link | null {
  if (pageAddress === null) return null;
  return { words: 'Open the shipment', address: `${pageAddress}/shipments/${encodeURIComponent(shipment)}` };
}
