import type { AssignmentByDesign } from './assignments-by-design.ts';
import type { TracedMessage } from './traffic.ts';
import type { Row } from './plan-types.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * The messages of a device, derived from what they were meant to say and when they were received, without the product's
 * decoders.
 */
type UnderstoodMessages = {
  /** The accepted rows, each as often as it was sent. */
  readonly rows: readonly Row[];
  readonly messages: readonly {
    readonly receivedAt: number;
    /** Part of the message had to be refused. */
    readonly isRefused: boolean;
    /** The oldest accepted time; null if nothing was accepted. */
    readonly oldest: number | null;
  }[];
};

/** What must be accepted of a device's messages: a time ahead of its receipt, or before 2000, is refused. */
export function understoodMessagesOf(received: readonly TracedMessage[], device: string): UnderstoodMessages {
  const messages = received
    .filter(({ thing }) => thing === device)
    .map(({ receivedAt, sent: { rows, isMalformed } }) => {
      const taken = rows.filter(({ at }) => at >= Date.UTC(2000, 0, 1) && at <= receivedAt + 10 * minute);
      return { receivedAt, taken, isRefused: isMalformed || taken.length < rows.length };
    });
  return {
    rows: messages.flatMap(({ taken }) => taken),
    messages: messages.map(({ receivedAt, taken, isRefused }) => ({
      receivedAt,
      isRefused,
      oldest: taken.length === 0 ? null : Math.min(...taken.map(({ at }) => at)),
    })),
  };
}

/** How many messages of a day were refused, and how many contained times outside every assignment of their device. */
export type DayCount = { readonly day: string; readonly refused: number; readonly misplaced: number };

/** The days on which messages of a device were refused or misplaced during an assignment, by receive time, in UTC. */
export function daysNotUnderstood(
  { messages }: UnderstoodMessages,
  own: AssignmentByDesign,
  all: readonly AssignmentByDesign[],
  end: number,
): DayCount[] {
  const isOwned = (at: number): boolean =>
    all.some(
      ({ device, since, detachedAt }) =>
        device === own.device && since < own.since && at >= since && at <= (detachedAt ?? Infinity),
    );
  const days = new Map<string, { refused: number; misplaced: number }>();
  for (const { receivedAt, isRefused, oldest } of messages) {
    if (receivedAt < own.since || receivedAt > end) continue;
    // The age of the oldest time is known in whole seconds.
    const known = oldest === null ? null : receivedAt - Math.ceil((receivedAt - oldest) / 1000) * 1000;
    const isMisplaced = known !== null && known < own.since - day && !isOwned(known);
    if (!isRefused && !isMisplaced) continue;
    const name = new Date(receivedAt).toISOString().slice(0, 10);
    const count = days.get(name) ?? { refused: 0, misplaced: 0 };
    days.set(name, {
      refused: count.refused + Number(isRefused),
      misplaced: count.misplaced + Number(isMisplaced),
    });
  }
  return [...days].map(([name, count]) => ({ day: name, ...count }));
}
