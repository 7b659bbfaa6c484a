import type { Entry } from '../../src/shipments/ledger.ts';
import { findingsByLot } from '../../src/shipments/receipt/allowances.ts';
import { legsBehind } from '../../src/storage/legs-behind.ts';
import type { Database } from '../../src/storage/tables.ts';
import { durationInMilliseconds } from '../independent/profile-as-written.ts';
import { readFile } from '../independent/read-file.ts';
import { samplesOf } from '../independent/samples.ts';
import type { Allowance, Amount, History, Leg, Sensor, Sent } from '../legs/history.ts';
import { expected } from '../legs/reference.ts';
import type { ShipmentPlan } from './plan-types.ts';
import type { ProductProfile } from './product-profiles.ts';
import { type ProductByDesign, assignmentsOf, productsByDesign } from './products-by-design.ts';
import type { TracedMessage } from './traffic.ts';
import { isReleasedByDesign, keysOfLots } from './goods.ts';
import { understoodMessagesOf } from './understood-messages.ts';
import { codes, csvOf } from './verdict-checks.ts';

/** Everything that the sums of a shipment's legs are checked against; `asOf` is epoch milliseconds. */
export type Legs = {
  readonly database: Database;
  readonly shipments: readonly ShipmentPlan[];
  readonly ledgerOf: (shipment: string) => readonly Entry[];
  readonly received: readonly TracedMessage[];
};

/**
 * Checks what each product's path has used of its allowances against the reference of the generated histories, given
 * what the devices sent; that earlier legs are named as they must be; and that late data of a leg contradict a release
 * of a later one.
 */
export async function legViolations(legs: Legs): Promise<string[]> {
  const violations: string[] = [];
  for (const { shipment, goods } of legs.shipments) {
    if (goods === null) continue;
    const entries = legs.ledgerOf(shipment);
    if (entries.length === 0) continue;
    const said = [...namedViolations(entries, goods.before)];
    for (const product of productsByDesign(entries))
      said.push(...(await sumViolations(legs, entries, product)));
    said.push(...contradictionViolations(legs, entries));
    violations.push(...said.map((each) => `${shipment}: ${each}`));
  }
  return violations;
}

type Before = NonNullable<ShipmentPlan['goods']>['before'];

/** What says that units came from an earlier shipment, in the ledger of the later one. */
function namedViolations(entries: readonly Entry[], before: Before): string[] {
  if (before?.from == null) return [];
  const { shipment, by } = before.from;
  const named = entries.flatMap(({ fact }) => (fact.kind === 'predecessor-named' ? [fact] : []));
  const isSaid = named.length === 1 && named[0]!.shipment === shipment && named[0]!.by === by;
  return isSaid
    ? []
    : [
        `came from ${shipment} (${by}), the ledger has ${named.map((each) => `${each.shipment} (${each.by})`).join() || 'nothing'}`,
      ];
}

async function sumViolations(
  legs: Legs,
  entries: readonly Entry[],
  { id, profile }: ProductByDesign,
): Promise<string[]> {
  if (profile.allowances === undefined && profile.freezeThaw === undefined) return [];
  const asOf = Date.now();
  const found = findingsByLot(await legsBehind(legs.database, entries, id, asOf));
  return found.flatMap(({ lot, findings }) => {
    const history = historyOf(legs, entries, id, lot, profile, asOf);
    return findings.flatMap(({ allowance, used, outcome }) => {
      const question = history.allowances.find((each) => each.id === allowance) ?? null;
      const { left, most, isUnknown, isUsedHere, worst } = expected(history, question);
      const isTrack = worst.some(({ before, here, readmitted }) =>
        [before - used.before, here - used.here, readmitted - used.readmitted].every((each) => each === 0),
      );
      const byReference = left < 0 ? 'fail' : !isUnknown ? 'pass' : isUsedHere ? 'fail' : 'note';
      const what = `${id} ${lot ?? 'all'} ${allowance ?? 'cycles'}`;
      return used.left === left &&
        used.most === most &&
        used.unknown.length > 0 === isUnknown &&
        isTrack &&
        outcome === byReference
        ? []
        : [
            `${what}: ${JSON.stringify({ left: used.left, most: used.most, before: used.before, here: used.here, outcome })}, the reference has ${JSON.stringify({ left, most, isUnknown, outcome: byReference, worst })}`,
          ];
    });
  });
}

