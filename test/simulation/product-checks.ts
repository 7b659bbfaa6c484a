import { type Entry, excursionsRecorded } from '../../src/shipments/ledger.ts';
import type { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { differencesBetween } from '../independent/compare.ts';
import { judgeIndependently } from '../independent/judge.ts';
import { durationInMilliseconds } from '../independent/profile-as-written.ts';
import { readFile } from '../independent/read-file.ts';
import { samplesOf } from '../independent/samples.ts';
import { type AssignmentByDesign, assignmentsByDesign } from './assignments-by-design.ts';
import { keysDecided, keysOfLots, rejectedByDesign } from './goods.ts';
import { isCancelled } from './cancellation-checks.ts';
import { dayViolations, unreadableViolations } from './device-checks.ts';
import type { Row, ShipmentPlan } from './plan-types.ts';
import {
  type ProductByDesign,
  assignmentsOf,
  hasDestination,
  hasPhases,
  productsByDesign,
  ruleInLedger,
  togetherByDesign,
  withoutPhases,
} from './products-by-design.ts';
import type { TracedMessage } from './traffic.ts';
import { daysNotUnderstood, understoodMessagesOf } from './understood-messages.ts';
import { codes, csvOf, verdictViolations } from './verdict-checks.ts';

type Verdict = ReturnType<typeof toShipmentVerdictJson>;
const ranks = ['release', 'quarantine', 'reject'] as const;
type Recommendation = (typeof ranks)[number];

/** Checks the verdict on each product of a shipment against what the devices sent that stand for it. */
export function productViolations(
  entries: readonly Entry[],
  verdict: Verdict,
  received: readonly TracedMessage[],
  asOf: number,
): string[] {
  const products = productsByDesign(entries);
  const violations = lotViolations(entries, products);
  violations.push(
    ...products.flatMap((product) =>
      violationsOfProduct(entries, products, product, verdict, received, asOf).map(
        (each) => `${product.id}: ${each}`,
      ),
    ),
  );
  const most = mostCareful((verdict.products ?? []).map((each) => each.recommendation));
  if (products.length > 1 && verdict.recommendation !== most)
    violations.push(`its recommendation is ${verdict.recommendation}, that of its products ${most}`);
  if (!isCancelled(entries)) violations.push(...deviceViolations(entries, products, received, asOf));
  return violations;
}

/**
 * A lot must be called by what tells it from those of other products; a part that is released is the first product, and
 * what is rejected beside other decisions is what pharmacists asked for by the products that were planned first.
 */
function lotViolations(entries: readonly Entry[], products: readonly ProductByDesign[]): string[] {
  const keys = products.map(({ id }) => keysOfLots(products, id));
  return entries.flatMap(({ fact }) => {
    if (fact.kind === 'receipt-signed') {
      const isPart = fact.decision === 'partly-released';
      const lots = isPart ? keysDecided(products, products[0]!.id).join() : '';
      const isWhole = fact.decision === 'released' || fact.decision === 'rejected';
      const rejected = isWhole ? '' : rejectedByDesign(productsByDesign(entries.slice(0, 1))).join();
      const names = fact.lots.join() === lots && (fact.rejected ?? []).join() === rejected;
      return names && fact.rejected?.length !== 0
        ? []
        : [
            `${fact.decision} names "${fact.lots.join()}" and rejects "${String(fact.rejected)}"; "${lots}" and "${rejected}" were asked for`,
          ];
    }
    const planned =
      fact.kind === 'plan-changed' ? fact.plan.lots : fact.kind === 'shipment-created' ? fact.lots : null;
    const isLast = fact.kind === 'plan-changed' || !entries.some((each) => each.fact.kind === 'plan-changed');
    return planned === null || !isLast || (planned ?? []).join() === keys.flat().join()
      ? []
      : [`its lots are ${(planned ?? []).join()} instead of ${keys.flat().join()}`];
  });
}

function violationsOfProduct(
  entries: readonly Entry[],
  products: readonly ProductByDesign[],
  product: ProductByDesign,
  verdict: Verdict,
  received: readonly TracedMessage[],
  asOf: number,
): string[] {
  const isOnly = products.length === 1;
  const own = verdict.sensors.filter((each) => isOnly || each.product === product.id);
  const times = assignmentsOf(entries, product, asOf);
  const stated = isOnly ? verdict : verdict.products!.find(({ id }) => id === product.id)!;
  const names = (of: readonly { readonly device: string }[]): string => of.map(({ device }) => device).join();
  if (names(own) !== names(times))
    return [`is judged by the sensors ${names(own) || 'none'}, ${names(times) || 'none'} stand for it`];
  const judged = times.map((time, index) => judgedOf(entries, product, time, own[index]!, received));
  const least = mostCareful([
    ...judged.flatMap(({ recommendation }) => recommendation ?? []),
    ...(times.length === 0 ? (['quarantine'] as const) : []),
  ]);
  return [
    ...judged.flatMap((each) => each.violations),
    ...(isCancelled(entries) ? [] : recordedViolations(entries, products, product, judged, times)),
    ...(ranks.indexOf(stated.recommendation) < ranks.indexOf(least)
      ? [`its recommendation is ${stated.recommendation}, its sensors give ${least}`]
      : []),
  ];
}

type Judged = {
  readonly violations: readonly string[];
  /** Null where the sensor was attached for too short a time to decide. */
  readonly recommendation: Recommendation | null;
  readonly excursions: ReturnType<typeof judgeIndependently>['excursions'];
};

/** One sensor as the independent judge judges it by the profile of one product, and how the verdict differs. */
function judgedOf(
  entries: readonly Entry[],
  { profile }: ProductByDesign,
  time: AssignmentByDesign,
  sensor: Verdict['sensors'][number],
  received: readonly TracedMessage[],
): Judged {
  const understood = understoodMessagesOf(received, time.device);
  const attachedAt = attachmentTime(entries, time);
  const isOfGoods = (at: number): boolean => at >= attachedAt && at <= (time.detachedAt ?? Infinity);
  const rows = understood.rows.filter(({ at }) => isOfGoods(at));
  const messages = understood.messages.filter((each) => isOfGoods(each.receivedAt));
  const own = { ...understood, messages };
  const isUnderstood = daysNotUnderstood(own, { ...time, since: attachedAt }, [time], time.to).length === 0;
  const judging = withoutPhases(profile);
  const { device, since, to, isOpen, intervalMs } = time;
  const options = { timeZone: null, from: since, to, isOpen, intervalMs, codes };
  const verdict = judgeIndependently(csvOf(rows), judging, options);
  const fails = verdict.rules.some(({ outcome }) => outcome === 'fail');
  const decides = isOpen || to - since >= intervalMs || fails;
  const differences = hasPhases(profile)
    ? differencesBetween('', knownRules(sensor.judgement, judging), knownRules(verdict, judging)).slice(0, 3)
    : isUnderstood
      ? verdictViolations(sensor, time, rows, judging, true)
      : [];
  return {
    violations: [
      ...differences.map((each) => `${device}: ${each}`),
      ...(sensor.profile.id === profile.id ? [] : [`${device} is judged by ${sensor.profile.id}`]),
    ],
    recommendation: decides ? verdict.recommendation : null,
    excursions: verdict.excursions,
  };
}

/** The start of a time in which a start delay may have been left out. */
function attachmentTime(entries: readonly Entry[], { device, since }: AssignmentByDesign): number {
  const starts = entries.flatMap(({ fact }) =>
    fact.kind === 'device-attached' && fact.device === device && fact.since <= since ? [fact.since] : [],
  );
  return Math.max(...starts);
}

type Rules = {
  readonly rules: readonly { readonly id: string }[];
  readonly excursions: readonly { readonly rule: string }[];
};

function knownRules({ rules, excursions }: Rules, { rules: known }: { rules: readonly { id: string }[] }) {
  const isKnown = (id: string): boolean => known.some((each) => each.id === id);
  return {
    rules: rules.filter(({ id }) => isKnown(id)),
    excursions: excursions.filter(({ rule }) => isKnown(rule)),
  };
}

/** Each excursion by a product's profile must be in the ledger under its rule, once, and no other. */
function recordedViolations(
  entries: readonly Entry[],
  products: readonly ProductByDesign[],
  { profile }: ProductByDesign,
  judged: readonly Judged[],
  times: readonly AssignmentByDesign[],
): string[] {
  const all = [...excursionsRecorded(entries).values()].filter(
    ({ state }) => state === 'open' || state === 'closed',
  );
  return times.flatMap((time, index) => {
    const { device } = time;
    const since = attachmentTime(entries, time);
    return withoutPhases(profile).rules.flatMap(({ id }) => {
      const rule = ruleInLedger(products, profile, id);
      const recorded = all.filter(
        ({ device: of, excursion }) =>
          of === device &&
          excursion.rule === rule &&
          excursion.from >= since &&
          excursion.from <= (time.detachedAt ?? Infinity),
      );
      const own = judged[index]!.excursions.filter((each) => each.rule === id);
      const isIn = own.every(({ from, to }) =>
        recorded.some(
          ({ excursion }) =>
            excursion.from <= (to === null ? Infinity : Date.parse(to)) &&
            Date.parse(from) <= (excursion.to ?? Infinity),
        ),
      );
      return isIn && recorded.length === own.length
        ? []
        : [`${device}: the ledger has ${recorded.length} excursions of ${rule}, ${own.length} were sent`];
    });
  });
}

/** What belongs to a device, whichever products it stands for. */
function deviceViolations(
  entries: readonly Entry[],
  products: readonly ProductByDesign[],
  received: readonly TracedMessage[],
  asOf: number,
): string[] {
  const all = assignmentsByDesign(entries, asOf);
  return all.flatMap((time) => {
    const own = products.filter(({ id }) => time.products === null || time.products.includes(id));
    if (own.some(({ profile }) => hasDestination(profile))) return [];
    const understood = understoodMessagesOf(received, time.device);
    const isOfGoods = (at: number): boolean => at >= time.since && at <= (time.detachedAt ?? Infinity);
    const rows = understood.rows.filter(({ at }) => isOfGoods(at));
    const messages = understood.messages.filter((each) => isOfGoods(each.receivedAt));
    const days = daysNotUnderstood({ ...understood, messages }, time, all, time.arrivedAt ?? Infinity);
    return [
      ...dayViolations(entries, time, days, asOf),
      ...(own.every(({ profile }) => profile.startDelay === undefined)
        ? unreadableViolations(entries, time, newestOf(rows, time), gapOf(own))
        : []),
    ];
  });
}

function gapOf(own: readonly ProductByDesign[]): number {
  return durationInMilliseconds(togetherByDesign(own).maxGap);
}

function newestOf(rows: readonly Row[], { since }: AssignmentByDesign) {
  const temperatures = samplesOf(readFile(csvOf(rows), null).entries, 'temperature', codes);
  return { temperatures, newestAt: Math.max(since, ...rows.map(({ at }) => at)) };
}

function mostCareful(of: readonly Recommendation[]): Recommendation {
  return ranks[Math.max(0, ...of.map((each) => ranks.indexOf(each)))]!;
}

/** Checks that each device was recorded with the products that people attached it for. */
export function standsForViolations(entries: readonly Entry[], { devices, goods }: ShipmentPlan): string[] {
  if (goods === null) return [];
  return devices.flatMap((device, index) => {
    const meant = [goods.standsFor[index] ?? null, goods.afterSwap];
    const recorded = entries.flatMap(({ fact }) =>
      fact.kind === 'device-attached' && fact.device === device ? [fact.products ?? null] : [],
    );
    return recorded.flatMap((each, time) =>
      JSON.stringify(each) === JSON.stringify(meant[time] ?? null)
        ? []
        : [
            `${device} stands for ${JSON.stringify(each)}, it was attached for ${JSON.stringify(meant[time])}`,
          ],
    );
  });
}
