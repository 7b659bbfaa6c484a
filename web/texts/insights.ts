import { plural } from './plural.ts';

/** Insights: many shipments together. */
export const insightsTexts = {
  title: 'Insights',
  waiting: {
    title: 'Awaiting release',
    lead: 'Arrived shipments without a decision, and releases that later data contradict, by the time since their arrival.',
    none: 'No shipment is waiting.',
    waits: (n: number) => `${plural(n, 'shipment is', 'shipments are')} waiting.`,
    first: (n: number) => `The ${n} that have waited longest are listed.`,
    from: (since: string) => `${since} or longer`,
    below: (until: string) => `less than ${until}`,
    between: (since: string, until: string) => `${since} to ${until}`,
    columns: {
      shipment: 'Shipment',
      route: 'Route',
      carrier: 'Carrier',
      since: 'Arrived',
      waited: 'Waiting for',
    },
  },
  ended: {
    title: 'Ended shipments',
    lead: 'Shipments by the month of their decision, in UTC. A corrected decision counts in the month of the correction.',
    by: 'By',
    dimensions: { lane: 'Lane', carrier: 'Carrier', packaging: 'Packaging', month: 'Month (UTC)' },
    from: 'From month',
    to: 'To month',
    site: 'Site',
    none: 'No shipment ended in these months.',
    total: 'All of them',
    unnamed: { lane: 'No lane', carrier: 'No carrier named', packaging: 'No packaging named', month: '–' },
    columns: {
      shipments: 'Shipments',
      excursions: 'With an excursion',
      time: 'Time in range',
      unmonitored: 'Not monitored',
      alarms: 'Alarms',
      acknowledged: 'Time to acknowledge',
      alone: 'Cleared by themselves',
    },
    cancelled: (n: number) => `${n} cancelled, not counted`,
    decided: (released: number, part: number, quarantined: number, rejected: number, contradicted: number) =>
      [
        [released, 'released'],
        [part, 'partly'],
        [quarantined, 'quarantined'],
        [rejected, 'rejected'],
        [contradicted, 'contradicted'],
      ]
        .filter(([n]) => n !== 0)
        .map(([n, word]) => `${n} ${word}`)
        .join(', '),
    of: (count: number, total: number) => `${count} of ${total}`,
    share: (share: string) => ` (${share})`,
    interval: (from: string, to: string) => `95 % interval ${from} to ${to}`,
    unknown: (n: number, share: string) => `${n} more unknown: up to ${share}`,
    hours: (hours: string, shipments: number) =>
      `of ${hours} monitored, ${plural(shipments, 'shipment', 'shipments')}`,
    out: (duration: string) => `${duration} out of range`,
    noTime: 'None',
    ofTime: (duration: string, share: string) => `${duration} (${share} of the time)`,
    mean: (duration: string) => `${duration} on average`,
    soon: (count: number, total: number) => `${count} of ${total} within 15 min`,
    acknowledged: (count: number) => `${count} acknowledged`,
    hint: 'How to read this',
    explained: [
      'Out of range is the time in excursions: outside a storage limit for longer than it allows. What no sensor monitored is neither in range nor out of range; where one of several sensors did not see the goods, neither is known.',
      'A shipment counts as unknown if no excursion was seen, but its record is not complete enough to exclude one. The interval of excursions covers both: that none of the unknown ones had one, and that all had.',
      'Intervals are 95 % score intervals (Wilson 1927). With few shipments they are wide: do not compare rows whose intervals overlap. Shares of time have none.',
      'An alarm cleared by itself if sensors saw values back within the limit before anyone acknowledged it.',
    ],
  },
} as const;
