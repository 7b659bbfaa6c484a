import { type Notification, notificationId } from '../model/notification.ts';
import {
  type Position,
  type RecordedExcursion,
  type NotifiableEvent,
  sensorOf,
} from '../shipments/ledger-event.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import type { Profile } from '../model/profile.ts';
import { toSeconds } from '../model/rounding.ts';
import { moment, seemsToHaveArrived } from '../model/wording.ts';
import { smsOf, toSubject } from './short-forms.ts';
import { messageContentOf } from './message-content.ts';

/** One message to people and machines, in the form each of them reads. */
export type Message = {
  readonly headline: string;
  readonly subject: string;
  readonly email: string;
  readonly sms: string;
  readonly notification: Notification;
  readonly audience: readonly string[];
  /** Where the shipment is received, and what it travels on: what several messages may have in common. */
  readonly site: string;
  readonly vehicle: string | null;
  /** Of several messages as one: those, and the ids of what is told with them and not in words. */
  readonly merged?: { readonly messages: readonly Message[]; readonly unwritten: readonly string[] };
};

/**
 * Words an entry that people are told of. `entries` is the ledger up to and with it; `profile` is that of the entry's
 * device.
 */
export function compose(
  entries: readonly Entry[],
  entry: Entry & { fact: NotifiableEvent },
  profile: Profile,
): Message {
  const { shipment, fact } = entry;
  const { goods, origin, destination, audience, site, vehicle = null } = shipmentOf(entries);
  const words = messageContentOf(entries, entry, profile);
  const { severity, headline, excursion } = words;
  const device = sensorOf(fact);
  const position = 'position' in fact ? fact.position : null;
  const asked = questionOf(entries, fact);
  const line = `${severity.toUpperCase()} ${shipment}: ${asked}${headline}`;
  const subject = toSubject(line);
  const text = [
    `${asked}${sentence(headline, device)}${/[.?]$/.test(headline) ? '' : '.'}`,
    '',
    ...table([
      ['Shipment', `${shipment}, ${goods}, from ${origin} to ${destination}`],
      ['Sensor', device],
      ...(position === null ? [] : [['Position', positionInWords(position)] as const]),
      ...words.rows,
    ]),
    '',
    `What to do: ${words.todo}`,
    '',
    `Profile ${profile.id}, version ${profile.version}. Severity: ${severity}. Ledger entry ${entry.sequence}, ${entry.hash.slice(0, 16)}.`,
  ].join('\n');
  return {
    headline,
    subject,
    email: text,
    sms: smsOf(line, `${/[.?]$/.test(headline) ? '' : '.'} ${words.inShort}`),
    audience: audienceOf(entries, fact, audience),
    site,
    vehicle,
    notification: {
      schema: 'coldwatch/notification/1',
      id: notificationId(entry),
      kind: fact.kind,
      severity,
      shipment,
      goods,
      device,
      profile: { id: profile.id, version: profile.version },
      rule: words.rule,
      excursion: excursion === null ? null : toExcursionJson(excursion),
      at: iso(words.at ?? entry.recordedAt),
      recordedAt: iso(entry.recordedAt),
      ledger: { sequence: entry.sequence, hash: entry.hash },
      subject,
      text,
    },
  };
}

/** What is said first while the goods only seem to have arrived: somebody has to say whether they have. */
function questionOf(entries: readonly Entry[], fact: NotifiableEvent): string {
  const { arrivedAt, inferred } = journeyRecorded(entries);
  return arrivedAt !== null || inferred.arrivedAt === null || fact.kind === 'arrived'
    ? ''
    : `${seemsToHaveArrived(inferred.arrivedAt)} `;
}

/** Whom a fact concerns: who signed hears of it under "person:" and their name too. */
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

/** A headline as a sentence begins; the name of a device stays as it is. */
function sentence(headline: string, device: string): string {
  return headline.startsWith(device) ? headline : `${headline.slice(0, 1).toUpperCase()}${headline.slice(1)}`;
}

/** An excursion as machines get it. */
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

function positionInWords(position: Position): string {
  const { latitude, longitude, at } = position;
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)} at ${moment(at)}`;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
