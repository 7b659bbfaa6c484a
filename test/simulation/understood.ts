import type { TimeWithGoods } from './times-with-goods.ts';
import type { Heard } from './traffic.ts';
import type { Row } from './plan-types.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A device's messages, from what they were meant to say and when they came: not as the product reads them. */
export type Understood = {
  /** What may be taken of them, each row as often as it was sent. */
  readonly rows: readonly Row[];
  readonly messages: readonly {
    readonly receivedAt: number;
    /** Something of it was to be refused. */
    readonly isRefused: boolean;
    /** The oldest time of what was taken; null where nothing was. */
    readonly oldest: number | null;
  }[];
};

/** What of a device's messages can be understood: a time ahead of its receipt, or before 2000, is refused. */
export function understoodOf(heard: readonly Heard[], device: string): Understood {
  const messages = heard
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

/** How many messages of a day were refused, and had times of no shipment of their device. */
export type DayCount = { readonly day: string; readonly refused: number; readonly misplaced: number };

/** The days on which a device spoke and was not understood while it was with the goods, by receipt, in UTC. */
export function daysOf(
  { messages }: Understood,
  own: TimeWithGoods,
  all: readonly TimeWithGoods[],
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
    // How old the oldest time is, is known in whole seconds.
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
