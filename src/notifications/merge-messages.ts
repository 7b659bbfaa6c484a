import type { Notification } from '../model/notification.ts';
import type { Severity } from '../model/enumerations.ts';
import { counted } from '../model/wording.ts';
import { isMoreSevere } from '../model/severity.ts';
import type { Message } from './compose.ts';
import { largestPublication, publicationBytes, publicationOf } from './publication.ts';
import type { MessageBody, Tone } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { htmlOf } from './html-mail.ts';
import { type Forms, cutAt, shortened, smsOf, toSubject } from './short-forms.ts';
import { listAsText, textOf, withUnsubscribing } from './text-mail.ts';

/** What is written above a merged message, and where a click ends such mails. */
type MergedAround = Pick<Receiver, 'unsubscribeAddress'> & { readonly before?: MessageBody['lists'] };

/** How much of a merged message is written out: messages in full, messages as one line each, and ids for machines. */
type Extent = { readonly inFull: number; readonly lines: number; readonly ids: number };

/** From the most that people can read in one sitting down to a few lines. The first that fits in SNS is used. */
const extents: readonly Extent[] = [
  { inFull: 20, lines: 200, ids: 1000 },
  { inFull: 20, lines: 200, ids: 200 },
  { inFull: 20, lines: 50, ids: 50 },
  { inFull: 10, lines: 50, ids: 50 },
  { inFull: 5, lines: 20, ids: 20 },
  { inFull: 1, lines: 5, ids: 5 },
];
/** The most messages that are written out. Everything else in the same notification is listed by id only. */
export const mostWritten = extents[0]!.inFull + extents[0]!.lines;
/** The most characters of a name in a line. */
const nameLength = 40;

/**
 * Merges several messages for one audience into one: the first twenty in full, further ones as a line each, and the
 * rest as a number. The result has the highest severity among them, and all its forms together always fit in one SNS
 * message. A single message stays unchanged unless its text is too long for SNS; then the text is cut. `unwritten`
 * holds the ids of entries that the notification covers but does not put into words. Messages that are already merged
 * are taken apart first.
 */
export function mergeMessages(
  messages: readonly Message[],
  unwritten: readonly string[] = [],
  around: MergedAround = {},
): Message {
  const [first] = messages as [Message, ...Message[]];
  const { before = [] } = around;
  if (messages.length === 1 && unwritten.length === 0 && before.length === 0) return cut(first);
  const each = messages.flatMap((message) => message.merged?.messages ?? [message]);
  const others = [...messages.flatMap(({ merged }) => merged?.unwritten ?? []), ...unwritten];
  for (const extent of extents) {
    const merged = mergedTo(extent, each, others, around);
    if (fitsInSns(merged)) return merged;
  }
  return cut(mergedTo(extents.at(-1)!, each, others, around));
}

function mergedTo(
  { inFull, lines, ids }: Extent,
  messages: readonly Message[],
  unwritten: readonly string[],
  { before = [], ...around }: MergedAround,
): Message {
  const times = messages.length + unwritten.length;
  const first = mostUrgent(messages);
  const severity = highest(messages.map(({ notification }) => notification.severity));
  const shipments = [...new Set(messages.map(({ notification }) => notification.shipment))];
  const isOne = shipments.length === 1;
  const count = isOne ? `${times} messages` : `${shipments.length} shipments`;
  const whose = inCommon(messages);
  const isSame = messages.every(({ headline }) => firstWords(headline) === firstWords(first.headline));
  const others = !isSame ? `, and ${counted(times - 1, 'other message')}` : isOne ? `, ${times} times` : '';
  const line =
    times === 1
      ? first.subject
      : `${firstWords(first.headline)}${others}: ${isOne ? '' : `${count}, `}${whose}`;
  const listed = inFull + lines;
  const list = {
    title: `${count}, ${whose}`,
    items: [
      ...messages.slice(0, listed).map((each) => each.subject),
      ...(times > listed ? [`and ${times - listed} more; each is in the audit trail of its shipment`] : []),
    ],
  };
  const intro = times === 1 ? before : [...before, list];
  const bodies = messages.slice(0, inFull).map(({ body }) => body);
  const text = [
    ...intro.map(listAsText),
    ...(messages.length > inFull ? [`The first ${inFull} in full:`] : []),
    ...bodies.map((body) => `---\n\n${textOf(body)}`),
  ].join('\n\n');
  const subject = toSubject(line);
  return {
    headline: first.headline,
    subject,
    email: withUnsubscribing(text, around),
    html: htmlOf(subject, bodies, { intro, ...around }),
    sms:
      times === 1
        ? first.sms
        : smsOf([`${line}.`], isOne ? ['Open the shipment.'] : namesOf(shipments), first.body.link?.address),
    body: first.body,
    audience: [...new Set(messages.flatMap(({ audience }) => audience))],
    site: first.site,
    vehicle: first.vehicle,
    merged: { messages, unwritten },
    notification: {
      ...first.notification,
      severity,
      subject,
      text,
      ...togetherOf(messages, unwritten, ids),
    },
  };
}

