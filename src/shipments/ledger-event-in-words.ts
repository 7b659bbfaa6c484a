import { goodsContradicted } from '../model/goods-of-failures.ts';
import { plainRuleId } from '../model/combined-profile.ts';
import { changedPlanInWords } from './changed-plan-in-words.ts';
import type { LedgerEvent, ShipmentPlan } from './ledger-event.ts';
import { meaningOf } from './receipt/decision.ts';
import { productsOf } from '../model/product.ts';
import { isLegEvent, legEventInWords } from '../model/leg-event-in-words.ts';
import { counted, fateInWords, moment } from '../model/wording.ts';

/**
 * Summarises a ledger event in a few words: the rule or diagnostic where there is one, and the device. `planBefore` is
 * the plan in force before it; null where it is not known.
 */
export function ledgerEventInWords(fact: LedgerEvent, planBefore: ShipmentPlan | null = null): string {
  if (isLegEvent(fact)) return legEventInWords(fact, planBefore?.products);
  if (fact.kind === 'plan-changed')
    return planBefore === null
      ? 'plan changed'
      : `plan changed: ${changedPlanInWords(planBefore, fact.plan).join('; ')}`;
  if (fact.kind === 'receipt-signed')
    return `receipt signed by ${fact.signature.signer.name}: ${meaningOf(fact, planBefore === null ? [] : productsOf(planBefore))}`;
  if (fact.kind === 'handed-over') return `handed over to ${fact.to}, ${moment(fact.at)}`;
  if (fact.kind === 'departed' || fact.kind === 'arrived')
    return fact.detectedBy === null
      ? `${fact.kind} ${moment(fact.at)}`
      : `seems to have ${fact.kind} ${moment(fact.at)} (inferred, ${fact.detectedBy})`;
  if (fact.kind === 'milestone-withdrawn')
    return fact.detectedBy === null
      ? `withdrawn: ${fact.milestone} ${moment(fact.at)}`
      : `seems not to have ${fact.milestone} after all, ${moment(fact.at)} (${fact.detectedBy})`;
  if (fact.kind === 'device-attached')
    return `device attached from ${moment(fact.since)} (${fact.device})${standsFor(fact.products, planBefore)}`;
  if (fact.kind === 'device-detached') return `device detached ${moment(fact.until)} (${fact.device})`;
  if (fact.kind === 'sensor-declared')
    return `sensor declared ${fateInWords[fact.fate]}, ${moment(fact.at)} (${fact.device})`;
  if (fact.kind === 'link-created')
    return `link ${fact.link} made until ${moment(fact.endsAt)}, to ${fact.permits === 'look' ? 'look' : 'look and report the arrival'}: ${fact.purpose}`;
  if (fact.kind === 'link-opened' || fact.kind === 'link-revoked')
    return `link ${fact.link} ${fact.kind === 'link-opened' ? 'opened' : 'revoked'}: ${fact.purpose}`;
  if (fact.kind === 'file-received')
    return `file received: ${fact.file.name} (${fact.file.sha256.slice(0, 8)})`;
  if (fact.kind === 'file-attached')
    return `file read: ${counted(fact.readings, 'reading')} of ${fact.serial === null ? 'a logger' : `logger ${fact.serial}`}, ${moment(fact.from)} to ${moment(fact.to)} (${fact.sha256.slice(0, 8)})`;
  if (fact.kind === 'file-refused') return `file not accepted: ${fact.reason} (${fact.sha256.slice(0, 8)})`;
  if (fact.kind === 'file-set-aside')
    return `file set aside${fact.inFavourOf === null ? '' : ` in favour of ${fact.inFavourOf.slice(0, 8)}`}: ${fact.reason} (${fact.sha256.slice(0, 8)})`;
  if (fact.kind === 'file-compared') {
    const [same] = fact.sameLogger.toSorted((a, b) => b.differing - a.differing);
    const found =
      same === undefined
        ? 'of another logger than those attached'
        : same.differing === 0
          ? `${same.sha256.slice(0, 8)} has all its readings`
          : `${same.sha256.slice(0, 8)} lacks ${counted(same.differing, 'reading')} of it`;
    return `file compared: ${found} (${fact.sha256.slice(0, 8)})`;
  }
  if (fact.kind === 'contact-lost') return `no signal since ${moment(fact.at)} (${fact.device})`;
  if (fact.kind === 'contact-restored') return `back online ${moment(fact.at)} (${fact.device})`;
  if (fact.kind === 'finding-opened' || fact.kind === 'finding-closed')
    return `${fact.kind === 'finding-opened' ? 'diagnostic' : 'resolved'}: ${fact.finding.kind.replaceAll('-', ' ')} (${fact.device})`;
  const what =
    'excursion' in fact
      ? ` ${plainRuleId(fact.excursion.rule)}`
      : 'rule' in fact
        ? ` ${plainRuleId(fact.rule)}`
        : fact.kind === 'release-contradicted'
          ? `: ${fact.recommendation} recommended${fact.legs === undefined ? '' : `, by what became known of ${fact.legs.join(', ')}`}${aboutGoods(fact, planBefore)}`
          : '';
  return `${fact.kind.replaceAll('-', ' ')}${what}${'device' in fact && fact.device !== '' ? ` (${fact.device})` : ''}`;
}

function aboutGoods(fact: Parameters<typeof goodsContradicted>[0], plan: ShipmentPlan | null): string {
  const goods = goodsContradicted(fact, plan === null ? [] : productsOf(plan));
  return goods === '' ? '' : ` about ${goods}`;
}

/** The products that a sensor stands for, as ", for Vaccine A and Vaccine B"; nothing where it stands for all. */
function standsFor(products: readonly string[] | undefined, plan: ShipmentPlan | null): string {
  if (products === undefined) return '';
  const nameOf = (id: string): string =>
    (plan === null ? [] : productsOf(plan)).find((each) => each.id === id)?.name ?? id;
  return `, for ${products.map(nameOf).join(' and ')}`;
}
