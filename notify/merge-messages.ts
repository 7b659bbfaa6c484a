import type { Notification } from '../contract/notification.ts';
import { isLouder } from '../domain/alarms.ts';
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
/** Letters of a name in a line. */
const nameLength = 40;

/**
 * Several messages of one audience as one: the first twenty in full, more by a line each, the rest as a number. It is as
 * loud as the loudest, and always small enough for SNS in all its forms together. A single message stays as it is, but
 * for a text that SNS would refuse, which is cut.
 */
export function mergeMessages(messages: readonly Message[]): Message {
  const [first] = messages as [Message, ...Message[]];
  if (messages.length === 1) return cut(first);
  for (const extent of extents) {
    const merged = mergedTo(extent, messages);
    if (isTaken(merged)) return merged;
  }
  return cut(mergedTo(extents.at(-1)!, messages));
}

function mergedTo({ inFull, lines, ids }: Extent, messages: readonly Message[]): Message {
  const loudest = messages.reduce((a, b) =>
    isLouder(b.notification.severity, a.notification.severity) ? b : a,
  );
  const { severity } = loudest.notification;
  const shipments = [...new Set(messages.map(({ notification }) => notification.shipment))];
  const count = shipments.length > 1 ? `${shipments.length} shipments` : `${messages.length} times`;
  const whose = inCommon(messages);
  const line = `${severity.toUpperCase()} ${whose}, ${count}: ${loudest.headline}`;
  const listed = inFull + lines;
  const text = [
    `${count} of ${whose}:`,
    '',
    ...messages.slice(0, listed).map(({ subject }) => `- ${subject}`),
    ...(messages.length > listed
      ? [`and ${messages.length - listed} more; each is in the audit trail of its shipment.`]
      : []),
    ...(messages.length > inFull ? ['', `The first ${inFull} in full:`] : []),
    ...messages.slice(0, inFull).map(({ email }) => `\n---\n\n${email}`),
  ].join('\n');
  const all = messages.flatMap(({ notification }) => notification.together ?? [notification.id]);
  return {
    headline: loudest.headline,
    subject: toSubject(line),
    email: text,
    sms: smsOf(line, `. ${shipments.slice(0, inFull).join(', ')}`),
    audience: [...new Set(messages.flatMap(({ audience }) => audience))],
    site: loudest.site,
    vehicle: loudest.vehicle,
    notification: {
      ...loudest.notification,
      subject: toSubject(line),
      text,
      together: all.slice(0, ids),
      ...(all.length > ids && { togetherCount: all.length }),
    },
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
  for (let length = message.email.length; !isTaken(fitting) && length > 0;) {
    length = Math.floor(length / 2);
    const text = `${cutAt(message.email, length)}…`;
    const notification: Notification = { ...message.notification, text };
    fitting = { ...message, email: text, notification };
  }
  return fitting;
}

function isTaken(message: Message): boolean {
  return publicationBytes(publicationOf(message)) <= largestPublication;
}
