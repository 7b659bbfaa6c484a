import { goodsContradicted } from '../../src/model/goods-of-failures.ts';
import { partsOfVersion } from '../../src/model/combined-version.ts';
import { writtenVersion } from '../../src/model/written-version.ts';
import { plainRuleId } from '../../src/model/combined-profile.ts';
import { changedPlan } from '../../src/model/changed-plan.ts';
import type { LinkPermits, Role } from '../../src/model/enumerations.ts';
import type { LegEvent } from '../../src/model/leg-event.ts';
import { legEventInWords, legEventKinds } from '../../src/model/leg-event-in-words.ts';
import { differenceInWords } from '../../src/model/plan-in-words.ts';
import type { ShipmentPlan } from '../../src/model/shipment-plan.ts';
import { type Names, plainNames } from '../files/sensor-names.ts';
import { decidedLotsInWords } from '../format/decided-in-words.ts';
import type { Formats } from '../format/formats.ts';
import { quantityOf } from '../profiles/limit-rules.ts';
import type { Profile } from '../profiles/profile-versions.ts';
import { changedPlanTexts } from '../texts/changed-plan.ts';
import { sharingTexts } from '../texts/sharing.ts';
import { texts } from '../texts.ts';
import type { Entry } from './record.ts';

/** The properties of a ledger event that are put into words. */
type ShownEvent = {
  readonly kind: string;
  readonly goods: string;
  readonly plan: ShipmentPlan;
  readonly profile: { readonly id: string; readonly version: number };
  readonly device: string;
  readonly role?: Role;
  readonly products?: readonly string[];
  readonly since: number;
  readonly until: number;
  readonly at: number;
  readonly fate: string;
  readonly to: string;
  readonly rule: string;
  readonly comment: string;
  readonly detectedBy: string | null;
  readonly milestone: 'departed' | 'arrived';
  readonly mergedInto: string | null;
  readonly late?: { readonly readings: number; readonly from: number; readonly to: number } | null;
  readonly excursion: {
    readonly rule: string;
    readonly from: number;
    readonly to: number | null;
    readonly firedAt: number;
    readonly peak: number | null;
  };
  readonly finding: { readonly kind: string; readonly sentence: string };
  readonly purpose: string;
  readonly permits: LinkPermits;
  readonly endsAt: number;
  readonly decision: keyof typeof texts.decisions;
  readonly lots: readonly string[];
  readonly rejected?: readonly string[];
  readonly signature: { readonly signer: { readonly name: string } };
  readonly file: { readonly name: string };
  readonly sha256: string;
  readonly serial: string | null;
  readonly with: readonly string[];
  readonly sameLogger: readonly { readonly sha256: string; readonly differing: number }[];
  readonly readings: number;
  readonly from: number;
  readonly reason: string;
  readonly recommendation: keyof typeof texts.recommendations;
  /** The shipments whose later readings contradict a release. */
  readonly legs?: readonly string[];
  readonly failed: Parameters<typeof goodsContradicted>[0]['failed'];
  /** The product whose release later readings contradict. */
  readonly product?: string;
};

/**
 * The person's units and time zone, the profiles that rules come from, what sensors and files are called, why the entry
 * was recorded, and the plan before it; null where it is not known.
 */
type Context = {
  readonly formats: Formats;
  readonly profiles: readonly Profile[];
  readonly names: Names;
  readonly why: string;
  readonly planBefore: ShipmentPlan | null;
};
type Sentence = (event: ShownEvent, context: Context) => string;

const { ledger } = texts;

/** A departure or an arrival, declared or detected. */
const milestoneInWords =
  (kind: 'departed' | 'arrived'): Sentence =>
  ({ at, detectedBy }, { formats }) =>
    ledger[kind]({
      at: formats.moment(at),
      how: detectedBy === null ? ledger.declared : ledger.detected(detectedBy),
    });

