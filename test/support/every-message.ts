import type { LedgerEvent, NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import { composeAfterQuiet } from '../../src/notifications/compose-after-quiet.ts';
import { composeDigest } from '../../src/notifications/compose-digest.ts';
import { composeCleanArrival } from '../../src/notifications/compose-clean-arrival.ts';
import { composeAsking, composeConfirmation, composeTest } from '../../src/notifications/compose-own.ts';
import { composePlainly } from '../../src/notifications/compose-plainly.ts';
import { composeSources } from '../../src/notifications/compose-sources.ts';
import { type Message, compose } from '../../src/notifications/compose.ts';
import { mergeMessages } from '../../src/notifications/merge-messages.ts';
import type { WrittenMessage } from '../../src/notifications/message-body.ts';
import type { Receiver } from '../../src/notifications/receiver.ts';
import { summarise } from '../../src/shipments/summary.ts';
import * as given from './facts.ts';
import { hour, minute, profile, rule } from './series.ts';

/** A receiver in central Europe who can open the page and stop the mails. */
export const inZurich: Receiver = {
  zone: 'Europe/Zurich',
  pageAddress: 'https://d1h2k3m4n5p6q7.cloudfront.net',
  unsubscribeAddress: 'https://d1h2k3m4n5p6q7.cloudfront.net/unsubscribe#4f1c',
};

const { at } = given;
const position = { latitude: 47.45, longitude: 8.56, at: at(52) };
const hot = rule({
  id: 'hot-15',
  limit: { kind: 'above', limit: 15 },
  allowance: { mode: 'instant' },
  severity: 'critical',
});
const cool = rule({
  id: 'cool-2h',
  limit: { kind: 'outside', low: 2, high: 8 },
  allowance: { mode: 'consecutive', milliseconds: 2 * hour, firesWhen: 'reached' },
});
const blood = profile(hot, cool);
const plan: Partial<Extract<LedgerEvent, { kind: 'shipment-created' }>> = {
  goods: 'blood plasma',
  origin: 'Basel, Spitalweg 4',
  destination: 'Zurich, Haldenbach',
  vehicle: 'ZH 482 913',
  escalation: ['on-call'],
  carrier: { name: 'Alpin Kurier', phone: '+41 44 496 02 17', email: 'dispo@alpin-kurier.example' },
};
const excursion = {
  rule: 'hot-15',
  severity: 'critical',
  from: at(40),
  firedAt: at(40),
  peak: 15.72,
} as const;
const past = { ...excursion, to: at(152), observedMs: 112 * minute };
const opened = { ...given.opened(excursion), position };

/** A message of an entry after others, as `inZurich` reads it. */
function ofEntry(
  fact: NotifiableEvent,
  before: readonly LedgerEvent[] = [],
  of: Receiver = inZurich,
): Message {
  const entries = given
    .ledger(given.created(plan), ...before, fact)
    .map((entry, index) => ({ ...entry, shipment: 'WH-4003', recordedAt: at(60 + index) }));
  return compose(entries, { ...entries.at(-1)!, fact }, blood, of);
}

const signed = given.signed();
const sentences = {
  'battery-low': "The sensor's battery has been low since 2026-01-01 00:31 UTC: 12 % left.",
  stuck: 'The sensor read exactly 5.1 °C for 5 h 2 min 16.713 s from 2026-01-01 00:31 UTC: it may be stuck.',
  'clock-off': "The device's clock was 7 min 3.2 s ahead at 2026-01-01 00:31 UTC.",
  'calibration-ended':
    "The sensor's calibration expired 2026-01-01 00:00 UTC, before the end of the journey.",
  standing:
    'Stationary for 3 h 2 min from 2026-01-01 00:31 UTC at 47.20000, 8.10000, an unknown place (allowed: 2 h).',
  late: 'The arrival planned for 2026-01-01 00:31 UTC is more than 1 h late.',
  'sensors-differ':
    'Sensors lid and floor differed by up to 3.217 °C for 40 min from 2026-01-01 00:31 UTC (allowed: 2 °C).',
  'lone-reading': 'One reading of 31.2 °C at 2026-01-01 00:31 UTC differs from all readings around it.',
  'channel-unreadable': 'Temperature unreadable since 2026-01-01 00:31 UTC: no value for 35 min.',
  'messages-not-understood': '12 messages refused since 2026-01-01 00:31 UTC: the payload is no JSON.',
} as const;

/** Messages of every kind by name: of each ledger event, of sources, merged ones, and those about no entry. */
export function everyMessage(): Readonly<Record<string, WrittenMessage>> {
  const cleared = given.cleared(at(212), 'hot-15');
  const summaries = [opened, given.lost('lid', at(48)), signed].map((fact, index) =>
    summarise(
      given
        .ledger(
          given.created(plan),
          given.attached('lid'),
          given.departed(at(5)),
          ...(fact.kind === 'receipt-signed' ? [given.arrived(at(290))] : []),
          fact,
        )
        .map((entry) => ({ ...entry, shipment: `WH-400${index + 3}` })),
    ),
  );
  const arrived = summarise(
    given
      .ledger(given.created(plan), given.arrived(at(200)))
      .map((entry) => ({ ...entry, shipment: 'WH-4009' })),
  );
  const clear = ofEntry(cleared, [given.opened(excursion), given.closed(past)]);
  const source = {
    source: {
      name: 'depot-gateway',
      transport: 'mqtt',
      description: 'gateway of the depot in Olten',
      audience: ['site:north'],
    },
    silentSince: at(20),
    devices: 14,
  } as const;
  const kinds = Object.entries(sentences).map(([kind, sentence]) => [
    `diagnostic ${kind}`,
    ofEntry(given.found('lid', { kind: kind as keyof typeof sentences, sentence })),
  ]);
  const plainly = given.ledger(given.created(plan), opened);
  return {
    'excursion ongoing': ofEntry(opened),
    'excursion ongoing, too cold': ofEntry(
      given.opened({ rule: 'cool-2h', from: at(0), firedAt: at(120), peak: 1.234, observedMs: 2 * hour }),
    ),
    'excursion ongoing, arrival inferred': ofEntry(opened, [given.arrived(at(55), 'lid')]),
    'excursion past': ofEntry({ ...given.opened(past), position }),
    'excursion past, not seen back': ofEntry(given.opened({ ...past, endedBy: 'gap' })),
    'excursion withdrawn': ofEntry(given.withdrawn(excursion), [given.opened(excursion)]),
    'excursion withdrawn, alarm open': ofEntry(given.withdrawn(excursion), [
      given.opened(excursion),
      given.opened({ ...excursion, id: 'e2', device: 'floor' }),
    ]),
    'alarm cleared': clear,
    'alarm cleared, unseen': ofEntry({ ...cleared, isUnseen: true }, [
      given.opened(excursion),
      given.closed({ ...past, endedBy: 'gap' }),
    ]),
    'alarm escalated': ofEntry(given.escalated('on-call', 'hot-15'), [given.opened(excursion)]),
    'alarm escalated, over': ofEntry(given.escalated('on-call', 'hot-15'), [
      given.opened(excursion),
      given.closed(past),
    ]),
    'contact lost': ofEntry(given.lost('lid', at(48))),
    'contact restored': ofEntry(
      given.restored('lid', at(92), { late: { readings: 24, from: at(50), to: at(90) } }),
    ),
    'contact restored, nothing stored': ofEntry(given.restored('lid', at(92))),
    ...Object.fromEntries(kinds),
    arrived: ofEntry(given.arrived(at(55), 'lid') as NotifiableEvent),
    'release contradicted': ofEntry(
      given.contradicted(3, {
        recommendation: 'reject',
        failed: [{ device: 'lid', rule: 'hot-15', seconds: 6720, worst: 15.72 }],
      }),
      [given.attached('lid'), signed],
    ),
    'not worded': composePlainly(plainly, { ...plainly[1]!, fact: opened }, inZurich),
    'source silent': composeSources('source-silent', [source], inZurich),
    'source back': composeSources('source-heard', [source], inZurich),
    merged: mergeMessages([ofEntry(given.lost('lid', at(48))), clear, ofEntry(opened)], [], inZurich),
    'after quiet hours': composeAfterQuiet(
      [ofEntry(opened), clear, ofEntry(given.lost('lid', at(48)))],
      inZurich,
    ),
    'after quiet hours, all over': composeAfterQuiet([ofEntry(opened), clear], inZurich),
    digest: composeDigest([...summaries, arrived], inZurich, '2026-01-01'),
    'digest, nothing': composeDigest([], inZurich, '2026-01-01'),
    confirmation: composeConfirmation('402817', 30, inZurich),
    test: composeTest(inZurich),
    asking: composeAsking(`${inZurich.pageAddress}/confirm#token`),
    'arrived clean': composeCleanArrival(
      given.ledger(given.created(plan), given.arrived(at(55))),
      at(55),
      inZurich,
    ),
  };
}
