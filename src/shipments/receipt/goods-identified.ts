import type { ProductLot } from '../../model/product.ts';
import type { ShipmentPlan } from '../../model/shipment-plan.ts';
import { moment } from '../../model/wording.ts';
import { changedPlan } from '../../model/changed-plan.ts';
import { changedPlanInWords } from '../changed-plan-in-words.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../ledger.ts';
import { earliestDepartureOf } from '../milestones.ts';
import { plansRecorded } from '../plans.ts';
import { isSameLeg, predecessorsNamed } from '../predecessors.ts';
import type { ReceiptCheck, ReceiptRecord } from './receipt-record.ts';

/**
 * The scanned label belongs to the shipment. What identifies the goods (their names, trade items, lots with their last
 * days, serial numbers and label, and the limits within which they are stored) must have been planned before they departed:
 * a plan that was made to fit afterwards identifies nothing.
 */
export const goodsIdentified: ReceiptCheck = (record) => {
  const labelled = labelCompared(record);
  const later = changedUnderWay(record);
  return later.length === 0
    ? labelled
    : { outcome: 'fail', sentence: [labelled.sentence, ...later].join(' ') };
};

function labelCompared({ entries, scanned }: ReceiptRecord): ReturnType<ReceiptCheck> {
  const { sscc = null } = shipmentOf(entries);
  if (sscc === null)
    return {
      outcome: 'not-applicable',
      sentence: 'The shipment was planned without a label (SSCC): compare the papers.',
    };
  if (scanned === null)
    return { outcome: 'fail', sentence: `The label was not scanned. It must read ${sscc}.` };
  return scanned === sscc
    ? { outcome: 'pass', sentence: `The label reads ${sscc}, as planned.` }
    : {
        outcome: 'fail',
        sentence: `Wrong goods: the label reads ${scanned}, the shipment is ${sscc}.`,
      };
}

/**
 * Says what identifies the goods and was changed once they were under way, also by a departure that was taken back or
 * declared again since; and what a code had shown of them and was withdrawn then. Until a departure is known, they may be
 * under way as soon as a sensor is with them.
 */
function changedUnderWay({ entries, verdict: { journey } }: ReceiptRecord): string[] {
  const attachedAt = Math.min(Infinity, ...attachmentsRecorded(entries).map(({ since }) => since));
  const departedAt = earliestDepartureOf(entries, journey);
  const begun = departedAt ?? attachedAt;
  const when = departedAt === null ? 'while no departure was known' : 'after the departure';
  const withdrawn = linksWithdrawn(entries).flatMap(({ by, why, recordedAt }) =>
    recordedAt <= begun
      ? []
      : [
          `${by} said ${moment(recordedAt)}, ${when}, that goods did not come from the earlier shipment with the same code (${why.replace(/\.$/, '')}). Compare the goods with the papers.`,
        ],
  );
  const changed = plansRecorded(entries).flatMap(({ plan, replacedBy }) => {
    if (replacedBy === null || replacedBy.recordedAt <= begun) return [];
    const { by, why, recordedAt, fact } = replacedBy;
    const isCompared = changedPlan(compared(plan, plan), compared(fact.plan, plan)).length > 0;
    const what = isCompared ? changedPlanInWords(plan, identifying(fact.plan, plan)) : [];
    return what.length === 0
      ? []
      : [
          `${by} changed the plan ${moment(recordedAt)}, ${when} (${why.replace(/\.$/, '')}): ${what.join('; ')}. Compare the goods with the papers.`,
        ];
  });
  return [...changed, ...withdrawn];
}

/** The entries by which people withdrew what an SSCC or a serial number had shown. */
function linksWithdrawn(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(
    ({ fact }, index) =>
      fact.kind === 'predecessor-withdrawn' &&
      predecessorsNamed(entries.slice(0, index)).some(
        (each) => each.by !== 'person' && isSameLeg(each, fact),
      ),
  );
}

/** A plan with what identifies the goods, and the rest of the one before it. */
function identifying(
  { goods, lots = [], sscc = null, profile, products }: ShipmentPlan,
  before: ShipmentPlan,
): ShipmentPlan {
  const { products: _, ...others } = before;
  return { ...others, goods, lots, sscc, profile, ...(products !== undefined && { products }) };
}

/** The same, with what is said of lots besides their numbers only as far as it makes something kinder. */
function compared(plan: ShipmentPlan, before: ShipmentPlan): ShipmentPlan {
  const { products, ...others } = identifying(plan, before);
  if (products === undefined) return others;
  return {
    ...others,
    products: products.map((each) => {
      const own = before.products?.find(({ id }) => id === each.id);
      const hasSerials = (each.serials ?? []).length > 0;
      const lots = each.lots.map((lot) =>
        whereKinder(lot, own?.lots.find(({ number }) => number === lot.number) ?? lot, hasSerials),
      );
      return { ...each, lots };
    }),
  };
}

/**
 * A lot with the last day that it has now where that is later or none, and with the former one otherwise; its units, where
 * they are now so few, or known, that the serial numbers may be all of them. Otherwise units identify nothing.
 */
function whereKinder(
  { number, quantity = null, expiry = null }: ProductLot,
  { quantity: units = null, expiry: day = null }: ProductLot,
  hasSerials: boolean,
): ProductLot {
  const isFewer = hasSerials && quantity !== null && (units === null || quantity < units);
  const isLater = day !== null && (expiry === null || expiry > day);
  return {
    number,
    ...(hasSerials && { quantity: isFewer ? quantity : units }),
    expiry: isLater ? expiry : day,
  };
}
