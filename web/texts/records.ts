import { plural } from './plural.ts';

/** Alarms, storage limits, the audit trail. */
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
  profiles: {
    title: 'Storage limits',
    lead: 'Each profile defines the storage limits for one kind of goods. A version never changes; a new one needs a second person’s approval.',
    new: 'New profile',
    newVersion: 'New version',
    versions: 'Versions',
    approvedBy: (name: string) => `approved by ${name}`,
    notApproved: 'awaiting approval',
    writtenBy: (name: string) => `written by ${name}`,
    version: (n: number) => `Version ${n}`,
    named: (profile: string, n: number) => `${profile}, version ${n}`,
    sideBySide: 'Compare with version',
    nothingToCompare: 'none',
    approve: 'Approve this version',
    approveOwn: 'You wrote this version; someone else must approve it.',
    readable: 'In plain words',
    json: 'JSON',
    editorTitle: 'New profile',
    editorHint:
      'Edit the JSON; its meaning is shown alongside in plain words. Nobody else sees it until you submit it.',
    invalid: (n: number) => plural(n, 'error to fix', 'errors to fix'),
    valid: 'No errors found.',
    notJson: (reason: string) => `Not JSON: ${reason}`,
    preview: 'Test on recent shipments',
    previewing: 'Testing…',
    previewNone: 'There are no shipments to test on yet.',
    shipment: 'Shipment',
    previewSame: 'No result would change.',
    previewChanged: (changed: number, all: number) =>
      `${changed} of ${plural(all, 'shipment', 'shipments')} would get a different result:`,
    was: 'Now',
    would: 'With this version',
    why: 'Why',
    failing: 'Failed rules',
    submit: 'Submit for approval',
    discard: 'Discard changes',
    interval: 'Reporting interval',
    maxGap: 'Counts as a gap after',
    minimumCoverage: 'Minimum coverage',
    longestGap: 'Longest gap allowed',
    startDelay: 'Not evaluated for the first',
    mkt: 'Maximum mean kinetic temperature',
    mktWindow: (window: string) => `over any ${window}`,
    none: 'none',
    vvm: 'Vaccine vial monitor',
    health: 'Low battery threshold',
    calibration: 'Calibration',
    calibrationRequired: 'required; releasing with an unknown calibration date needs a reason',
    differ: 'Sensors may differ by up to',
    sources: 'Sources',
    unverified: 'Not confirmed by a source',
    rejects: 'recommends rejection',
    warnsOnly: 'warning only',
    changed: 'changed',
    kinds: {
      above: (x: string) => `exceed ${x}`,
      below: (x: string) => `fall below ${x}`,
      atLeast: (x: string) => `be ${x} or more`,
      atMost: (x: string) => `be ${x} or less`,
      outside: (low: string, high: string) => `be outside ${low} to ${high}`,
    },
    rate: (channel: string, window: string) => `${channel} change per minute, over ${window},`,
    instant: (subject: string, outside: string) =>
      subject === '' ? `Must never ${outside}` : `${subject} must never ${outside}`,
    allowed: (subject: string, outside: string, amount: string) =>
      subject === '' ? `May ${outside} ${amount}` : `${subject} may ${outside} ${amount}`,
    reached: (duration: string) => `for less than ${duration}`,
    exceeded: (duration: string) => `for no more than ${duration}`,
    consecutive: 'without a break',
    cumulative: 'in total',
    standing: (duration: string, meters: string) =>
      `Stationary for more than ${duration}, within ${meters}, outside a known place`,
    late: (duration: string) => `More than ${duration} late`,
    phases: { origin: 'at the origin', 'in-transit': 'in transit', destination: 'at the destination' },
    only: (phases: string) => `only ${phases}`,
    empty: 'No profiles yet.',
    noRight: 'Only pharmacists and operations can write profiles.',
  },
  ledger: {
    by: (name: string) => `by ${name}`,
    peak: (quantity: string) => `, ${quantity} when detected`,
    'shipment-created': (f: { goods: string; profile: string }) =>
      `Planned: ${f.goods}, storage limits ${f.profile}`,
    'device-attached': (f: { device: string; role: string; since: string }) =>
      `Sensor ${f.device} attached ${f.role}, from ${f.since}`,
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
    'release-contradicted': (f: { recommendation: string }) =>
      `Later readings contradict the release. ${f.recommendation}`,
    unknown: (kind: string) => kind.replaceAll('-', ' '),
  },
} as const;
