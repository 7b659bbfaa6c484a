import { type Notification, notificationId } from '../model/notification.ts';
import {
  type Position,
  type RecordedExcursion,
  type NotifiableEvent,
  sensorOf,
} from '../shipments/ledger-event.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { fileNaming } from '../shipments/files.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import type { Profile } from '../model/profile.ts';
import { toSeconds } from '../model/rounding.ts';
import { moment, seemsToHaveArrived } from '../model/wording.ts';
import { htmlOf } from './html-mail.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { smsOf, toSubject } from './short-forms.ts';
import { messageContentOf } from './message-content.ts';

/** One message in the form of each channel, for people and for machines. */
export type Message = WrittenMessage & {
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
  { pageAddress, unsubscribeAddress }: Receiver,
): Message {
  const { shipment, fact } = entry;
  const { goods, origin, destination, audience, site, vehicle = null } = shipmentOf(entries);
  const content = messageContentOf(entries, entry, profile);
  const { severity, excursion } = content;
  const device = sensorOf(fact);
  // People know the logger or its file, not the device that it became.
  const named = fileNaming(entries);
  const headline = named(content.headline);
  const position = 'position' in fact ? fact.position : null;
  const asked = questionOf(entries, fact);
  const line = `${severity.toUpperCase()} ${shipment}: ${asked}${headline}`;
  const subject = toSubject(line);
  const text = [
    `${asked}${sentence(headline, named(device))}${/[.?]$/.test(headline) ? '' : '.'}`,
    '',
    ...table([
      ['Shipment', `${shipment}, ${goods}, from ${origin} to ${destination}`],
      ['Sensor', named(device)],
      ...(position === null ? [] : [['Position', positionInWords(position)] as const]),
      ...content.rows.map(([heading, row]) => [heading, named(row)] as const),
    ]),
    '',
    `What to do: ${content.todo}`,
    '',
    `Profile ${profile.id}, version ${profile.version}. Severity: ${severity}. Ledger entry ${entry.sequence}, ${entry.hash.slice(0, 16)}.`,
  ].join('\n');
  const body: MessageBody = {
    tone: severity === 'info' ? 'neutral' : 'alarm',
    heading: `${severity.toUpperCase()} ${shipment}`,
    lead: `${asked}${sentence(headline, named(device))}`,
    rows: content.rows.map(([heading, row]) => [heading, named(row)] as const),
    lists: [],
    todo: content.todo,
    link:
      pageAddress === null
        ? null
        : {
            words: 'Open the shipment',
            address: `${pageAddress}/shipments/${encodeURIComponent(shipment)}`,
          },
    fine: `Profile ${profile.id}, version ${profile.version}. Severity: ${severity}.`,
  };
  return {
    headline,
    subject,
    email: text,
    html: htmlOf(subject, [body], { unsubscribeAddress }),
    body,
    sms: smsOf(line, `${/[.?]$/.test(headline) ? '' : '.'} ${content.inShort}`),
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
      rule: content.rule,
      excursion: excursion === null ? null : toExcursionJson(excursion),
      at: iso(content.at ?? entry.recordedAt),
      recordedAt: iso(entry.recordedAt),
      ledger: { sequence: entry.sequence, hash: entry.hash },
      subject,
      text,
    },
  };
}

/** The opening sentence while an arrival is only inferred, because somebody has to confirm it. */
function questionOf(entries: readonly Entry[], fact: NotifiableEvent): string {
  const { arrivedAt, inferred } = journeyRecorded(entries);
  return arrivedAt !== null || inferred.arrivedAt === null || fact.kind === 'arrived'
    ? ''
    : `${seemsToHaveArrived(inferred.arrivedAt)} `;
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

/** A headline with a capital first letter, unless it begins with the name of a device. */
function sentence(headline: string, device: string): string {
  return headline.startsWith(device) ? headline : `${headline.slice(0, 1).toUpperCase()}${headline.slice(1)}`;
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
