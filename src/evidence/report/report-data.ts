import { partsOfVersion } from '../../model/combined-version.ts';
import { sha256OfJson } from '../../model/digest.ts';
import {
  type Attachment,
  attachmentsRecorded,
  excursionsRecorded,
  receiptsRecorded,
  shipmentOf,
} from '../../shipments/ledger.ts';
import { cancellationOf } from '../../shipments/cancellation.ts';
import { fileNaming } from '../../shipments/files.ts';
import { declarationsOf, journeyRecorded } from '../../shipments/milestones.ts';
import type { Recommendation } from '../../model/enumerations.ts';
import type { LimitRule, Profile } from '../../model/profile.ts';
import { type Reading, type ScalarChannel, isUnreadable } from '../../model/reading.ts';
import type { Point } from '../../evaluation/downsample.ts';
import { custodyOf } from '../../shipments/custody.ts';
import { isContradicted } from '../../shipments/receipt/contradiction.ts';
import { verdictWithExpiry } from '../../shipments/receipt/lots-in-date.ts';
import { mostCareful } from '../../shipments/receipt/product-receipt.ts';
import { verdictWithAllowances } from '../../shipments/receipt/verdict-with-allowances.ts';
import { withoutFaultCodes } from '../../evaluation/classify-samples.ts';
import { isNullIsland } from '../../evaluation/route.ts';
import { recordOf } from '../../evaluation/series.ts';
import { reasonsByWeight } from '../../shipments/reasons-by-weight.ts';
import { type ShipmentVerdict, evaluateShipment } from '../../shipments/shipment-verdict.ts';
import type { Evidence } from '../bundle.ts';
import type { EvidenceDocument } from '../freeze.ts';
import { inOrder } from '../recompute.ts';
import { legsOfEvidence } from './legs-of-evidence.ts';
import { readProfileOf } from '../read-profile.ts';
import type { Chart } from './chart.ts';
import type { RouteMap } from './route-map.ts';
import { profileOfProduct } from '../../shipments/stands-for.ts';
import type { SensorVerdict } from '../../shipments/sensor-verdict.ts';

/** A sensor as shown in the report. */
type ReportSensor = {
  /** Its attachment, in which the device of a file has the name of the logger or the file. */
  readonly attachment: Attachment;
  readonly verdict: SensorVerdict;
  readonly profile: Profile;
  readonly readings: readonly Reading[];
};

/** Computes what a report shows from the evidence alone. */
export function reportData(evidence: Omit<Evidence, 'report'>) {
  const { entries, asOf, profileText, readingsOf, signed } = evidence;
  const profileOf = ({ profile, intervalMs }: Attachment): Profile => ({
    ...readProfileOf(profile, profileText),
    reportingIntervalMs: intervalMs,
  });
  const legs = legsOfEvidence(evidence);
  const frozen = signed.at(-1)?.frozen.document ?? null;
  const verdict = withReceipt(
    verdictWithAllowances(
      evaluateShipment(
        entries,
        (attachment) => ({ readings: readingsOf(attachment), profile: profileOf(attachment) }),
        asOf,
      ),
      legs,
    ),
    frozen,
  );
  const named = fileNaming(entries);
  const attachments = attachmentsRecorded(entries);
  const sensors = verdict.sensors.map((own): ReportSensor => {
    const attachment = attachments.find(({ device, since }) => device === own.device && since === own.since)!;
    const monitored = profileOf(attachment);
    const [from, to] = [Date.parse(own.judgement.span.from), Date.parse(own.judgement.span.to)];
    return {
      attachment: { ...attachment, device: named(attachment.device) },
      verdict: own,
      profile: own.product === undefined ? monitored : profileOfProduct(own.product, monitored)!,
      readings: inOrder(readingsOf(attachment)).filter(({ at }) => at >= from && at <= to),
    };
  });
  return {
    shipment: entries[0]!.shipment,
    created: shipmentOf(entries),
    planChanges: entries.filter(({ fact }) => fact.kind === 'plan-changed'),
    cancellation: cancellationOf(entries),
    journey: journeyRecorded(entries),
    declared: {
      departure: declarationsOf(entries, 'departed').at(-1) ?? null,
      arrival: declarationsOf(entries, 'arrived').at(-1) ?? null,
    },
    custody: custodyOf(entries),
    receipts: receiptsRecorded(entries),
    isContradicted: isContradicted(entries),
    checks: frozen?.checks ?? null,
    scanned: frozen?.scanned ?? null,
    /** What was recommended of each product and lot when the decision in force was signed. */
    signedProducts: frozen?.products ?? null,
    /** What the legs of each product used of its allowances; empty where none has any. */
    legs,
    verdict,
    /** The reasons of the verdict, those with the most weight first. */
    reasons: reasonsByWeight(
      verdict.reasons,
      verdict.products.map(({ product: { id, name }, recommendation, reasons }) => ({
        id,
        name,
        recommendation,
        reasons,
      })),
    ),
    sensors,
    excursions: [...excursionsRecorded(entries).values()].filter(
      ({ state }) => state === 'open' || state === 'closed',
    ),
    ledgerHash: entries.at(-1)!.hash,
    /** The SHA-256 of a profile; of a combined one, those of its parts. */
    profileHash: (profile: Attachment['profile']) =>
      partsOfVersion(profile)
        .map((part) => sha256OfJson(JSON.parse(profileText(part))))
        .join(', '),
  };
}
export type ReportData = ReturnType<typeof reportData>;

