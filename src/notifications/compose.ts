import { partOfRule, plainRuleId } from '../model/combined-profile.ts';
import { versionInWords } from '../model/combined-version.ts';
import { type Notification, notificationId } from '../model/notification.ts';
import { clockIn } from '../model/local-time.ts';
import { type Product, nameAmong, productsOf } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import { affectedInWords } from '../model/names-in-words.ts';
import { toSeconds } from '../model/rounding.ts';
import { fileNaming } from '../shipments/files.ts';
import { type NotifiableEvent, type RecordedExcursion, sensorOf } from '../shipments/ledger-event.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { arrivalQuestion } from './arrival-question.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import { messageContentOf } from './message-content.ts';
import { type Affected, affectedBy } from './products-affected.ts';
import type { Receiver } from './receiver.ts';
import { carrierRows, shipmentLink, shipmentRows } from './shipment-rows.ts';
import { smsForms } from './sms-forms.ts';
import { textOf } from './text-mail.ts';
import { writeMessage } from './write-message.ts';

/** One message in the form of each channel, for people and for machines. */
export type Message = WrittenMessage & {
  /** What happened, without the shipment: "Too warm now: 9.3 °C". */
  readonly headline: string;
  readonly notification: Notification;
  readonly audience: readonly string[];
  /** Where the shipment is received, and the vehicle it travels on; merged messages are named by them. */
  readonly site: string;
  readonly vehicle: string | null;
  /** For a merged message: its parts, and the ids of entries that it covers but does not put into content. */
  readonly merged?: { readonly messages: readonly Message[]; readonly unwritten: readonly string[] };
};

/**
 * Words an entry of which people are notified. `entries` is the ledger up to and including the entry; `profile` is the
 * profile of the entry's device. Times are local to the receiver.
 * @throws {Error} when the profile does not have the rule that the entry names.
 */
export function compose(
  entries: readonly Entry[],
  entry: Entry & { fact: NotifiableEvent },
  profile: Profile,
  receiver: Receiver,
): Message {
  const { shipment, fact, recordedAt } = entry;
  const plan = shipmentOf(entries);
  const clock = clockIn(receiver.zone);
  const times = { ...clock, time: (at: number) => clock.time(at, recordedAt) };
  const content = messageContentOf(entries, entry, profile, times);
  const { severity, excursion, rule } = content;
  const device = sensorOf(fact);
  // People know the logger or its file, not the device that it became.
  const named = fileNaming(entries);
  const headline = content.brief === null ? content.heading : `${content.heading}: ${named(content.brief)}`;
  const opening = content.brief === null ? `${headline}:` : `${headline},`;
  const subject = `${opening} ${shipment} ${plan.goods}`;
  const affected = affectedBy(entries, fact);
  const question = arrivalQuestion(entries, fact, times);
  const position = 'position' in fact ? fact.position : null;
  const body: MessageBody = {
    tone: content.tone,
    question,
    heading: headline,
    lead: [named(content.lead), ...(affected === null ? [] : [affectsInWords(affected, productsOf(plan))])]
      .filter((each) => each !== '')
      .join(' '),
    rows: [
      ...shipmentRows(shipment, plan, named(device), position, times),
      ...content.rows.map(([name, value]) => [name, named(value)] as const),
      ...carrierRows(plan.carrier ?? null),
    ],
    lists: [],
    todo: content.todo,
    link: shipmentLink(shipment, receiver),
    fine: [
      `Severity: ${severity}.`,
      `Storage limits: ${limitsInWords(profile, rule)}.`,
      `Audit trail: entry ${entry.sequence}, ${entry.hash.slice(0, 16)}.`,
    ].join(' '),
  };
  const sms = smsForms({
    said: [question, fact.kind === 'arrived' ? null : opening.replace(/,$/, '')]
      .filter((each) => each !== null)
      .join(' '),
    shipment,
    goods: plan.goods,
    affects: affected === null ? null : affectsInWords(affected, productsOf(plan)),
    when: content.when,
    position,
    inShort: content.inShort,
    phone: plan.carrier?.phone ?? null,
  });
  const written = writeMessage({ subject, body, sms }, receiver);
  return {
    ...written,
    headline,
    audience: audienceOf(entries, fact, plan.audience),
    site: plan.site,
    vehicle: plan.vehicle ?? null,
    notification: {
      schema: 'coldwatch/notification/1',
      id: notificationId(entry),
      kind: fact.kind,
      severity,
      shipment,
      goods: plan.goods,
      device,
      ...(affected !== null && { products: toProductsJson(affected) }),
      profile: { id: profile.id, version: profile.version },
      rule,
      excursion: excursion === null ? null : toExcursionJson(excursion),
      at: iso(content.at ?? recordedAt),
      recordedAt: iso(recordedAt),
      ledger: { sequence: entry.sequence, hash: entry.hash },
      subject: written.subject,
      text: textOf(body),
    },
  };
}

/** The audience of a ledger event. Each signer of a contradicted release is added as "person:" and the username. */
function audienceOf(
  entries: readonly Entry[],
  fact: NotifiableEvent,
  audience: readonly string[],
): readonly string[] {
  if (fact.kind === 'alarm-escalated') return [fact.to];
  if (fact.kind !== 'release-contradicted') return audience;
  return [...audience, ...signersOf(entries).map((username) => `person:${username}`)];
}

function signersOf(entries: readonly Entry[]): string[] {
  return [...new Set(receiptsRecorded(entries).map(({ fact }) => fact.signature.signer.username))];
}

function toProductsJson({ affected, within }: Affected) {
  const idsOf = (products: Affected['affected']): string[] => products.map(({ id }) => id);
  return { affected: idsOf(affected), within: idsOf(within) };
}

/** An excursion as JSON for machines; `observedSeconds` is in seconds, times are ISO 8601. */
export function toExcursionJson({ id, from, to, firedAt, observedMs, peak }: RecordedExcursion) {
  return {
    id,
    from: iso(from),
    to: to === null ? null : iso(to),
    firedAt: iso(firedAt),
    observedSeconds: toSeconds(observedMs),
    peak,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** The storage limits that a message is about, and its rule where there is one. */
function limitsInWords(profile: Profile, rule: string | null): string {
  if (rule === null) return versionInWords(profile);
  return `${versionInWords(partOfRule(rule) ?? profile)}, rule ${plainRuleId(rule)}`;
}

function affectsInWords({ affected, within }: Affected, own: readonly Product[]): string {
  const namesOf = (products: readonly Product[]): string[] => products.map((each) => nameAmong(each, own));
  return affectedInWords(namesOf(affected), namesOf(within));
}