/** The names of shipments, from all that are in full to a few, so that some of them fit. */
function namesOf(shipments: readonly string[]): Forms {
  const first = (most: number): string =>
    `${shipments.slice(0, most).join(', ')}${shipments.length > most ? ' ...' : ''}`;
  return [first(20), first(8), first(3), first(1)];
}

/** What a headline says without its value: "Too warm now" of "Too warm now: 9.3 °C". An all-clear stays whole. */
function firstWords(headline: string): string {
  return headline.startsWith('RESOLVED') ? headline : headline.split(': ')[0]!;
}

const byUrgency: readonly Tone[] = ['alarm', 'warning', 'neutral', 'resolved'];

/** The message that names the merged one: what is wrong now comes before what is over, then the most severe, then the first. */
function mostUrgent(messages: readonly Message[]): Message {
  const rank = ({ body }: Message): number => byUrgency.indexOf(body.tone);
  return messages.reduce((a, b) =>
    rank(b) < rank(a) ||
    (rank(b) === rank(a) && isMoreSevere(b.notification.severity, a.notification.severity))
      ? b
      : a,
  );
}

function highest(all: readonly Severity[]): Severity {
  return all.reduce((a, b) => (isMoreSevere(b, a) ? b : a));
}

/** For machines: at most `most` ids of everything that a notification covers, and the total where some are left out. */
function togetherOf(
  messages: readonly Message[],
  unwritten: readonly string[],
  most: number,
): Pick<Notification, 'together' | 'togetherCount'> {
  const notifications = messages.map(({ notification }) => notification);
  const together = [...notifications.flatMap((each) => each.together ?? [each.id]), ...unwritten].slice(
    0,
    most,
  );
  const count = notifications.reduce(
    (sum, each) => sum + (each.togetherCount ?? each.together?.length ?? 1),
    unwritten.length,
  );
  return { together, ...(count > together.length && { togetherCount: count }) };
}

/** A message that also covers other entries, which it lists by id and does not put into words. */
export function speakingFor(message: Message, others: readonly string[]): Message {
  if (others.length === 0) return message;
  return {
    ...message,
    notification: { ...message.notification, ...togetherOf([message], others, extents[0]!.ids) },
  };
}

/** What the messages have in common, to name them by: a shipment, a vehicle, a site, or else their audience. */
function inCommon(messages: readonly Message[]): string {
  const [{ notification, vehicle, site, audience }] = messages as [Message, ...Message[]];
  const isShared = (of: (message: Message) => unknown): boolean =>
    messages.every((each) => of(each) === of(messages[0]!));
  const short = (name: string): string => shortened(name, nameLength);
  if (isShared((each) => each.notification.shipment)) return short(notification.shipment);
  if (vehicle !== null && isShared((each) => each.vehicle)) return `vehicle ${short(vehicle)}`;
  if (isShared((each) => each.site)) return `site ${short(site)}`;
  return audience.length === 0 ? 'several sites' : short(audience.join(', '));
}

/** Halves the text of a message until it fits in SNS. */
function cut(message: Message): Message {
  let fitting = message;
  for (let length = message.email.length; !fitsInSns(fitting) && length > 0;) {
    length = Math.floor(length / 2);
    const text = `${cutAt(message.email, length)}…`;
    const notification: Notification = { ...message.notification, text };
    fitting = { ...message, email: text, notification };
  }
  return fitting;
}

function fitsInSns(message: Message): boolean {
  return publicationBytes(publicationOf(message)) <= largestPublication;
}
