import type { BoardItem } from '../../../web/parts/shipment-state.ts';

const began = Date.now() - 3 * 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

/**
 * Made-up shipments on the board: the first is on its way from Basel to Vienna, the second and third are at one place,
 * the others all over Europe.
 */
export function itemsOf(count: number): BoardItem[] {
  return Array.from({ length: count }, (_, index) => itemOf(index));
}

function somewhere(index: number): { latitude: number; longitude: number } {
  return { latitude: 38 + ((index * 37) % 190) / 10, longitude: -8 + ((index * 53) % 370) / 10 };
}

function itemOf(index: number): BoardItem {
  const isAlarm = index % 7 === 3;
  const isSilent = index % 11 === 5;
  const position = index === 0 ? { latitude: 47.4, longitude: 8.6 } : somewhere(index === 2 ? 1 : index);
  const device = `box-${index}`;
  return {
    shipment: `M-${String(index).padStart(4, '0')}`,
    status: 'in-transit',
    site: 'north',
    goods: 'blood plasma, 60 units',
    sscc: null,
    origin: 'Basel depot',
    destination: 'Vienna hospital',
    profile: { id: 'controlled-cold', version: 1 },
    departedAt: iso(began),
    arrivedAt: null,
    inferredDepartedAt: null,
    inferredArrivedAt: null,
    devices: [device],
    lots: [],
    vehicle: null,
    carrier: { name: 'Swift Carriers', phone: '+41 44 555 01 02', email: null },
    plannedDeparture: null,
    plannedArrival: null,
    openAlarms: isAlarm ? ['hot-15'] : [],
    standingAlarms: isAlarm
      ? [
          {
            rule: 'hot-15',
            severity: 'major',
            since: iso(began + 60_000),
            until: null,
            raisedAt: iso(began + 60_000),
            acknowledgedAt: null,
            acknowledgedBy: null,
            comment: null,
          },
        ]
      : [],
    clearedAlarms: [],
    warnings: [],
    silentDevices: isSilent ? [device] : [],
    decision: null,
    cancellation: null,
    sequence: 4,
    changedAt: iso(began + 60_000),
    sensors: [
      {
        device,
        role: 'product',
        readAt: iso(Date.now() - 300_000),
        celsius: 4.6,
        celsiusAt: iso(Date.now() - 300_000),
        unreadable: null,
        batteryPercent: 80,
        ...position,
        allowance: null,
      },
    ],
    way:
      index === 0
        ? [
            { kind: 'origin', name: 'Basel depot', latitude: 47.56, longitude: 7.59 },
            { kind: 'waypoint', name: 'Munich hub', latitude: 48.14, longitude: 11.58 },
            { kind: 'destination', name: 'Vienna hospital', latitude: 48.22, longitude: 16.35 },
          ]
        : [],
    estimatedArrival:
      index === 0
        ? {
            earliest: iso(began + 9 * 3_600_000),
            likely: iso(began + 11 * 3_600_000),
            latest: iso(began + 15 * 3_600_000),
            remainingMeters: 612_345,
          }
        : null,
  };
}
