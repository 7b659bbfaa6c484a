import { sha256OfJson } from '../model/digest.ts';
import { digitalLinkOf } from '../model/gs1.ts';
import type { RecordedExcursion } from '../shipments/ledger-event.ts';
import { type Entry, excursionsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { type Milestone, declarationsOf, journeyRecorded } from '../shipments/milestones.ts';
import type { ScalarChannel } from '../model/reading.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import type { ShipmentVerdict } from '../shipments/shipment-verdict.ts';
import type { Decision } from '../model/decision.ts';

/**
 * EPCIS types of the channels, with units of UN/ECE Recommendation 20. A battery level is not a measurement of the
 * goods.
 */
const measurements = {
  temperature: { type: 'Temperature', uom: 'CEL' },
  pressure: { type: 'Pressure', uom: 'KPA' },
  humidity: { type: 'RelativeHumidity', uom: 'P1' },
  battery: null,
} as const satisfies Record<ScalarChannel, { readonly type: string; readonly uom: string } | null>;
type Measured = {
  [channel in ScalarChannel]: (typeof measurements)[channel] extends null ? never : channel;
}[ScalarChannel];

/**
 * Terms of the Core Business Vocabulary 2.0 for a decision on receipt. It has no term for quarantine: the goods are
 * held and must not be sold.
 */
const decided = {
  released: { bizStep: 'accepting', disposition: 'in_progress' },
  'partly-released': { bizStep: 'inspecting', disposition: 'in_progress' },
  quarantined: { bizStep: 'holding', disposition: 'non_sellable_other' },
  rejected: { bizStep: 'inspecting', disposition: 'non_sellable_other' },
} as const satisfies Record<Decision, object>;
type Receipt = (typeof decided)[Decision];

/** An EPCIS 2.0 event (section 7.4), as far as this module writes it. */
type EpcisEvent = ReturnType<typeof observed> & {
  readonly epcList: readonly string[];
  readonly bizStep: Receipt['bizStep'] | 'shipping' | 'arriving' | 'receiving' | 'sensor_reporting';
  readonly disposition?: Receipt['disposition'] | 'in_transit';
  readonly readPoint?: { readonly id: string };
  readonly sensorElementList?: readonly object[];
};

const isMeasured = (channel: string): channel is Measured =>
  Object.hasOwn(measurements, channel) && measurements[channel as ScalarChannel] !== null;

/**
 * A shipment's journey as EPCIS 2.0 events (JSON-LD): shipping, an alarm condition for each valid excursion, arriving,
 * and the measurements of each sensor. `profileOf` gives the profile of a device.
 */
export function epcisOf(
  entries: readonly Entry[],
  verdict: ShipmentVerdict,
  profileOf: (device: string) => Profile | null,
) {
  const { shipment } = entries[0]!;
  const created = shipmentOf(entries);
  const what = { epcList: [created.sscc == null ? urn('shipment', shipment) : digitalLinkOf(created.sscc)] };
  const journey = journeyRecorded(entries);
  const events = entries.flatMap((entry): EpcisEvent[] => {
    const { fact, hash } = entry;
    // Other systems get declared milestones only: no inferred, withdrawn or superseded ones.
    if ((fact.kind === 'departed' || fact.kind === 'arrived') && !isInForce(entries, entry, fact.kind))
      return [];
    if (fact.kind === 'departed')
      return [
        { ...observed(fact.at, hash), ...what, ...shipping, readPoint: { id: urn('place', created.origin) } },
      ];
    if (fact.kind === 'arrived')
      return [
        {
          ...observed(fact.at, hash),
          ...what,
          ...arriving,
          readPoint: { id: urn('place', created.destination) },
        },
      ];
    if (fact.kind === 'receipt-signed') {
      const { signedAt } = fact.signature;
      const at = { readPoint: { id: urn('place', created.destination) } };
      const taken = { ...observed(signedAt, hash), ...what, ...decided[fact.decision], ...at };
      // The goods are received once, with the first decision on them.
      return fact.corrects === null
        ? [{ ...observed(signedAt, hash, 'received'), ...what, ...receiving, ...at }, taken]
        : [taken];
    }
    if (fact.kind !== 'excursion-opened') return [];
    const recorded = excursionsRecorded(entries).get(fact.excursion.id)!;
    const rule = profileOf(fact.device)?.rules.find(({ id }) => id === fact.excursion.rule);
    // An excursion that was withdrawn or merged into another did not happen; a reopened one is one event.
    const isFirst =
      entries.find((each) => 'excursion' in each.fact && each.fact.excursion.id === fact.excursion.id) ===
      entry;
    if (!isFirst || (recorded.state !== 'open' && recorded.state !== 'closed')) return [];
    if (rule === undefined || !isMeasured(rule.channel)) return [];
    return [
      {
        ...observed(fact.excursion.firedAt, hash),
        ...what,
        bizStep: 'sensor_reporting',
        sensorElementList: [alarm(fact.device, rule, recorded.excursion)],
      },
    ];
  });
  const measured = verdict.sensors.flatMap(({ device, judgement }) => {
    const sensorReport = Object.entries(judgement.channels).flatMap(
      ([channel, { min, max, mean, unreadable }]) =>
        isMeasured(channel)
          ? [
              ...(min === null
                ? []
                : [
                    {
                      ...measurements[channel],
                      minValue: min,
                      maxValue: max,
                      ...(mean !== null && { meanValue: mean }),
                    },
                  ]),
              // EPCIS 2.0, section 7.3.7: the sensor could not measure.
              ...(unreadable === 0
                ? []
                : [
                    {
                      type: measurements[channel].type,
                      exception: 'ERROR_CONDITION',
                      stringValue: `${unreadable} unreadable`,
                    },
                  ]),
            ]
          : [],
    );
    const { from, to } = judgement.span;
    return sensorReport.length === 0
      ? []
      : [{ sensorMetadata: { startTime: from, endTime: to, deviceID: urn('thing', device) }, sensorReport }];
  });
  if (measured.length > 0)
    events.push({
      // The ID is a hash of the content, so repeated exports give the same event.
      ...observed(journey.arrivedAt ?? verdict.asOf, sha256OfJson(measured)),
      ...what,
      bizStep: 'sensor_reporting',
      sensorElementList: measured,
    });
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    id: urn('epcis', `${shipment}:${entries.at(-1)!.hash}`),
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: iso(verdict.asOf),
    epcisBody: {
      eventList: events.sort((one, other) =>
        one.eventTime < other.eventTime ? -1 : one.eventTime > other.eventTime ? 1 : 0,
      ),
    },
  };
}

