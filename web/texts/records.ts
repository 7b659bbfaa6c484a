import { plural } from './plural.ts';

/** Alarms, the audit trail. */
export const recordsTexts = {
  alarms: {
    title: 'Alarms',
    open: 'Active alarms',
    none: 'No active alarms.',
    csv: 'Download (CSV)',
    at: (place: string) => `at ${place}`,
    from: (distance: string, place: string) => `${distance} from ${place}`,
    rule: 'Rule',
    quality: 'Alarm quality',
    qualityHint:
      'Per rule, across all shipments at your sites. If many clear within 10 min without action, the limit may be too tight.',
    period: 'Raised in the last',
    days: (n: number) => plural(n, 'day', 'days'),
    raised: 'Raised',
    stillOpen: 'Active',
    acknowledged: 'Acknowledged',
    meanTime: 'Mean time to acknowledge',
    endedSoon: 'Cleared within 10 min without action',
    shipments: 'Shipments',
    noFigures: 'No alarms were raised in this period.',
    unansweredEnded: 'Cleared without acknowledgement',
  },
  ledger: {
    by: (name: string) => `by ${name}`,
    peak: (quantity: string) => `, ${quantity} when detected`,
    'shipment-created': (f: { goods: string; profile: string }) =>
      `Planned: ${f.goods}, storage limits ${f.profile}`,
    'device-attached': (f: { device: string; role: string; since: string }) =>
      `Sensor ${f.device} attached ${f.role}, from ${f.since}`,
    forProducts: (names: readonly string[]) => `, for ${names.join(' and ')}`,
    'device-detached': (f: { device: string; until: string }) => `Sensor ${f.device} detached, ${f.until}`,
    'sensor-declared': (f: { device: string; fate: string; at: string }) =>
      `Sensor ${f.device} declared ${f.fate}, as of ${f.at}`,
    'file-received': (f: { name: string }) => `File ${f.name} added`,
    'file-attached': (f: {
      name: string;
      serial: string | null;
      readings: number;
      from: string;
      to: string;
    }) =>
      `File ${f.name} read: ${plural(f.readings, 'reading', 'readings')}${f.serial === null ? '' : ` of logger ${f.serial}`}, from ${f.from} to ${f.to}`,
    'file-refused': (f: { name: string; reason: string }) => `File ${f.name} could not be read: ${f.reason}`,
    'file-set-aside': (f: { name: string; reason: string }) => `File ${f.name} set aside: ${f.reason}`,
    'file-compared': (f: { name: string; others: string; differing: number | null }) =>
      f.differing === null
        ? `File ${f.name} compared with ${f.others}: of another logger`
        : f.differing === 0
          ? `File ${f.name} compared with ${f.others}: of the same logger, nothing is missing`
          : `File ${f.name} compared with ${f.others}: of the same logger, ${f.differing} of its readings are missing there`,
    'handed-over': (f: { to: string; at: string }) => `Handed over to ${f.to}, ${f.at}`,
    departed: (f: { at: string; how: string }) => `Departed ${f.at}, ${f.how}`,
    arrived: (f: { at: string; how: string }) => `Arrived ${f.at}, ${f.how}`,
    fates: { broken: 'broken', lost: 'lost', silent: 'stopped for good' } as Readonly<Record<string, string>>,
    detected: (device: string) => `inferred from the positions of ${device}`,
    'taken-back': {
      departed: (at: string) => `Departure of ${at} withdrawn`,
      arrived: (at: string) => `Arrival of ${at} withdrawn`,
    },
    undone: {
      departed: (at: string, device: string) => `Departure of ${at} no longer inferred (${device})`,
      arrived: (at: string, device: string) => `Arrival of ${at} no longer inferred (${device})`,
    },
    declared: 'declared by a person',
    'excursion-opened': (f: { rule: string; peak: string; from: string; device: string }) =>
      `Excursion ${f.rule}: out of range since ${f.from}${f.peak} (${f.device})`,
    'excursion-closed': (f: { rule: string; to: string; device: string }) =>
      `Excursion ${f.rule} ended, ${f.to} (${f.device})`,
    'excursion-merged': (f: { rule: string; device: string }) =>
      `Excursion ${f.rule} merged with another one (${f.device})`,
    'excursion-withdrawn': (f: { rule: string; device: string }) =>
      `Excursion ${f.rule} withdrawn (${f.device})`,
    'alarm-cleared': (f: { rule: string }) => `Alarm ${f.rule} cleared: back within limits`,
    'alarm-escalated': (f: { rule: string; to: string }) =>
      `Alarm ${f.rule} not acknowledged: escalated to ${f.to}`,
    'alarm-acknowledged': (f: { rule: string; comment: string }) =>
      `Alarm ${f.rule} acknowledged: ${f.comment}`,
    'contact-lost': (f: { device: string; at: string }) => `Sensor ${f.device} offline since ${f.at}`,
    'contact-restored': (f: { device: string; late: string }) => `Sensor ${f.device} back online${f.late}`,
    lateReadings: (n: number, from: string, to: string) =>
      `; ${plural(n, 'stored reading', 'stored readings')} received, ${from} to ${to}`,
    'finding-opened': (f: { sentence: string; device: string }) => `${f.sentence} (${f.device})`,
    'finding-closed': (f: { kind: string; device: string }) => `Resolved: ${f.kind} (${f.device})`,
    'receipt-signed': (f: { decision: string; name: string }) => `${f.decision}: signed by ${f.name}`,
    'release-contradicted': (f: {
      recommendation: string;
      legs: readonly string[] | undefined;
      goods: string;
    }) =>
      `${f.legs === undefined ? 'Later readings contradict' : `What became known of ${f.legs.join(', ')} contradicts`} the release${f.goods === '' ? '' : ` of ${f.goods}`}. ${f.recommendation}`,
    otherShipments: (n: number) => (n === 1 ? 'an earlier shipment' : `${n} earlier shipments`),
    unknown: (kind: string) => kind.replaceAll('-', ' '),
  },
} as const;
