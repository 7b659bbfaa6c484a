import { earlierDecision } from '../shipments/receipt/leg-contradiction.ts';
import { failedInWords } from '../shipments/receipt/receipt.ts';
import type { FailedRule } from '../shipments/signed-receipt.ts';
import type { NotifiableEvent } from '../shipments/ledger-event.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../shipments/ledger.ts';
import type { DiagnosticKind } from '../model/diagnostic-kind.ts';
import type { Recommendation } from '../model/enumerations.ts';
import { goodsContradicted, goodsOfFailure } from '../model/goods-of-failures.ts';
import { inRoundNumbers } from '../model/in-round-numbers.ts';
import { decisionInWords } from '../model/meaning-of-decision.ts';
import { type Product, nameAmong, productsOf } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import { nothing, whatToDo } from '../model/what-to-do.ts';
import { counted, duration } from '../model/wording.ts';
import { diagnosticHeadings } from './diagnostic-headings.ts';
import { alarmContents } from './alarm-content.ts';
import type { Context, Contents, MessageContent, Times } from './message-parts.ts';

const noRule = { rule: null, excursion: null } as const;

/** Diagnostics of the journey; all others are about the sensor, which their messages name. */
const ofJourney: ReadonlySet<DiagnosticKind> = new Set(['standing', 'late']);

/** How many characters names of products and lots may have where a subject has to have the shipment's number too. */
const longestNames = 34;

/** What is recommended, as a noun. */
const recommended: Readonly<Record<Recommendation, string>> = {
  release: 'release',
  quarantine: 'quarantine',
  reject: 'rejection',
};

const contents: Contents = {
  ...alarmContents,

  'contact-lost': ({ device, at }, { profile, times }) => ({
    ...noRule,
    ...whatToDo['contact-lost'],
    tone: 'warning',
    heading: 'No signal',
    brief: device,
    lead: `Nothing has been received from ${device} since ${times.time(at)}. What happens to the goods meanwhile is unknown.`,
    when: `since ${times.time(at)}`,
    rows: [
      ['Last contact', times.moment(at)],
      ['Allowed', `${duration(profile.maxGapMs)} without a reading`],
    ],
    severity: 'minor',
    at,
  }),

  'contact-restored': ({ device, at, late = null }, { times }) => ({
    ...noRule,
    ...nothing,
    tone: 'resolved',
    heading: 'RESOLVED',
    brief: `${device} back online`,
    lead:
      late === null
        ? `${device} is back online since ${times.time(at)}. It sent no readings from the time without a signal.`
        : `${device} is back online since ${times.time(at)}; ${counted(late.readings, 'stored reading')} received, from ${times.time(late.from)} to ${times.time(late.to)}.`,
    when: `since ${times.time(at)}`,
    rows: [
      ['Back since', times.moment(at)],
      [
        'Received late',
        late === null
          ? 'no readings'
          : `${counted(late.readings, 'reading')}, from ${times.moment(late.from)} to ${times.moment(late.to)}`,
      ],
    ],
    todo:
      late === null
        ? 'Nothing now. The time without a signal counts as a gap, and may prevent the release.'
        : 'Nothing. If the stored readings show an excursion, another message says so.',
    severity: 'info',
    at,
  }),

  'finding-opened': ({ device, finding }, { times }) => {
    const { kind, severity, sentence, from } = finding;
    return {
      ...noRule,
      ...whatToDo[kind],
      tone: severity === 'info' ? 'neutral' : 'warning',
      heading: diagnosticHeadings[kind],
      brief: ofJourney.has(kind) ? null : device,
      lead: times.localised(inRoundNumbers(sentence)),
      when: null,
      rows: [],
      severity,
      at: from,
    };
  },

  arrived: ({ at }, { times }) => ({
    ...noRule,
    ...whatToDo.arrived,
    tone: 'neutral',
    heading: 'Arrived?',
    brief: times.time(at),
    lead: `The positions show the goods at their destination since ${times.time(at)}. Nobody has confirmed it yet.`,
    when: null,
    rows: [['Seems to have arrived', times.moment(at)]],
    severity: 'info',
    at,
  }),

  'release-contradicted': ({ signed, product, recommendation, failed, legs }, { entries, times }) => {
    const receipt = receiptsRecorded(entries).find(({ sequence }) => sequence === signed)!;
    const { signature } = receipt.fact;
    const { signer, signedAt } = signature;
    const decided = decisionInWords(receipt.fact);
    const products = productsOf(shipmentOf(entries));
    const about = products.find(({ id }) => id === product);
    // What contradicts of the journey itself is among the rules that failed since.
    const ofLegs = legs === undefined ? [] : failed;
    const because =
      legs === undefined
        ? 'Readings that came after the signature contradict it'
        : `What became known of ${legs.join(', ')} after the signature contradicts it`;
    const found = [...new Set(ofLegs.map((each) => foundIn(each, products)))];
    const names = goodsContradicted({ legs, product, failed }, products);
    // Where there are too many for a text message, the mail and the page name them.
    const named = names === '' || names.length > longestNames ? '' : `${names}, `;
    return {
      ...noRule,
      ...whatToDo['release-contradicted'],
      tone: 'alarm',
      heading: 'Release contradicted',
      brief: `${named}${recommended[recommendation]} recommended now`,
      lead: `${because}: ${found.length === 0 ? '' : `${found.join('; ')}. `}${signer.name} signed "${decided}" on ${times.moment(signedAt)}, and now the recommendation is to ${recommendation}${about === undefined ? '' : ` ${nameAmong(about, products)}`}.`,
      when: null,
      rows: [
        ['Signed', `${decided}, by ${signer.name}, ${times.moment(signedAt)} (audit trail entry ${signed})`],
        ['Failed since then', failed.length === 0 ? 'no further rule' : failedInWords(failed).join(', ')],
      ],
      severity: 'critical',
      at: null,
    };
  },
};

/** What is known now of goods that was not when they were released. */
function foundIn(failed: FailedRule, products: readonly Product[]): string {
  const goods = goodsOfFailure(failed, products) ?? 'the goods';
  return failed.rule === earlierDecision
    ? `an earlier decision did not release ${goods}`
    : `${failed.rule} is exceeded or cannot be shown to hold for ${goods}`;
}

/**
 * What an entry says to people. `entries` is the ledger up to and including the entry; `profile` is the profile of the
 * entry's device.
 * @throws {Error} when the profile does not have the rule that the entry names, or its alarm was never raised.
 */
export function messageContentOf(
  entries: readonly Entry[],
  { fact, why }: { readonly fact: NotifiableEvent; readonly why: string },
  profile: Profile,
  times: Times,
): MessageContent {
  const content = contents[fact.kind] as (fact: NotifiableEvent, context: Context) => MessageContent;
  return content(fact, { entries, profile, why, times });
}