/**
 * A verdict as the receipt has it: never a more favourable recommendation than was signed, and with lots that have
 * expired as long as nothing was.
 */
function withReceipt(verdict: ShipmentVerdict, signed: EvidenceDocument | null): ShipmentVerdict {
  if (signed === null) return verdictWithExpiry(verdict);
  const recommendationOf = (product: string): Recommendation =>
    signed.products?.find((each) => each.product === product)?.recommendation ?? signed.recommendation;
  return {
    ...verdict,
    recommendation: mostCareful([verdict.recommendation, signed.recommendation]),
    products: verdict.products.map((each) => ({
      ...each,
      recommendation: mostCareful([each.recommendation, recommendationOf(each.product.id)]),
    })),
  };
}

/** The chart of one channel, over the evaluated time of the sensors that decide; null if none of them measured it. */
export function chartOf({ sensors, journey, verdict }: ReportData, channel: ScalarChannel): Chart | null {
  const shown = sensors.filter(
    ({ verdict: own, readings }) => own.decides && readings.some((reading) => reading.channel === channel),
  );
  if (shown.length === 0) return null;
  const spans = shown.map(({ verdict: { judgement } }) => judgement.span);
  const worst = shown.find(({ verdict: own }) => own.device === verdict.worst) ?? shown[0]!;
  const rules = shown.flatMap(({ profile }) => profile.rules).filter((rule) => isShown(rule, channel));
  const span = {
    from: Math.min(...spans.map(({ from }) => Date.parse(from))),
    to: Math.max(...spans.map(({ to }) => Date.parse(to))),
  };
  return {
    channel,
    ...span,
    // A sensor that stands for several products is drawn once.
    lines: onceEach(shown).map(({ attachment, profile, readings }) => ({
      name: attachment.device,
      stretches: stretchesOf(readings, channel, profile.maxGapMs),
    })),
    limits: rules.flatMap(({ limit }) =>
      limit.kind === 'outside' ? [limit.low, limit.high] : [limit.limit],
    ),
    excursions: shown.flatMap(({ verdict: { judgement }, profile }) =>
      judgement.excursions
        .filter(({ rule }) => profile.rules.some((each) => each.id === rule && each.channel === channel))
        .map(({ from, to }) => ({ from: Date.parse(from), to: to === null ? span.to : Date.parse(to) })),
    ),
    gaps: (worst.verdict.judgement.channels[channel]?.coverage.gaps ?? []).map(({ from, to }) => ({
      from: Date.parse(from),
      to: Date.parse(to),
    })),
    marks: [
      ...markOf('departed', journey.departedAt, journey.inferred.departedAt),
      ...markOf('arrived', journey.arrivedAt, journey.inferred.arrivedAt),
    ],
  };
}

/** Sensors without those that were evaluated for another product before. */
export function onceEach(sensors: readonly ReportSensor[]): readonly ReportSensor[] {
  return sensors.filter(
    ({ verdict: { device, since } }, index) =>
      sensors.findIndex(({ verdict: other }) => other.device === device && other.since === since) === index,
  );
}

/** Marks a milestone in the chart: the declared time, otherwise the time inferred from positions. */
function markOf(what: string, declaredAt: number | null, inferredAt: number | null): Chart['marks'] {
  if (declaredAt !== null) return [{ at: declaredAt, label: what }];
  return inferredAt === null ? [] : [{ at: inferredAt, label: `${what} (inferred)` }];
}

function isShown({ channel, rateWindowMs, judges }: LimitRule, shown: ScalarChannel): boolean {
  return channel === shown && rateWindowMs === null && judges;
}

/**
 * Splits readings where a gap or an unreadable value lies between them. Several values at one time are all included.
 */
function stretchesOf(readings: readonly Reading[], channel: ScalarChannel, maxGapMs: number): Point[][] {
  const stretches: Point[][] = [];
  let lastAt = -Infinity;
  const { series, unreadable } = withoutFaultCodes(recordOf(readings));
  const breaks = (unreadable.get(channel) ?? []).map(({ at }) => at);
  for (const { at, values } of series.get(channel) ?? []) {
    const isBroken = breaks.some((each) => each >= lastAt && each < at);
    if (at - lastAt > maxGapMs || isBroken) stretches.push([]);
    for (const value of values) stretches.at(-1)!.push([at, value]);
    lastAt = at;
  }
  return stretches;
}

/** The route of the goods, from the first deciding sensor that reported positions. */
export function routeOf({ sensors, created, verdict }: ReportData): RouteMap {
  const tracker = sensors.find(
    ({ verdict: own, readings }) => own.decides && readings.some(({ channel }) => channel === 'location'),
  );
  const positions = (tracker?.readings ?? []).flatMap((reading) =>
    reading.channel === 'location' && !isUnreadable(reading) && !isNullIsland(reading) ? [reading] : [],
  );
  const { route } = created;
  return {
    positions: positions.toSorted((a, b) => a.at - b.at),
    excursions: sensors
      .filter(({ verdict: own }) => own.decides)
      .flatMap(({ verdict: { judgement } }) => judgement.excursions)
      .map(({ from, to }) => ({ from: Date.parse(from), to: to === null ? verdict.asOf : Date.parse(to) })),
    ends: [created.origin, created.destination],
    places: [route?.origin, route?.destination, ...(route?.waypoints ?? [])].flatMap((place) => place ?? []),
  };
}