/**
 * The history of a product's units as of a moment, from the raw entries and what was received until another one, by the
 * allowances of the profile that judges.
 */
function historyOf(
  legs: Legs,
  entries: readonly Entry[],
  product: string,
  lot: string | null,
  profile: ProductProfile,
  asOf: number,
  receivedBy = Infinity,
): History {
  const [{ shipment }] = entries as [Entry];
  const legsFound = [legOf(legs, entries, product, asOf, receivedBy)];
  for (const leg of legsFound)
    for (const link of leg.links) {
      if (legsFound.some((each) => each.shipment === link.shipment)) continue;
      const earlier = legs.ledgerOf(link.shipment);
      if (earlier.length > 0) legsFound.push(legOf(legs, earlier, link.product, asOf, receivedBy));
    }
  const { freezesBelow = -300, thawsAbove = 300, cycles = 0 } = profile.freezeThaw ?? {};
  return {
    allowances: (profile.allowances ?? []).map(({ id, total, ...limit }): Allowance => {
      const [kind, celsius] = Object.entries(limit)[0] as [Allowance['kind'], number];
      return { id, kind, celsius, totalMs: durationInMilliseconds(total) };
    }),
    freezesBelow,
    thawsAbove,
    cycles,
    longestGapMs: durationInMilliseconds(profile.completeness.longestGap),
    legs: legsFound,
    last: shipment,
    lot: lot === null ? null : (lot.split('/').at(-1) ?? null),
  };
}

function legOf(
  legs: Legs,
  entries: readonly Entry[],
  product: string,
  asOf: number,
  receivedBy: number,
): Leg {
  const [{ shipment, recordedAt }] = entries as [Entry];
  const all = productsByDesign(entries);
  const own = all.find(({ id }) => id === product)!;
  const sensors = assignmentsOf(entries, own, asOf);
  const milestone = (kind: 'departed' | 'arrived'): number | null =>
    entries.flatMap(({ fact }) => (fact.kind === kind && fact.detectedBy === null ? [fact.at] : [])).at(-1) ??
    null;
  const [departedAt, arrivedAt] = [milestone('departed'), milestone('arrived')];
  const attached = entries.flatMap(({ fact }) =>
    fact.kind === 'device-attached' && (fact.products?.includes(product) ?? true) ? [fact.since] : [],
  );
  const travelsOn = entries.some(({ fact }) => fact.kind === 'followed-by');
  const begins =
    sensors.length > 0
      ? Math.min(...sensors.map(({ since }) => since))
      : arrivedAt === null && !travelsOn
        ? asOf
        : Math.min(recordedAt, asOf);
  const from = departedAt !== null && departedAt < Math.min(...attached) ? departedAt : begins;
  const to = Math.max(from, Math.min(asOf, arrivedAt ?? asOf));
  const facts = entries.map(({ fact }) => fact);
  return {
    shipment,
    product,
    lots: Object.fromEntries(own.lots.map((number, index) => [number, keysOfLots(all, product)[index]!])),
    from,
    to,
    sensors: sensors.map(({ device, since, to: end, intervalMs }): Sensor => {
      const rows = understoodMessagesOf(
        legs.received.filter(({ receivedAt }) => receivedAt <= receivedBy),
        device,
      ).rows;
      return {
        device,
        from: since,
        to: end,
        knownFrom: since,
        knownTo: end,
        intervalMs,
        maxGapMs: durationInMilliseconds(own.profile.maxGap),
        sent: sentOf(rows),
      };
    }),
    opening: openingOf(facts, product),
    links: facts.flatMap((fact) =>
      fact.kind === 'predecessor-named' && fact.product === product
        ? [{ shipment: fact.shipment, product: fact.itsProduct, lots: fact.lots }]
        : [],
    ),
    readmissions: facts.flatMap((fact): Leg['readmissions'][number][] => {
      if (fact.kind !== 'time-readmitted' || fact.product !== product) return [];
      const { readmitted, lots, signature } = fact;
      const { signedAt } = signature;
      return 'ms' in readmitted
        ? [{ allowance: readmitted.allowance, amount: readmitted.ms, lots, signedAt }]
        : [{ allowance: null, amount: readmitted.cycles, lots, signedAt }];
    }),
  };
}

