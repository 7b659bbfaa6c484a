import { nameAmong } from '../../model/product.ts';
import { namedSentences } from '../product-verdict.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';
import { allowancesHeld, failedAllowances } from './allowances.ts';
import {
  alarmsAcknowledged,
  calibrationHeld,
  meanKineticTemperatureHeld,
  recordComplete,
  rulesHeld,
  valuesReadable,
  worstCaseHeld,
} from './checks.ts';
import { profileApproved } from './profile-approved.ts';
import { earlierDecisionsHeld, haveEarlierDecisions } from './earlier-decisions.ts';
import { goodsIdentified } from './goods-identified.ts';
import { lotsExpired, lotsInDate } from './lots-in-date.ts';
import { fileNaming } from '../files.ts';
import { fileChecks, hasFiles } from './file-checks.ts';
import { type ProductReceipt, mostCareful, productReceiptOf } from './product-receipt.ts';
import type { ReceiptAnswer, ReceiptCheck, ReceiptRecord } from './receipt-record.ts';
import type { FailedRule } from '../signed-receipt.ts';
import type { Recommendation } from '../../model/enumerations.ts';

type Checks = { readonly [id in ReceiptAnswer['id']]?: ReceiptCheck };

/** Every check, in the order in which people read them. */
function checksOf(record: ReceiptRecord): Checks {
  return {
    rules: rulesHeld,
    'mean-kinetic-temperature': meanKineticTemperatureHeld,
    'worst-case': worstCaseHeld,
    ...(record.legs !== undefined && { allowances: allowancesHeld }),
    ...(haveEarlierDecisions(record) && { 'earlier-decisions': earlierDecisionsHeld }),
    ...(lotsExpired(record).length > 0 && { 'lots-in-date': lotsInDate }),
    'record-complete': recordComplete,
    'values-readable': valuesReadable,
    calibration: calibrationHeld,
    'alarms-acknowledged': alarmsAcknowledged,
    'profile-approved': profileApproved,
    'goods-identified': goodsIdentified,
    ...(hasFiles(record) && fileChecks),
  };
}

/** The checks that are about the shipment, whatever its products. */
const ofShipment: ReadonlySet<string> = new Set([
  'alarms-acknowledged',
  'goods-identified',
  ...Object.keys(fileChecks),
]);

/** The checks in which lots of one product can differ, so that each has an answer of its own. */
const ofLots: ReadonlySet<string> = new Set(['allowances', 'earlier-decisions', 'lots-in-date']);

/** The combined result of the receipt checks. */
export type CheckedReceipt = {
  readonly recommendation: Recommendation;
  /** The verdict's own recommendation. */
  readonly judged: Recommendation;
  readonly checks: readonly ReceiptAnswer[];
  /**
   * Deciding sensors without a calibration date although their profile requires one. Releasing then needs a reason.
   */
  readonly calibrationMissing: readonly string[];
  /** The rules that failed at deciding sensors, and how far. Later data are compared with them. */
  readonly failed: readonly FailedRule[];
  /** What is recommended of each product and lot; absent where there is one product whose lots cannot differ. */
  readonly products?: readonly ProductReceipt[];
};

/**
 * Runs every check, those that are about a product once for each. It recommends release where the verdict does and no
 * check fails; a check that is not known does not prevent release. The most careful recommendation of all products and
 * lots is that of the shipment.
 */
export function checkReceipt(record: ReceiptRecord): CheckedReceipt {
  const named = fileNaming(record.entries);
  const records = recordsByProduct(record);
  const checks = checksOf(record);
  /** What each check found: of each product, or one answer about the shipment. */
  const answers = Object.entries(checks).map(([id, check]) =>
    (ofShipment.has(id) ? [record] : records).map((each): ReceiptAnswer => {
      const { outcome, sentence } = check(each);
      return { id: id as ReceiptAnswer['id'], outcome, sentence: named(sentence) };
    }),
  );
  const { recommendation: judged } = record.verdict;
  const result = {
    judged,
    checks: answers.map((own) => together(own, record)),
    calibrationMissing: calibrationMissing(record.verdict),
    failed: [...failedRules(record.verdict), ...failedAllowances(record)],
  };
  const canLotsDiffer = record.legs !== undefined || checks['lots-in-date'] !== undefined;
  if (records.length === 1 && !canLotsDiffer)
    return {
      recommendation: judged === 'release' && !isClean(result.checks) ? 'quarantine' : judged,
      ...result,
    };
  const shared = answers.flat().filter(({ id }) => ofShipment.has(id));
  const products = records.map((each, index) => {
    const own = answers.flatMap((of) => (ofShipment.has(of[0]!.id) ? [] : [of[index]!]));
    const others = own.filter(({ id }) => !ofLots.has(id));
    return productReceiptOf(each, own, isClean([...shared, ...others]));
  });
  const recommendation = mostCareful(products.map((each) => each.recommendation));
  return { recommendation, ...result, products };
}

function isClean(answers: readonly ReceiptAnswer[]): boolean {
  return answers.every(({ outcome }) => outcome !== 'fail');
}

/** The record of each product: what is concluded of the sensors that stand for it, which need not say so again. */
function recordsByProduct(record: ReceiptRecord): readonly ReceiptRecord[] {
  const { products } = record.verdict;
  if (products.length < 2) return [record];
  return products.map(({ product, ...verdict }) => ({
    ...record,
    product,
    verdict: {
      ...record.verdict,
      ...verdict,
      sensors: verdict.sensors.map((sensor) => {
        const { product: _, ...others } = sensor;
        return others;
      }),
    },
  }));
}

/** What a check found of all products: the most careful outcome, with what is said of the products that have it. */
function together(own: readonly ReceiptAnswer[], { verdict }: ReceiptRecord): ReceiptAnswer {
  const [first] = own as [ReceiptAnswer];
  if (own.length === 1) return first;
  const outcome = (['fail', 'not-known', 'pass', 'not-applicable'] as const).find((each) =>
    own.some((one) => one.outcome === each),
  )!;
  const products = verdict.products.map(({ product }) => product);
  const said = own.map((each, index) => ({
    name: nameAmong(products[index]!, products),
    sentences: each.outcome === outcome ? [each.sentence] : [],
  }));
  return { id: first.id, outcome, sentence: namedSentences(said).join(' ') };
}

/** The deciding sensors without a calibration date although their profile requires one, each listed once. */
function calibrationMissing({ sensors }: ShipmentVerdict): string[] {
  const missing = sensors.filter(
    ({ decides, calibrationRequired, calibratedUntil }) =>
      decides && calibrationRequired && calibratedUntil === null,
  );
  return [...new Set(missing.map(({ device }) => device))];
}

/** The rules that failed at the deciding sensors. */
export function failedRules({ sensors }: ShipmentVerdict): FailedRule[] {
  const times = new Map<string, number>();
  return sensors.flatMap(({ device, product, decides, failed }) => {
    const key = `${product?.id ?? ''} ${device}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    const name = time === 1 ? device : `${device}#${time}`;
    const ofProduct = product === undefined ? {} : { product: product.id };
    return decides ? failed.map((failure) => ({ device: name, ...failure, ...ofProduct })) : [];
  });
}

/** The failed rules in words: "device rule", or "product: device rule" where there are several products; "rule (lot A1)". */
export function failedInWords(failed: readonly FailedRule[]): string[] {
  return failed.map(
    ({ device, rule, product, lots = [] }) =>
      `${product === undefined ? '' : `${product}: `}${device === '' ? '' : `${device} `}${rule}${lots.length === 0 ? '' : ` (${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')})`}`,
  );
}
