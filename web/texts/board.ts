import { plural } from './plural.ts';

/** The board. */
export const boardTexts = {
  board: {
    title: 'Board',
    nobody: 'No active alarms, no sensors offline, no shipments late.',
    toDecide: (n: number) => (n === 1 ? '1 awaits release.' : `${n} await release.`),
    needYou: (n: number) => (n === 1 ? '1 shipment needs attention.' : `${n} shipments need attention.`),
    list: 'List',
    map: 'Map',
    view: 'View',
    search: 'Find',
    searchHint: 'Number, goods, place',
    site: 'Site',
    everySite: 'All sites',
    show: 'Show',
    clear: 'Clear filters',
    count: (shown: number, all: number) =>
      shown === all
        ? plural(all, 'shipment', 'shipments')
        : `${shown} of ${plural(all, 'shipment', 'shipments')}`,
    more: (n: number) => `Show ${n} more`,
    noMatch: 'No shipments match these filters.',
    emptyTitle: 'No active shipments',
    empty:
      'Plan a shipment and attach a sensor; it appears here with its first reading. Plan shipments from your own system or the command line:',
    emptyCommand: 'coldwatch shipment create plan.json',
    noReading: 'No readings yet',
    unreadable: (text: string) => `Unreadable: ${text === '' ? 'no value' : text}`,
    allowance: (percent: string, rule: string) => `${percent} of the time allowed by ${rule} used`,
    silentSince: 'Offline',
    noSensor: 'no sensor',
    route: (origin: string, destination: string) => `${origin} to ${destination}`,
    alarmSince: (rule: string, severity: string, ago: string) => `${rule}, ${severity}, ${ago}`,
    newAlarm: (shipment: string, rule: string) => `New alarm: ${shipment}, ${rule}`,
    decidedHint: 'Shipments leave the board once they are decided. Open one by its number or label:',
    openShipment: 'Open shipment',
    openShipmentHint: 'Shipment number or label (SSCC)',
    notHere: (given: string) => `No shipment at your sites has the number or label ${given}.`,
    asOf: (moment: string) => `As of ${moment}`,
  },
} as const;
