import type { ShipmentPlan } from '../../model/shipment-plan.ts';
import { moment } from '../../model/wording.ts';
import { changedPlanInWords } from '../changed-plan-in-words.ts';
import { attachmentsRecorded, shipmentOf } from '../ledger.ts';
import { earliestDepartureOf } from '../milestones.ts';
import { plansRecorded } from '../plans.ts';
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
 * declared again since. Until a departure is known, they may be under way as soon as a sensor is with them.
 */
function changedUnderWay({ entries, verdict: { journey } }: ReceiptRecord): string[] {
  const attachedAt = Math.min(Infinity, ...attachmentsRecorded(entries).map(({ since }) => since));
  const departedAt = earliestDepartureOf(entries, journey);
  const begun = departedAt ?? attachedAt;
  return plansRecorded(entries).flatMap(({ plan, replacedBy }) => {
    if (replacedBy === null || replacedBy.recordedAt <= begun) return [];
    const { by, why, recordedAt, fact } = replacedBy;
    const what = changedPlanInWords(identifying(plan, plan), identifying(fact.plan, plan));
    const when = departedAt === null ? 'while no departure was known' : 'after the departure';
    return what.length === 0
      ? []
      : [
          `${by} changed the plan ${moment(recordedAt)}, ${when} (${why.replace(/\.$/, '')}): ${what.join('; ')}. Compare the goods with the papers.`,
        ];
  });
}

/**
 * A plan with what identifies the goods, and the rest of the one before it. Units of a lot identify nothing, and an earlier
 * expiry day makes nothing kinder; a later one, or none any more, has to be compared.
 */
function identifying(
  { goods, lots = [], sscc = null, profile, products }: ShipmentPlan,
  before: ShipmentPlan,
) {
  const { products: former = [], ...rest } = before;
  return {
    ...rest,
    goods,
    lots,
    sscc,
    profile,
    ...(products !== undefined && {
      products: products.map((each) => ({
        ...each,
        lots: each.lots.map(({ number, expiry = null }) => {
          const day = former
            .find(({ id }) => id === each.id)
            ?.lots.find((lot) => lot.number === number)?.expiry;
          const isKinder = day != null && (expiry === null || expiry > day);
          return { number, expiry: isKinder ? expiry : (day ?? null) };
        }),
      })),
    }),
  };
}
