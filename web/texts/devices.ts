import { plural } from './plural.ts';

/** The list of devices. */
export const devicesTexts = {
  title: 'Devices',
  lead: 'Every registered logger and gateway that is free or at a shipment of your sites. What is not known is shown as unknown and never counts as good.',
  findHint: 'Name, shipment, goods, source',
  battery: 'Battery',
  heard: 'Not heard for',
  calibration: 'Calibration',
  certificate: 'Certificate',
  any: 'Any',
  below: (percent: string) => `below ${percent}\u00a0%`,
  longerThan: { '1': '1 hour', '24': '24 hours', '168': '7 days', '720': '30 days' } as Readonly<
    Record<string, string>
  >,
  endsWithin: (days: string) => (days === '0' ? 'has ended' : `ends within ${days} days`),
  withProblems: 'With problems',
  count: (shown: number, all: number) =>
    shown === all ? plural(all, 'device', 'devices') : `${shown} of ${plural(all, 'device', 'devices')}`,
  none: 'No devices are registered. Operations add them with “device add”.',
  noMatch: 'No devices match.',
  leftOut: (n: number) =>
    n === 1
      ? '1 more device may match: what you filter by is not known for it.'
      : `${n} more devices may match: what you filter by is not known for them.`,
  included: (n: number) =>
    n === 1
      ? '1 of these may match: what you filter by is not known for it.'
      : `${n} of these may match: what you filter by is not known for them.`,
  showUnknown: (n: number) => (n === 1 ? 'Show it' : 'Show them'),
  hideUnknown: (n: number) => (n === 1 ? 'Hide it' : 'Hide them'),
  columns: {
    device: 'Device',
    battery: 'Battery',
    heard: 'Last heard',
    calibration: 'Calibrated until',
    certificate: 'Certificate until',
    shipment: 'Shipment',
    problems: 'Problems',
  },
  check: 'Check',
  checkOf: (device: string) => `Check ${device}`,
  gateway: 'gateway',
  ofSource: (source: string) => `from ${source}`,
  unknown: 'Unknown',
  low: (percent: string) => `${percent}, low`,
  never: 'Never',
  notSince: 'Not since it was at another site',
  ended: (day: string) => `${day}, ended`,
  endsSoon: (day: string) => `${day}, soon`,
  noCertificate: 'None: it cannot connect',
  notNeeded: 'Not needed',
  noShipment: 'None',
  noProblems: 'None',
  notEvaluated: 'Not evaluated without a shipment',
  refused: (ago: string) => `message refused ${ago}`,
} as const;
