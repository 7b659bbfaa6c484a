import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import type { StoredProfile } from '../../model/stored-profile.ts';
import { rejectedField } from '../../model/lot-fates.ts';
import { productsOf } from '../../model/product.ts';
import { type Alarm, backInRangeAt } from '../../shipments/alarms.ts';
import {
  type Attachment,
  type Entry,
  type ReceiptEntry,
  attachmentsRecorded,
  receiptsRecorded,
  shipmentOf,
} from '../../shipments/ledger.ts';
import { type ProductNames, namesOfProducts } from '../../shipments/products-of-alarm.ts';
import { fatesOfReceipt } from './to-product-receipt.ts';
import { toProduct } from './to-product.ts';
import { toPlan } from './to-plan.ts';
import { custodyOf } from '../../shipments/custody.ts';
import { meaningOfReceipt } from '../../shipments/receipt/decision.ts';
import { type ShipmentSummary, summarise } from '../../shipments/summary.ts';

type ResponseOf<Schema extends z.core.$ZodType> = z.output<Schema>;

export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** A shipment as the API's lists show it. */
export function toSummaryResponse(summary: ShipmentSummary): ResponseOf<typeof answers.shipmentSummary> {
  const { journey, decision, changedAt, cancellation, way: _, isWatched: __, ...same } = summary;
  const { standingAlarms } = summary;
  return {
    ...same,
    devices: [...summary.devices],
    openAlarms: standingAlarms.map(({ rule }) => rule),
    standingAlarms: standingAlarms.map(
      ({ since, until, raisedAt, acknowledgedAt, affects, within, ...alarm }) => ({
        ...alarm,
        ...toProductNames({ affects, within }),
        since: iso(since),
        until: isoOrNull(until),
        raisedAt: iso(raisedAt),
        acknowledgedAt: isoOrNull(acknowledgedAt),
      }),
    ),
    clearedAlarms: [...summary.clearedAlarms],
    warnings: [...summary.warnings],
    lots: [...summary.lots],
    plannedDeparture: isoOrNull(summary.plannedDeparture),
    cancellation: cancellation === null ? null : { ...cancellation, at: iso(cancellation.at) },
    plannedArrival: isoOrNull(summary.plannedArrival),
    silentDevices: [...summary.silentDevices],
    departedAt: isoOrNull(journey.departedAt),
    arrivedAt: isoOrNull(journey.arrivedAt),
    inferredDepartedAt: isoOrNull(journey.inferred?.departedAt ?? null),
    inferredArrivedAt: isoOrNull(journey.inferred?.arrivedAt ?? null),
    decision: decision === null ? null : toDecision(decision),
    changedAt: iso(changedAt),
  };
}

function toDecision({ lots, rejected, signedAt, ...decision }: NonNullable<ShipmentSummary['decision']>) {
  return { ...decision, lots: [...lots], ...rejectedField(rejected), signedAt: iso(signedAt) };
}

function toAttachmentResponse({
  device,
  role,
  since,
  detachedAt,
  intervalMs,
  profile,
  products,
  calibratedUntil,
  declaredAt,
}: Attachment): ResponseOf<typeof answers.attachment> {
  return {
    device,
    role,
    since: iso(since),
    detachedAt: isoOrNull(detachedAt),
    intervalSeconds: intervalMs / 1000,
    profile,
    products: products === null ? null : [...products],
    calibratedUntil: isoOrNull(calibratedUntil),
    declaredAt: isoOrNull(declaredAt),
  };
}

/** A signed decision, with the entries that corrected or contradicted it. */
export function toReceiptResponse(
  entries: readonly Entry[],
  { shipment, fact, sequence, recordedAt }: ReceiptEntry,
): ResponseOf<typeof answers.signedVerdict> {
  const { decision, lots, rejected, reason, recommendation, evidence, corrects, signature } = fact;
  const correction = receiptsRecorded(entries).find((each) => each.fact.corrects === sequence);
  return {
    shipment,
    sequence,
    decision,
    lots: [...lots],
    ...rejectedField(rejected),
    meaning: meaningOfReceipt(entries, { fact }),
    reason,
    recommendation,
    evidence,
    corrects,
    correctedBy: correction?.sequence ?? null,
    ...fatesOfReceipt(entries, { fact }),
    contradictedBy: entries
      .filter((entry) => entry.fact.kind === 'release-contradicted' && entry.fact.signed === sequence)
      .map((entry) => entry.sequence),
    signer: signature.signer,
    signedAt: iso(signature.signedAt),
    recordedAt: iso(recordedAt),
  };
}

/** The names of the products of an alarm; none where the shipment has one. */
function toProductNames({ affects, within }: Partial<ProductNames>): {
  affects?: string[];
  within?: string[];
} {
  return { ...(affects && { affects: [...affects] }), ...(within && { within: [...within] }) };
}

export function toAlarmResponse(entries: readonly Entry[], alarm: Alarm): ResponseOf<typeof answers.alarm> {
  const { rule, severity, raisedAt, since, endedAt, acknowledgedAt, escalations } = alarm;
  const { acknowledgedBy, comment } = alarm;
  return {
    shipment: entries[0]!.shipment,
    rule,
    severity,
    raisedAt: iso(raisedAt),
    since: iso(since),
    until: isoOrNull(backInRangeAt(alarm)),
    endedAt: isoOrNull(endedAt),
    acknowledgedAt: isoOrNull(acknowledgedAt),
    acknowledgedBy,
    comment,
    escalations,
    ...toProductNames(namesOfProducts(entries, alarm)),
  };
}

export function toProfileResponse(stored: StoredProfile): ResponseOf<typeof answers.storedProfile> {
  const { id, version, sha256, writtenBy, approvedBy, approvedAt, text } = stored;
  const { name } = JSON.parse(text) as { name: string };
  return { id, version, name, sha256, writtenBy, approvedBy, approvedAt: isoOrNull(approvedAt) };
}

/** Everything about a shipment except its readings. `live` is what its sensors say now. */
export function toShipmentResponse(
  entries: readonly Entry[],
  live: Pick<ResponseOf<typeof answers.boardItem>, 'sensors' | 'way' | 'estimatedArrival'>,
): ResponseOf<typeof answers.shipmentShown> {
  const planned = shipmentOf(entries);
  const { ambientProfile = null, audience, escalation = [] } = planned;
  const custody = custodyOf(entries);
  return {
    ...toSummaryResponse(summarise(entries)),
    ...live,
    ambientProfile,
    audience: [...audience],
    escalation: [...escalation],
    plan: toPlan(entries[0]!.shipment, planned),
    products: productsOf(planned).map(toProduct),
    custody: custody === null ? null : { holder: custody.holder, since: iso(custody.since) },
    attachments: attachmentsRecorded(entries).map(toAttachmentResponse),
  };
}
