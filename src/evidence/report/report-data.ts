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
import type { Profile } from '../../model/profile.ts';
import type { Reading } from '../../model/reading.ts';
import { custodyOf } from '../../shipments/custody.ts';
import { isContradicted } from '../../shipments/receipt/contradiction.ts';
import { verdictWithExpiry } from '../../shipments/receipt/lots-in-date.ts';
import { mostCareful } from '../../shipments/receipt/product-receipt.ts';
import type { ReceiptAnswer } from '../../shipments/receipt/receipt-record.ts';
import { verdictWithAllowances } from '../../shipments/receipt/verdict-with-allowances.ts';
import { reasonsByWeight } from '../../shipments/reasons-by-weight.ts';
import { type ShipmentVerdict, evaluateShipment } from '../../shipments/shipment-verdict.ts';
import type { Evidence } from '../bundle.ts';
import type { EvidenceDocument } from '../freeze.ts';
import { inOrder } from '../recompute.ts';
import { legsOfEvidence } from './legs-of-evidence.ts';
import { readProfileOf } from '../read-profile.ts';
import { profileOfProduct } from '../../shipments/stands-for.ts';
import type { SensorVerdict } from '../../shipments/sensor-verdict.ts';

/** A sensor as shown in the report. */
export type ReportSensor = {
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

/** The checks on receipt whose findings are among the verdict's reasons. */
const inReasons: ReadonlySet<string> = new Set([
  'rules',
  'mean-kinetic-temperature',
  'worst-case',
  'record-complete',
  'values-readable',
]);

/** What failed checks on receipt found that the verdict's reasons do not say. */
export function foundOnReceipt(
  checks: readonly Pick<ReceiptAnswer, 'id' | 'outcome' | 'sentence'>[],
  reasons: readonly string[],
): readonly string[] {
  const said = reasons.join(' ');
  return checks
    .filter(
      ({ id, outcome, sentence }) => outcome === 'fail' && !inReasons.has(id) && !said.includes(sentence),
    )
    .map(({ sentence }) => sentence);
}

/**
 * A verdict as the receipt has it: never a more favourable recommendation than was signed, with what the checks of each
 * product found; and with lots that have expired as long as nothing was signed.
 */
function withReceipt(verdict: ShipmentVerdict, signed: EvidenceDocument | null): ShipmentVerdict {
  if (signed === null) return verdictWithExpiry(verdict);
  const signedOf = (product: string) => signed.products?.find((each) => each.product === product);
  return {
    ...verdict,
    recommendation: mostCareful([verdict.recommendation, signed.recommendation]),
    products: verdict.products.map((each) => ({
      ...each,
      recommendation: mostCareful([
        each.recommendation,
        signedOf(each.product.id)?.recommendation ?? signed.recommendation,
      ]),
      reasons: [...foundOnReceipt(signedOf(each.product.id)?.checks ?? [], each.reasons), ...each.reasons],
    })),
  };
}

/** Sensors without those that were evaluated for another product before. */
export function onceEach(sensors: readonly ReportSensor[]): readonly ReportSensor[] {
  return sensors.filter(
    ({ verdict: { device, since } }, index) =>
      sensors.findIndex(({ verdict: other }) => other.device === device && other.since === since) === index,
  );
}
