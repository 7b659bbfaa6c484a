import type { Reading } from '../model/reading.ts';

/** A message takes less from a device to us; what takes longer may be the clock. */
const usualDelayMs = 60_000;
/** What is older than this when it comes may be misplaced: no assignment of its device may have that time. */
export const misplacedBeyondMs = 24 * 60 * 60_000;
/** Characters of a reason that are remembered with the device. */
const reasonCharacters = 80;

/**
 * What a message says beside its readings, as readings of channels of our own: how far its newest time is from the receipt
 * (`clock`, whole seconds, where that is not as usual), how far its oldest (`backlog`, where that is more than a day), and
 * that something of it was refused (`refused`, with the first reason). `refusedAheadMs` is how far the times were ahead
 * that were refused for it. Times are epoch milliseconds.
 */
export function messageReadingsOf(
  readings: readonly Reading[],
  refused: readonly { readonly reason: string }[],
  refusedAheadMs: number | null,
  receivedAt: number,
): readonly Reading[] {
  return [
    ...clockReadingOf(readings, refusedAheadMs, receivedAt),
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

/** A reason that fits into the device's record; the whole of it is with the refused message. */
function shortened(reason: string): string {
  const characters = Array.from(reason);
  return characters.length <= reasonCharacters
    ? reason
    : `${characters.slice(0, reasonCharacters - 1).join('')}…`;
}

function clockReadingOf(
  readings: readonly Reading[],
  refusedAheadMs: number | null,
  receivedAt: number,
): readonly Reading[] {
  if (refusedAheadMs !== null)
    return [{ channel: 'clock', at: receivedAt, value: -Math.round(refusedAheadMs / 1000) }];
  let newest = -Infinity;
  for (const { at } of readings) newest = Math.max(newest, at);
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
