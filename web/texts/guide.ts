/** A step of the guide: a title, what to do, and the page on which it is done. */
type GuideStep = readonly [title: string, text: string, path: string];

const seeAlarm = (shipment: string, goods: string): GuideStep => [
  'See the alarm',
  `${shipment}, ${goods}: open it, and read what happened.`,
  `/shipments/${encodeURIComponent(shipment)}`,
];

/** The guide of three steps that a person sees until they close it. */
export const guideTexts = {
  guide: {
    title: 'First steps',
    close: 'Close',
    closeLabel: 'Close the first steps; they are not shown again',
    alarm: {
      logistics: (shipment: string, goods: string): readonly GuideStep[] => [
        seeAlarm(shipment, goods),
        ['Acknowledge it', 'Say what you do about it; everybody sees your words.', '/alarms'],
        ['Decide at the door', 'When the box arrives, a pharmacist scans it here and signs.', '/receive'],
      ],
      pharmacist: (shipment: string, goods: string): readonly GuideStep[] => [
        seeAlarm(shipment, goods),
        ['Scan the box', 'Scan a label, or choose a box that waits for you.', '/receive'],
        [
          'Decide at the door',
          'Read the recommendation and its checks, then sign with your password.',
          '/receive',
        ],
      ],
      operations: (shipment: string, goods: string): readonly GuideStep[] => [
        seeAlarm(shipment, goods),
        [
          'Rate the alarms',
          'See how many alarms each limit raises, and how soon they are acknowledged.',
          '/alarms',
        ],
        ['Check the limits', 'Limits have versions; who wrote one cannot approve it.', '/profiles'],
      ],
    },
    calm: {
      logistics: [
        [
          'Plan a shipment',
          'What, from where to where, by which limits, and who is alerted.',
          '/shipments/new',
        ],
        [
          'Attach a logger',
          'Scan its label on the shipment; its battery and last contact show at once.',
          '/board',
        ],
        ['See it on the board', 'What needs attention is on top. No alarm is open now.', '/board'],
      ],
      pharmacist: [
        ['Scan the box', 'Scan a label, or choose a box that waits for you.', '/receive'],
        ['Read why', 'One screen recommends release, quarantine or rejection, with its checks.', '/receive'],
        ['Sign', 'Sign with your password, one box or several at once.', '/receive'],
      ],
      operations: [
        ['See every site', 'The board shows all shipments. No alarm is open now.', '/board'],
        [
          'Rate the alarms',
          'See how many alarms each limit raises, and how soon they are acknowledged.',
          '/alarms',
        ],
        ['Check the limits', 'Limits have versions; who wrote one cannot approve it.', '/profiles'],
      ],
    } satisfies Record<string, readonly GuideStep[]>,
  },
} as const;
