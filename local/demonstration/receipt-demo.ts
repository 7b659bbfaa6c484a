import { type Place, air, cabinPressure, placeAt, road } from './journey.ts';

const minute = 60_000;
const hour = 60 * minute;
const everyMs = 10 * minute;

/** A box that has arrived and waits for a pharmacist. Hours count from its first reading. */
export type ArrivedBox = {
  readonly thing: string;
  readonly shipment: string;
  readonly goods: string;
  readonly sscc: string;
  readonly lots: readonly string[];
  readonly origin: string;
  readonly destination: string;
  readonly route: readonly Place[];
  readonly flies: boolean;
  readonly hours: number;
  readonly departedAfterHours: number;
  /** Hours in which its cooling had failed; null: it never did. */
  readonly warm: readonly [from: number, to: number] | null;
  /** Hours without readings; null: there are none. */
  readonly unread: readonly [from: number, to: number] | null;
  /** The response to its alarm. */
  readonly answer: string | null;
};

/** One box to release and one to quarantine. */
export const arrivedBoxes: readonly ArrivedBox[] = [
  {
    thing: 'box-insulin',
    shipment: 'CW-2101',
    goods: 'insulin, 400 pens',
    sscc: '340123450000021012',
    lots: ['IN-7714'],
    origin: 'London Stansted',
    destination: 'Munich',
    route: air,
    flies: true,
    hours: 40,
    departedAfterHours: 22,
    warm: null,
    unread: null,
    answer: null,
  },
  {
    thing: 'box-measles',
    shipment: 'CW-2102',
    goods: 'measles vaccine, 2\u202f000 doses',
    sscc: '340123450000021029',
    lots: ['MV-0312', 'MV-0313'],
    origin: 'Cambridge',
    destination: 'London Stansted',
    route: road,
    flies: false,
    hours: 30,
    departedAfterHours: 8,
    warm: [15, 19.5],
    unread: [24, 25.4],
    answer:
      'Driver called: the door of the truck was open, and is closed now. Goods to be checked on arrival.',
  },
];

/** Returns everything that the box's sensor stored on the way, as it publishes it; the last reading is at `until`. */
export function storedReadings(
  { hours, route, flies, departedAfterHours, warm, unread }: ArrivedBox,
  until: number,
) {
  const begin = until - hours * hour;
  const readings = [];
  let celsius = 4.6;
  for (let at = begin; at <= until; at += everyMs) {
    const hoursIn = (at - begin) / hour;
    const isWarm = warm !== null && hoursIn >= warm[0] && hoursIn < warm[1];
    // Covers half of the difference to its target in forty minutes.
    celsius += ((isWarm ? 17.5 : 4.6) - celsius) * (isWarm ? 0.16 : 0.22);
    if (unread !== null && hoursIn >= unread[0] && hoursIn < unread[1]) continue;
    const share = Math.min(1, Math.max(0, (hoursIn - departedAfterHours) / (hours - 2 - departedAfterHours)));
    const ripple = Math.sin(hoursIn * 2.9) * 0.35 + Math.sin(hoursIn * 11) * 0.15;
    readings.push({
      time: new Date(at).toISOString(),
      temperature: Number((celsius + ripple).toFixed(2)),
      pressure: Number((flies ? cabinPressure(share) : 101.1 + ripple / 4).toFixed(2)),
      humidity: Number((47 + ripple * 6).toFixed(1)),
      ...placeAt(route, share),
      battery: Number((96 - hoursIn / 8).toFixed(1)),
    });
  }
  return readings;
}

export const doorTimes = ({ hours, departedAfterHours }: ArrivedBox, until: number) => ({
  since: until - hours * hour,
  departedAt: until - (hours - departedAfterHours) * hour,
  arrivedAt: until - hour,
  calibratedUntil: until + 200 * 24 * hour,
});
