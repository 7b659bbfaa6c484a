import type { Reading } from '../model/reading.ts';

/** Messages usually arrive sooner than this. A longer delay may be due to the clock. */
const usualDelayMs = 60_000;
/** Readings older than this on arrival may be misplaced, because they may predate every assignment of their device. */
export const misplacedBeyondMs = 24 * 60 * 60_000;
/** The number of characters of a reason that are stored with the device. */
const reasonCharacters = 80;

/**
 * Derives readings from the message itself: the difference between its newest time and the receipt (`clock`, in whole
 * seconds, if unusual), the age of its oldest reading (`backlog`, if more than a day), and whether something in it was
 * refused (`refused`, with the first reason). `refusedAheadMs` is how far refused times were ahead of the receipt.
 * `readings` are those whose age counts. `clockTimes` are the times of the device's own clock: those of all readings,
 * unless some are times of receipt by others, which say nothing about that clock. Times are epoch milliseconds.
 */
export function messageReadingsOf(
  readings: readonly Reading[],
  refused: readonly { readonly reason: string }[],
  refusedAheadMs: number | null,
  receivedAt: number,
  clockTimes: readonly { readonly at: number }[] = readings,
): readonly Reading[] {
  return [
    ...clockReadingOf(clockTimes, refusedAheadMs, receivedAt),
    ...backlogOf(readings, receivedAt),
    ...refused.slice(0, 1).map(({ reason }): Reading => ({
      channel: 'refused',
      at: receivedAt,
      text: shortened(reason),
      offScale: null,
      bound: null,
    })),
  ];
}

/** The readings without fixes that were sent before: their age is not that of the message. */
export function withoutLastFixes({
  readings,
  lastFixes,
}: {
  readonly readings: readonly Reading[];
  readonly lastFixes?: ReadonlySet<number>;
}): readonly Reading[] {
  return lastFixes === undefined
    ? readings
    : readings.filter(({ channel, at }) => channel !== 'location' || !lastFixes.has(at));
}

/** Shortens a reason to fit into the device's record; the refused message has it in full. */
function shortened(reason: string): string {
  const characters = Array.from(reason);
  return characters.length <= reasonCharacters
    ? reason
    : `${characters.slice(0, reasonCharacters - 1).join('')}…`;
}

function clockReadingOf(
  times: readonly { readonly at: number }[],
  refusedAheadMs: number | null,
  receivedAt: number,
): readonly Reading[] {
  if (refusedAheadMs !== null)
    return [{ channel: 'clock', at: receivedAt, value: -Math.round(refusedAheadMs / 1000) }];
  let newest = -Infinity;
  for (const { at } of times) newest = Math.max(newest, at);
  const behindMs = receivedAt - newest;
  if (newest === -Infinity || Math.abs(behindMs) <= usualDelayMs) return [];
  return [{ channel: 'clock', at: newest, value: Math.round(behindMs / 1000) }];
}

function backlogOf(readings: readonly Reading[], receivedAt: number): readonly Reading[] {
  let oldest = Infinity;
  for (const { at } of readings) oldest = Math.min(oldest, at);
  const behindMs = receivedAt - oldest;
  return oldest === Infinity || behindMs <= misplacedBeyondMs
    ? []
    : [{ channel: 'backlog', at: receivedAt, value: behindMs / 1000 }];
}
