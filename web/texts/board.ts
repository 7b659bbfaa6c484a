import { plural } from './plural.ts';

/** The board and its map. */
export const boardTexts = {
  board: {
    title: 'Board',
    nobody: 'No alarm, nothing silent or late.',
    toDecide: (n: number) => (n === 1 ? '1 waits for a decision.' : `${n} wait for a decision.`),
    needYou: (n: number) => (n === 1 ? '1 shipment needs you.' : `${n} shipments need you.`),
    list: 'List',
    map: 'Map',
    view: 'View',
    search: 'Find',
    searchHint: 'Number, goods, place',
    site: 'Site',
    everySite: 'Every site',
    show: 'Show',
    clear: 'Clear filters',
    count: (shown: number, all: number) =>
      shown === all
        ? plural(all, 'shipment', 'shipments')
        : `${shown} of ${plural(all, 'shipment', 'shipments')}`,
    more: (n: number) => `Show ${n} more`,
    noMatch: 'No shipment fits these filters.',
    emptyTitle: 'No shipment goes on now',
    empty:
      'Plan one, attach a sensor, and it shows here with its first reading. Shipments are planned from your own system or the command line:',
    emptyCommand: 'coldwatch shipment create plan.json',
    noReading: 'Nothing read yet',
    unreadable: (text: string) => `Unreadable: ${text === '' ? 'no value' : text}`,
    allowance: (percent: string, rule: string) => `${percent} of the time allowed by ${rule} is used`,
    silentSince: 'No contact',
    noSensor: 'no sensor',
    route: (origin: string, destination: string) => `${origin} to ${destination}`,
    alarmSince: (rule: string, severity: string, ago: string) => `${rule}, ${severity}, ${ago}`,
    newAlarm: (shipment: string, rule: string) => `New alarm: ${shipment}, ${rule}`,
    decidedHint: 'Decided shipments leave the board. Find them by their label or number:',
    lookUp: 'Look up',
    lookUpHint: 'Shipment number or label (SSCC)',
    notHere: (given: string) => `${given} is neither a shipment at your sites nor a label of one.`,
    asOf: (moment: string) => `As of ${moment}`,
  },
  map: {
    kind: 'map',
    label: (n: number) => `Map with ${plural(n, 'shipment', 'shipments')}; the list has the same`,
    zoomIn: 'Closer',
    zoomOut: 'Farther',
    fit: 'Show all',
    cluster: (n: number, state: string) =>
      `${plural(n, 'shipment', 'shipments')} here, most urgent: ${state}`,
    nowhere: 'No shipment has reported a place yet.',
    credit: 'Land: Natural Earth',
  },
} as const;
