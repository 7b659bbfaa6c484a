import { sha256OfJson } from '../model/digest.ts';
import { digitalLinkOf } from '../model/gs1.ts';
import type { LedgerEvent, ShipmentPlan } from '../shipments/ledger-event.ts';
import { type Entry, excursionsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { type Milestone, declarationsOf, journeyRecorded } from '../shipments/milestones.ts';
import { plansRecorded } from '../shipments/plans.ts';
import type { Profile } from '../model/profile.ts';
import type { ShipmentVerdict } from '../shipments/shipment-verdict.ts';
import { type QuantityElement, lotsAffected, lotsDecided, lotsInside } from './epcis-products.ts';
import { alarmOf, measurementsOf } from './epcis-sensors.ts';
import {
  type ReceiptTerms,
  arriving,
  decided,
  iso,
  receiving,
  relabelled,
  shipping,
  urn,
} from './epcis-terms.ts';

/** An EPCIS 2.0 event (section 7.4), as far as this module writes it. */
type EpcisEvent = Omit<ReturnType<typeof observed>, 'type'> & {
  readonly type: 'ObjectEvent' | 'AggregationEvent';
  readonly epcList?: readonly string[];
  /** The lots, where the plan names products: those that an alarm affects, or what is decided of them. */
  readonly quantityList?: readonly QuantityElement[];
  readonly parentID?: string;
  /** What is inside the parent. */
  readonly childQuantityList?: readonly QuantityElement[];
  readonly bizStep:
    | ReceiptTerms['bizStep']
    | (typeof relabelled)['former' | 'next']['bizStep']
    | 'shipping'
    | 'arriving'
    | 'receiving'
    | 'sensor_reporting';
  readonly disposition?:
    ReceiptTerms['disposition'] | (typeof relabelled)['former' | 'next']['disposition'] | 'in_transit';
  readonly readPoint?: { readonly id: string };
  readonly sensorElementList?: readonly object[];
};

/**
 * A shipment's journey as EPCIS 2.0 events (JSON-LD): shipping, an alarm condition for each valid excursion, arriving,
 * and the measurements of each sensor. Each event names goods and places as they were planned when its entry was
 * recorded, so that repeated exports give the same event; where the label changed after an event, two events link the
 * former one to the next. `profileOf` gives the profile of a device.
 */
export function epcisOf(
  entries: readonly Entry[],
  verdict: ShipmentVerdict,
  profileOf: (device: string) => Profile | null,
) {
  const { shipment } = entries[0]!;
  const excursions = excursionsRecorded(entries);
  const events: EpcisEvent[] = [];
  let plan: ShipmentPlan = shipmentOf(entries.slice(0, 1));
  for (const entry of entries) {
    if (entry.fact.kind === 'plan-changed') {
      const before = plan;
      ({ plan } = entry.fact);
      // Nobody knows a label that no event has named.
      if (events.length > 0)
        events.push(...relabelling(entry, epcOf(shipment, before), epcOf(shipment, plan)));
    } else events.push(...eventsOf(entries, entry, plan, excursions, profileOf));
  }
  const labels = new Set(plansRecorded(entries).map((each) => epcOf(shipment, each.plan)));
  const epc = epcOf(shipment, plan);
  // A sensor has a verdict for each product that it stands for, and measured once.
  const sensors = new Map(verdict.sensors.toReversed().map((each) => [`${each.device} ${each.since}`, each]));
  const measured = [...sensors.values()].toReversed().flatMap(measurementsOf);
  if (measured.length > 0)
    events.push({
      // The ID is a hash of the content, so repeated exports give the same event.
      ...observed(
        journeyRecorded(entries).arrivedAt ?? verdict.asOf,
        sha256OfJson(labels.size === 1 ? measured : [measured, epc]),
      ),
      epcList: [epc],
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

/** The events of one ledger entry, by the plan in force then. */
function eventsOf(
  entries: readonly Entry[],
  entry: Entry,
  plan: ShipmentPlan,
  excursions: ReturnType<typeof excursionsRecorded>,
  profileOf: (device: string) => Profile | null,
): EpcisEvent[] {
  const { fact, hash, shipment } = entry;
  const what = { epcList: [epcOf(shipment, plan)] };
  // Other systems get declared milestones only: no inferred, withdrawn or superseded ones.
  if ((fact.kind === 'departed' || fact.kind === 'arrived') && !isInForce(entries, entry, fact.kind))
    return [];
  if (fact.kind === 'departed')
    return [
      ...inside(entry, plan, fact.at),
      { ...observed(fact.at, hash), ...what, ...shipping, ...readPointAt(plan.origin) },
    ];
  if (fact.kind === 'arrived')
    return [{ ...observed(fact.at, hash), ...what, ...arriving, ...readPointAt(plan.destination) }];
  if (fact.kind === 'receipt-signed')
    return [
      ...receiptEvents(fact, hash, { ...what, ...readPointAt(plan.destination) }),
      ...lotsDecided(shipment, plan, fact).map(({ fate, quantityList, terms }) => ({
        ...observed(fact.signature.signedAt, hash, fate),
        quantityList,
        ...terms,
        ...readPointAt(plan.destination),
      })),
    ];
  if (fact.kind !== 'excursion-opened') return [];
  const { id, firedAt } = fact.excursion;
  const element = alarmOf(fact, excursions.get(id)!, profileOf(fact.device));
  // A reopened excursion is one event.
  const isFirst = entries.find((each) => 'excursion' in each.fact && each.fact.excursion.id === id) === entry;
  if (!isFirst || element === null) return [];
  const quantityList = lotsAffected(entries.slice(0, entry.sequence), plan, fact);
  return [
    {
      ...observed(firedAt, hash),
      ...what,
      ...(quantityList.length > 0 && { quantityList }),
      bizStep: 'sensor_reporting',
      sensorElementList: [element],
    },
  ];
}

/** Which lots departed inside the goods' label, where the plan names products. */
function inside({ hash, shipment }: Entry, plan: ShipmentPlan, departedAt: number): EpcisEvent[] {
  const childQuantityList = lotsInside(shipment, plan);
  if (childQuantityList.length === 0) return [];
  const { origin } = plan;
  return [
    {
      ...observed(departedAt, hash, 'inside'),
      type: 'AggregationEvent',
      parentID: epcOf(shipment, plan),
      childQuantityList,
      ...shipping,
      ...readPointAt(origin),
    },
  ];
}

/** How EPCIS names the goods of a shipment: by their label, or by the shipment itself. */
function epcOf(shipment: string, { sscc = null }: ShipmentPlan): string {
  return sscc === null ? urn('shipment', shipment) : digitalLinkOf(sscc);
}

/** The events that link a former label of the goods to the next one; none where it stayed the same. */
function relabelling({ recordedAt, hash }: Entry, former: string, next: string): EpcisEvent[] {
  if (former === next) return [];
  return [
    { ...observed(recordedAt, hash, 'former'), epcList: [former], ...relabelled.former },
    { ...observed(recordedAt, hash, 'next'), epcList: [next], ...relabelled.next },
  ];
}

/** A signed decision on receipt. The goods are received once, with the first decision on them. */
function receiptEvents(
  { decision, corrects, signature: { signedAt } }: Extract<LedgerEvent, { kind: 'receipt-signed' }>,
  hash: string,
  goods: Required<Pick<EpcisEvent, 'epcList' | 'readPoint'>>,
): EpcisEvent[] {
  const { epcList, readPoint } = goods;
  const taken = { ...observed(signedAt, hash), epcList, ...decided[decision], readPoint };
  return corrects === null
    ? [{ ...observed(signedAt, hash, 'received'), epcList, ...receiving, readPoint }, taken]
    : [taken];
}

/** Whether an entry is the latest declaration of a milestone. */
function isInForce(entries: readonly Entry[], entry: Entry, milestone: Milestone): boolean {
  return declarationsOf(entries, milestone).at(-1)?.sequence === entry.sequence;
}

function observed(at: number, hash: string, more = '') {
  return {
    eventID: urn('event', `${hash}:${at}${more === '' ? '' : `:${more}`}`),
    type: 'ObjectEvent' as const,
    action: 'OBSERVE',
    eventTime: iso(at),
    eventTimeZoneOffset: '+00:00',
  };
}

function readPointAt(place: string): { readPoint: { id: string } } {
  return { readPoint: { id: urn('place', place) } };
}
