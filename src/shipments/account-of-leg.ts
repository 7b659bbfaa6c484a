import {
  type LegAccount,
  type LegRecord,
  type Readmission,
  type SensorOfLeg,
  legAccountOf,
} from '../allowances/leg-account.ts';
import { recordSince } from '../evaluation/record-since.ts';
import { lotKeysOf, productsOf } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import { type Attachment, type Entry, attachmentsRecorded, isSetAside, shipmentOf } from './ledger.ts';
import { openingRecorded } from './openings.ts';
import { predecessorsRecorded } from './predecessors.ts';
import { lotsReadmitted, readmissionsRecorded } from './readmissions.ts';
import { isProductNow } from './product-now.ts';
import { profileOfProduct, standsFor } from './stands-for.ts';
import { type Record, spanOf } from './sensor-verdict.ts';
import { phasesOf } from './shipment-verdict.ts';

/**
 * The account of one product's time with a shipment, as of a moment (epoch milliseconds): what its sensors read, by the
 * allowances of the profile that judges, and what its ledger says of the time before.
 *
 * The leg ends with the declared arrival. Where nobody declared one, it goes on until that moment: time on no record
 * counts as a gap.
 */
export function accountOfLeg(
  entries: readonly Entry[],
  product: string,
  recordOf: (attachment: Attachment) => Record,
  profile: Pick<Profile, 'allowances' | 'freezeThaw' | 'longestGapMs'>,
  asOf: number,
): LegAccount {
  const { facts, sensors } = recordOfLeg(entries, product, recordOf, asOf);
  return legAccountOf(facts, sensors, profile);
}

/** What the account of a leg is made of. */
export function recordOfLeg(
  entries: readonly Entry[],
  product: string,
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
): LegRecord {
  const sensors = sensorsOf(entries, product, recordOf, asOf);
  const { departedAt, arrivedAt } = sensors.journey;
  const from =
    departedAt !== null && departedAt < sensors.attachedAt
      ? departedAt
      : sensors.records.length === 0
        ? beginWithoutSensors(entries, arrivedAt, asOf)
        : Math.min(...sensors.records.map((each) => each.from));
  const to = Math.max(from, Math.min(asOf, arrivedAt ?? asOf));
  return {
    facts: {
      shipment: entries[0]!.shipment,
      product,
      lots: lotKeysOf(productsOf(shipmentOf(entries))).flatMap((each) =>
        each.product.id === product ? [each.key] : [],
      ),
      from,
      to,
      ledgerHead: entries.at(-1)!.hash,
      opening: openingOf(entries, product),
      predecessors: predecessorsRecorded(entries)
        .filter((each) => each.product === product)
        .map(({ shipment, itsProduct, lots, by }) => ({ shipment, product: itsProduct, lots, by })),
      readmissions: readmissionsOf(entries, product),
    },
    sensors: sensors.records,
  };
}

/**
 * When a leg began that no sensor recorded and nobody declared: at the earliest when it was planned. One that is only
 * planned has not begun, so that nothing is known of it, whatever is said to have come from there.
 */
function beginWithoutSensors(entries: readonly Entry[], arrivedAt: number | null, asOf: number): number {
  return arrivedAt === null ? asOf : Math.min(entries[0]!.recordedAt, asOf);
}

/** The records of the sensors that stand for a product, and the journey as declared and as positions show it. */
function sensorsOf(
  entries: readonly Entry[],
  product: string,
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
) {
  const ofGoods = attachmentsRecorded(entries)
    .filter((each) => each.role === 'product' && !isSetAside(each))
    .map((attachment) => {
      const { readings, profile } = recordOf(attachment);
      const record = recordSince(readings, attachment.since);
      return { attachment, readings, record, series: record.series, profile };
    });
  const journey = phasesOf(entries, ofGoods, asOf);
  const known = productsOf(shipmentOf(entries)).find(({ id }) => id === product);
  const own = ofGoods.filter(({ attachment }) => known === undefined || standsFor(attachment, known));
  const records = own.map(({ attachment, readings, record, profile: monitored }): SensorOfLeg => {
    const profile = (known && profileOfProduct(known, monitored)) ?? monitored;
    const { from, to } = spanOf(entries, attachment, profile, asOf, journey);
    const { device, since } = attachment;
    const ofLeg = readings.filter(({ at }) => at >= since);
    return { device, record, readings: ofLeg, from, to, cadence: profile };
  });
  // A start delay is no gap, unless the goods were under way before the sensor was with them.
  const attachedAt = Math.min(...own.map(({ attachment }) => attachment.since));
  return { journey, records, attachedAt };
}

function openingOf(entries: readonly Entry[], product: string): LegAccount['opening'] {
  const recorded = openingRecorded(entries, product);
  if (recorded === null) return null;
  const { opening, reason } = recorded;
  return opening.kind === 'unknown' ? opening : { ...opening, reason };
}

function readmissionsOf(entries: readonly Entry[], product: string): Readmission[] {
  return readmissionsRecorded(entries).flatMap((entry) => {
    const { fact, sequence } = entry;
    if (!isProductNow(entries, fact.product, product, sequence - 1)) return [];
    const { readmitted, document, reason, signature } = fact;
    const lots = lotsReadmitted(entries, entry);
    const at = new Date(signature.signedAt).toISOString();
    return [{ lots, by: signature.signer.name, reason, document, at, ...readmitted }];
  });
}