function openingOf(facts: readonly Entry['fact'][], product: string): Leg['opening'] {
  const last = facts.findLast((fact) => fact.kind === 'opening-entered' && fact.product === product);
  if (last?.kind !== 'opening-entered') return null;
  const { opening } = last;
  if (opening.kind !== 'spent') return opening.kind;
  const amounts = Object.entries(opening.spent).map(([allowance, amount]): Amount => ({ allowance, amount }));
  return opening.cycles === null ? amounts : [...amounts, { allowance: null, amount: opening.cycles }];
}

/** What a sensor sent as the reference reads it. A fault code that nothing makes credible is unreadable. */
function sentOf(rows: Parameters<typeof csvOf>[0]): Sent[] {
  return samplesOf(readFile(csvOf(rows), null).entries, 'temperature', codes).flatMap(
    ({ at, values, unreadable, faultCodes }): Sent[] => [
      ...values.map((celsius) => ({ at, celsius })),
      ...unreadable.map(({ offScale, scaleEnd }) => ({ at, side: offScale, bound: scaleEnd })),
      ...faultCodes.map(() => ({ at, side: null, bound: null })),
    ],
  );
}

/** Late knowledge of earlier legs that fails an allowance which held at signing must contradict the release, once. */
function contradictionViolations(legs: Legs, entries: readonly Entry[]): string[] {
  const receipt = entries.findLast(({ fact }) => fact.kind === 'receipt-signed');
  if (receipt?.fact.kind !== 'receipt-signed') return [];
  const contradictions = entries.flatMap(({ fact }) =>
    fact.kind === 'release-contradicted' && fact.signed === receipt.sequence ? fact.failed : [],
  );
  const names = contradictions.map(({ rule, product }) => `${product ?? ''} ${rule}`);
  const again = names.filter(
    (name, index) => contradictions[index]!.device === '' && names.indexOf(name) !== index,
  );
  const violations = again.map((name) => `${name} contradicts a release twice`);
  const { decision, lots: decided } = receipt.fact;
  if (!decision.endsWith('released')) return violations;
  const products = productsByDesign(entries);
  for (const { device, product } of contradictions)
    if (device === '' && product !== undefined && !isReleasedByDesign(products, product, receipt.fact))
      violations.push(`${product} was not released, and contradicts the release`);
  const known = new Set([
    ...names,
    ...receipt.fact.failed.map(({ rule, product }) => `${product ?? ''} ${rule}`),
  ]);
  for (const { id, profile, lots } of products)
    for (const lot of lots.length === 0 ? [null] : keysOfLots(products, id)) {
      const isReleased =
        lot === null ? isReleasedByDesign(products, id, receipt.fact) : decided.includes(lot);
      if (decision === 'partly-released' && !isReleased) continue;
      const history = historyOf(legs, entries, id, lot, profile, Date.now());
      for (const question of [...history.allowances, ...(profile.freezeThaw === undefined ? [] : [null])]) {
        const { left } = expected(history, question);
        const name = `${products.length === 1 ? '' : id} ${question?.id ?? 'freeze-thaw'}`;
        if (left < 0 && !known.has(name) && entries.some(({ fact }) => fact.kind === 'predecessor-named'))
          violations.push(`${name} fails against the release, and no entry says so`);
      }
    }
  return violations;
}
