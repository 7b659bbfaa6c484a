import type { Notification } from '../model/notification.ts';
import { isMoreSevere } from '../shipments/alarms.ts';
import type { Message } from './compose.ts';
import { largestPublication, publicationBytes, publicationOf } from './publication.ts';
import { htmlOf } from './html-mail.ts';
import { cutAt, smsOf, toSubject } from './short-forms.ts';

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
export function mergeMessages(messages: readonly Message[], unwritten: readonly string[] = []): Message {
  const [first] = messages as [Message, ...Message[]];
  if (messages.length === 1 && unwritten.length === 0) return cut(first);
  const each = messages.flatMap((message) => message.merged?.messages ?? [message]);
  const others = [...messages.flatMap(({ merged }) => merged?.unwritten ?? []), ...unwritten];
  for (const extent of extents) {
    const merged = mergedTo(extent, each, others);
    if (fitsInSns(merged)) return merged;
  }
  return cut(mergedTo(extents.at(-1)!, each, others));
}

function mergedTo(
  { inFull, lines, ids }: Extent,
  messages: readonly Message[],
  unwritten: readonly string[],
): Message {
  const times = messages.length + unwritten.length;
  const mostSevere = messages.reduce((a, b) =>
    isMoreSevere(b.notification.severity, a.notification.severity) ? b : a,
  );
  const { severity } = mostSevere.notification;
  const shipments = [...new Set(messages.map(({ notification }) => notification.shipment))];
  const count = shipments.length > 1 ? `${shipments.length} shipments` : `${times} times`;
  const whose = inCommon(messages);
  const line = `${severity.toUpperCase()} ${whose}, ${count}: ${mostSevere.headline}`;
  const listed = inFull + lines;
  const text = [
    `${count} of ${whose}:`,
    '',
    ...messages.slice(0, listed).map(({ subject }) => `- ${subject}`),
    ...(times > listed ? [`and ${times - listed} more; each is in the audit trail of its shipment.`] : []),
    ...(messages.length > inFull ? ['', `The first ${inFull} in full:`] : []),
    ...messages.slice(0, inFull).map(({ email }) => `\n---\n\n${email}`),
  ].join('\n');
  return {
    headline: mostSevere.headline,
    subject: toSubject(line),
    email: text,
    html: htmlOf(
      toSubject(line),
      messages.slice(0, inFull).map(({ body }) => body),
      { intro: [`${count} of ${whose}`, ...messages.slice(0, listed).map(({ subject }) => subject)] },
    ),
    body: mostSevere.body,
    sms: smsOf(line, `. ${shipments.slice(0, inFull).join(', ')}`),
    audience: [...new Set(messages.flatMap(({ audience }) => audience))],
    site: mostSevere.site,
    vehicle: mostSevere.vehicle,
    merged: { messages, unwritten },
    notification: {
      ...mostSevere.notification,
      subject: toSubject(line),
      text,
      ...togetherOf(messages, unwritten, ids),
    },
  };
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
  const short = (name: string): string =>
    name.length <= nameLength ? name : `${cutAt(name, nameLength - 1)}…`;
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