/** Whether an entry is the latest declaration of a milestone. */
function isInForce(entries: readonly Entry[], entry: Entry, milestone: Milestone): boolean {
  return declarationsOf(entries, milestone).at(-1)?.sequence === entry.sequence;
}

const shipping = { bizStep: 'shipping', disposition: 'in_transit' } as const;
const arriving = { bizStep: 'arriving', disposition: 'in_progress' } as const;
const receiving = { bizStep: 'receiving', disposition: 'in_progress' } as const;

function observed(at: number, hash: string, more = '') {
  return {
    eventID: urn('event', `${hash}:${at}${more === '' ? '' : `:${more}`}`),
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTime: iso(at),
    eventTimeZoneOffset: '+00:00',
  };
}

function alarm(device: string, { id, channel }: LimitRule, excursion: RecordedExcursion) {
  const { from, to, peak } = excursion;
  return {
    sensorMetadata: {
      startTime: iso(from),
      ...(to !== null && { endTime: iso(to) }),
      deviceID: urn('thing', device),
      bizRules: urn('rule', id),
    },
    sensorReport: [
      {
        ...measurements[channel as Measured],
        exception: 'ALARM_CONDITION',
        ...(peak !== null && { value: peak }),
      },
    ],
  };
}

/** A Coldwatch name as a URI. */
function urn(kind: string, name: string): string {
  return `urn:coldwatch:${kind}:${encodeURIComponent(name)}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