/** The products that a sensor stands for, behind what is said of it; nothing where it stands for all of them. */
function forProducts(products: readonly string[] | undefined, plan: ShipmentPlan | null): string {
  if (products === undefined) return '';
  const known = plan?.products ?? [];
  return ledger.forProducts(products.map((id) => known.find((each) => each.id === id)?.name ?? id));
}

const legSentence: Sentence = (event, { planBefore }) =>
  legEventInWords(event as unknown as LegEvent, planBefore?.products).replace(/^./u, (first) =>
    first.toUpperCase(),
  );

/** The sentence of each kind of ledger event. */
const sentences: ReadonlyMap<string, Sentence> = new Map<string, Sentence>([
  [
    'shipment-created',
    ({ goods, profile }) =>
      ledger['shipment-created']({ goods, profile: partsOfVersion(profile).map(writtenVersion).join(', ') }),
  ],
  [
    'plan-changed',
    ({ plan }, { formats, planBefore }) => {
      const { changed } = changedPlanTexts;
      if (planBefore === null) return changed;
      const words = { ...changedPlanTexts, moment: (at: number) => formats.moment(at) };
      return `${changed}. ${changedPlan(planBefore, plan)
        .map((difference) => differenceInWords(difference, words))
        .join('. ')}`;
    },
  ],
  ['shipment-cancelled', (_, { why }) => changedPlanTexts.cancelled(why)],
  [
    'device-attached',
    ({ device, role, since, products }, { formats, planBefore }) =>
      ledger['device-attached']({
        device,
        role: `${texts.shipment.roles[role ?? 'product'].toLowerCase()}${forProducts(products, planBefore)}`,
        since: formats.moment(since),
      }),
  ],
  [
    'device-detached',
    ({ device, until }, { formats }) => ledger['device-detached']({ device, until: formats.moment(until) }),
  ],
  [
    'sensor-declared',
    ({ device, fate, at }, { formats }) =>
      ledger['sensor-declared']({
        device,
        fate: ledger.fates[fate] ?? fate,
        at: formats.moment(at),
      }),
  ],
  ['file-received', ({ file }) => ledger['file-received'](file)],
  [
    'file-attached',
    ({ sha256, serial, readings, from, to }, { formats, names }) =>
      ledger['file-attached']({
        name: names.file(sha256),
        serial,
        readings,
        from: formats.shortMoment(from),
        to: formats.moment(to),
      }),
  ],
  [
    'file-refused',
    ({ sha256, reason }, { names }) => ledger['file-refused']({ name: names.file(sha256), reason }),
  ],
  [
    'file-set-aside',
    ({ sha256, reason }, { names }) => ledger['file-set-aside']({ name: names.file(sha256), reason }),
  ],
  [
    'file-compared',
    ({ sha256, with: others, sameLogger }, { names }) => {
      const differing = sameLogger.map((same) => same.differing);
      const compared = sameLogger.length === 0 ? others : sameLogger.map((same) => same.sha256);
      return ledger['file-compared']({
        name: names.file(sha256),
        others: compared.map(names.file).join(', '),
        differing: differing.length === 0 ? null : Math.max(...differing),
      });
    },
  ],
  [
    'link-created',
    ({ purpose, permits, endsAt }, { formats }) =>
      sharingTexts.ledger['link-created']({ purpose, permits, ends: formats.moment(endsAt) }),
  ],
  ['link-opened', ({ purpose }) => sharingTexts.ledger['link-opened'](purpose)],
  ['link-revoked', ({ purpose }) => sharingTexts.ledger['link-revoked'](purpose)],
  ['handed-over', ({ to, at }, { formats }) => ledger['handed-over']({ to, at: formats.moment(at) })],
  ['departed', milestoneInWords('departed')],
  ['arrived', milestoneInWords('arrived')],
  [
    'milestone-withdrawn',
    ({ milestone, at, detectedBy }, { formats }) =>
      detectedBy === null
        ? ledger['taken-back'][milestone](formats.moment(at))
        : ledger.undone[milestone](formats.moment(at), detectedBy),
  ],
  [
    'excursion-opened',
    ({ device, excursion: { rule, peak, from } }, { formats, profiles }) => {
      const quantity = quantityOf(profiles, rule, peak, formats);
      return ledger['excursion-opened']({
        rule: plainRuleId(rule),
        peak: quantity === '' ? '' : ledger.peak(quantity),
        from: formats.moment(from),
        device,
      });
    },
  ],
  [
    'excursion-closed',
    ({ device, excursion: { rule, to, firedAt }, mergedInto }, { formats }) =>
      mergedInto === null
        ? ledger['excursion-closed']({ rule: plainRuleId(rule), to: formats.moment(to ?? firedAt), device })
        : ledger['excursion-merged']({ rule: plainRuleId(rule), device }),
  ],
  [
    'excursion-withdrawn',
    ({ device, excursion: { rule } }) => ledger['excursion-withdrawn']({ rule: plainRuleId(rule), device }),
  ],
  ['alarm-cleared', ({ rule }) => ledger['alarm-cleared']({ rule: plainRuleId(rule) })],
  ['alarm-escalated', ({ rule, to }) => ledger['alarm-escalated']({ rule: plainRuleId(rule), to })],
  [
    'alarm-acknowledged',
    ({ rule, comment }) => ledger['alarm-acknowledged']({ rule: plainRuleId(rule), comment }),
  ],
  [
    'contact-lost',
    ({ device, at }, { formats }) => ledger['contact-lost']({ device, at: formats.moment(at) }),
  ],
  [
    'contact-restored',
    ({ device, late }, { formats: { moment } }) =>
      ledger['contact-restored']({
        device,
        late: late == null ? '' : ledger.lateReadings(late.readings, moment(late.from), moment(late.to)),
      }),
  ],
  ['finding-opened', ({ device, finding: { sentence } }) => ledger['finding-opened']({ sentence, device })],
  [
    'finding-closed',
    ({ device, finding: { kind } }) =>
      ledger['finding-closed']({ kind: texts.warnings[kind] ?? kind, device }),
  ],
  [
    'receipt-signed',
    ({ decision, lots, rejected, signature }) =>
      ledger['receipt-signed']({
        decision: decidedLotsInWords({ decision, lots, rejected }),
        name: signature.signer.name,
      }),
  ],
  [
    'release-contradicted',
    ({ recommendation, legs, product, failed }, { planBefore }) =>
      ledger['release-contradicted']({
        recommendation: texts.recommendations[recommendation],
        legs,
        goods: goodsContradicted({ legs, product, failed }, planBefore?.products),
      }),
  ],
  ...Object.keys(legEventKinds).map((kind): [string, Sentence] => [kind, legSentence]),
]);

/**
 * Describes a ledger entry in one sentence, in the person's units and time zone. Units of other channels come from the
 * profiles, and what a changed plan replaced from the other entries of the ledger.
 */
export function entryInWords(
  { fact, why, sequence }: Entry,
  formats: Formats,
  profiles: readonly Profile[] = [],
  names: Names = plainNames,
  entries: readonly Entry[] = [],
): string {
  const recorded = fact as unknown as ShownEvent;
  const event = { ...recorded, device: names.sensor(recorded.device) };
  const sentence = sentences.get(event.kind);
  return sentence === undefined
    ? ledger.unknown(event.kind)
    : sentence(event, { formats, profiles, names, why, planBefore: planBeforeOf(entries, sequence) });
}

/** The plan in force before an entry; null where these entries do not have it. */
function planBeforeOf(entries: readonly Entry[], sequence: number): ShipmentPlan | null {
  const before = entries.findLast(
    (entry) => entry.sequence < sequence && (entry.sequence === 1 || entry.fact.kind === 'plan-changed'),
  );
  if (before === undefined) return null;
  const fact = before.fact as unknown as ShipmentPlan & { readonly plan?: ShipmentPlan };
  return fact.plan ?? fact;
}
