import { everyMessage } from '../support/every-message.ts';
import type { SignedIn } from '../support/api-client.ts';

/** Places that the address book and the plans name. */
export async function rememberPlaces(lena: SignedIn): Promise<void> {
  const book = [
    ['Stansted depot', '4 Coopers End Road, Stansted', 51.8822, 0.2386],
    ['Munich', 'Marchioninistrasse 15, Munich', 48.1104, 11.4702],
  ] as const;
  for (const [name, address, latitude, longitude] of book)
    await lena.do('savePlace', {
      path: { site: 'north' },
      body: { place: { name, circle: { latitude, longitude, radiusMeters: 600 } }, address },
    });
}

/** An alert of hers by mail, which waits for the code that was sent. */
export async function addAlert(lena: SignedIn): Promise<void> {
  await lena.do('saveMyAlerts', {
    body: {
      channel: 'email',
      address: 'lena.hoff@example.org',
      severity: 'major',
      quietHours: { from: '22:00', to: '06:30' },
      zone: 'Europe/Berlin',
    },
  });
}

/** A link with which the carrier of a shipment may report its arrival. */
export async function linkForCarrier(
  lena: SignedIn,
): Promise<{ readonly token: string; readonly pin: string }> {
  return lena.do('shareShipment', {
    path: { shipment: 'CW-2107' },
    body: {
      purpose: 'Alpine Couriers, van 12',
      permits: 'report-arrival',
      endsAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    },
  });
}

/** A customer who is told of a lane of the board. */
export async function tellCustomer(lena: SignedIn): Promise<void> {
  await lena.do('subscribeLane', {
    path: { site: 'north' },
    body: {
      origin: 'London Stansted',
      destination: 'Munich',
      name: 'Klinik am Auenpark, ward 4',
      channel: 'email',
      address: 'ward4@auenpark.example',
      severity: 'critical',
      cleanArrivals: true,
      zone: 'Europe/Berlin',
    },
  });
}

/** Mails of some kinds, as HTML. */
export function mails(): Readonly<Record<string, string>> {
  const all = everyMessage();
  return {
    'too-warm': all['excursion ongoing']!.html,
    resolved: all['alarm cleared']!.html,
    digest: all['digest']!.html,
  };
}
