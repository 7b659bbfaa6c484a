import { counted } from '../model/wording.ts';
import type { Message } from './compose.ts';
import { mergeMessages, speakingFor } from './merge-messages.ts';
import type { Receiver } from './receiver.ts';

/**
 * One message of what was held back while a receiver wanted quiet; `messages` has at least one, in the order in which
 * they came. An alarm that came and cleared in that time is one line, because nobody can act on it any more.
 */
export function composeAfterQuiet(
  messages: readonly Message[],
  receiver: Pick<Receiver, 'unsubscribeAddress'>,
): Message {
  const cleared = clearedAmong(messages);
  const gone = new Set([...cleared].flatMap(([clear, before]) => [clear, ...before]));
  const rest = messages.filter((each) => !gone.has(each));
  const title = `During your quiet hours: ${[
    ...(rest.length === 0 ? [] : [counted(rest.length, 'message')]),
    ...(cleared.size === 0 ? [] : [`${counted(cleared.size, 'alarm')} that came and cleared`]),
  ].join(', and ')}`;
  const items = [...cleared.keys()].map(
    ({ notification: { shipment, goods }, body }) => `${shipment}, ${goods}: ${body.lead}`,
  );
  const before = [{ title, items: rest.length === 0 ? [] : items }];
  // With nothing left, the all-clears are what there is to read.
  const written = mergeMessages(rest.length === 0 ? [...cleared.keys()] : rest, [], {
    ...receiver,
    before,
  });
  const covered = rest.length === 0 ? [...cleared.values()].flat() : [...gone];
  return speakingFor(
    written,
    covered.map(({ notification }) => notification.id),
  );
}

/** All-clears of alarms that began among the same messages, each with what came before about its alarm. */
function clearedAmong(messages: readonly Message[]): ReadonlyMap<Message, readonly Message[]> {
  const cleared = new Map<Message, readonly Message[]>();
  const known = new Set<Message>();
  for (const [index, clear] of messages.entries()) {
    if (!endsAlarm(clear)) continue;
    const before = messages.slice(0, index).filter((each) => !known.has(each) && isOfAlarm(each, clear));
    if (!before.some(({ notification }) => notification.kind === 'excursion-opened')) continue;
    cleared.set(clear, before);
    for (const each of [clear, ...before]) known.add(each);
  }
  return cleared;
}

/** Whether a message says that an alarm is over and the goods are back in range, or never were out of it. */
function endsAlarm({ notification: { kind }, body }: Message): boolean {
  return (kind === 'alarm-cleared' || kind === 'excursion-withdrawn') && body.tone === 'resolved';
}

function isOfAlarm({ notification: one }: Message, { notification: other }: Message): boolean {
  return one.rule !== null && one.rule === other.rule && one.shipment === other.shipment;
}
