import type { Notification } from '../model/notification.ts';
import { isMoreSevere } from '../shipments/alarms.ts';
import type { Message } from './compose.ts';
import { largestPublication, publicationBytes, publicationOf } from './publication.ts';
import { cutAt, smsOf, toSubject } from './short-forms.ts';

/** How much of a merged message is written out: messages in full, further ones by a line each, ids for machines. */
type Extent = { readonly inFull: number; readonly lines: number; readonly ids: number };

/** From what people can read at a sitting down to a line; the first that SNS takes is used. */
const extents: readonly Extent[] = [
  { inFull: 20, lines: 200, ids: 1000 },
  { inFull: 20, lines: 200, ids: 200 },
  { inFull: 20, lines: 50, ids: 50 },
  { inFull: 10, lines: 50, ids: 50 },
  { inFull: 5, lines: 20, ids: 20 },
  { inFull: 1, lines: 5, ids: 5 },
];
/** So many messages are written out at most; of what is told with them the ids are enough. */
export const mostWritten = extents[0]!.inFull + extents[0]!.lines;
/** Letters of a name in a line. */
const nameLength = 40;

/**
 * Several messages of one audience as one: the first twenty in full, more by a line each, the rest as a number. It is as
 * loud as the loudest, and always small enough for SNS in all its forms together. A single message stays as it is, but
 * for a text that SNS would refuse, which is cut. `unwritten` are ids of what is told with them and not in words. Messages
 * that are several themselves are merged as those.
 */
export function mergeMessages(messages: readonly Message[], unwritten: readonly string[] = []): Message {
  const [first] = messages as [Message, ...Message[]];
  if (messages.length === 1 && unwritten.length === 0) return cut(first);
  const each = messages.flatMap((message) => message.merged?.messages ?? [message]);
  const others = [...messages.flatMap(({ merged }) => merged?.unwritten ?? []), ...unwritten];
  for (const extent of extents) {
    const merged = mergedTo(extent, each, others);
    if (isExecuted(merged)) return merged;
  }
  return cut(mergedTo(extents.at(-1)!, each, others));
}

function mergedTo(
  { inFull, lines, ids }: Extent,
  messages: readonly Message[],
  unwritten: readonly string[],
): Message {
  const times = messages.length + unwritten.length;
  const loudest = messages.reduce((a, b) =>
    isMoreSevere(b.notification.severity, a.notification.severity) ? b : a,
  );
  const { severity } = loudest.notification;
  const shipments = [...new Set(messages.map(({ notification }) => notification.shipment))];
  const count = shipments.length > 1 ? `${shipments.length} shipments` : `${times} times`;
  const whose = inCommon(messages);
  const line = `${severity.toUpperCase()} ${whose}, ${count}: ${loudest.headline}`;
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
    headline: loudest.headline,
    subject: toSubject(line),
    email: text,
    sms: smsOf(line, `. ${shipments.slice(0, inFull).join(', ')}`),
    audience: [...new Set(messages.flatMap(({ audience }) => audience))],
    site: loudest.site,
    vehicle: loudest.vehicle,
    merged: { messages, unwritten },
    notification: {
      ...loudest.notification,
      subject: toSubject(line),
      text,
      ...togetherOf(messages, unwritten, ids),
    },
  };
}

/** What messages tell, and what else is told with them, for machines: `most` ids, and how many there are if not all. */
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

/** A message that speaks for others too, which are told with it and not in words. */
export function speakingFor(message: Message, others: readonly string[]): Message {
  if (others.length === 0) return message;
  return {
    ...message,
    notification: { ...message.notification, ...togetherOf([message], others, extents[0]!.ids) },
  };
}

/** By what messages are named together: their shipment, their vehicle, their site, or else those whom they concern. */
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

/** A message whose text is cut until SNS takes it. */
function cut(message: Message): Message {
  let fitting = message;
  for (let length = message.email.length; !isExecuted(fitting) && length > 0;) {
    length = Math.floor(length / 2);
    const text = `${cutAt(message.email, length)}…`;
    const notification: Notification = { ...message.notification, text };
    fitting = { ...message, email: text, notification };
  }
  return fitting;
}

function isExecuted(message: Message): boolean {
  return publicationBytes(publicationOf(message)) <= largestPublication;
}
