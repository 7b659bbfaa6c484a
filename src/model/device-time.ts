import { atOffset, parseWallClock } from './instant.ts';
import { excerpt } from './printable.ts';

/** No logger is older than this, so an earlier time means that the clock was never set. */
const earliest = Date.UTC(2000, 0, 1);
/** How far a device time may be ahead of the receipt, in milliseconds. */
const aheadMs = 10 * 60_000;

/** A time that is refused for being ahead of the receipt carries the difference. */
type Timed = { ok: true; at: number } | { ok: false; reason: string; aheadMs?: number };

/**
 * Checks that a device time (epoch milliseconds) is not before 2000 and not too far ahead of the receipt, if there was
 * one.
 */
export function checkDeviceTime(epochMs: number, receivedAt: number | null): Timed {
  const at = Math.round(epochMs);
  const allowed = receivedAt === null ? 'from 2000 on' : 'from 2000 to ten minutes after receipt';
  if (!(Math.abs(at) <= 8.64e15)) return refuse('time is not a date', epochMs);
  if (at < earliest)
    return refuse(`time is before 2000 (allowed: ${allowed}; numbers are epoch milliseconds)`, iso(at));
  if (receivedAt !== null && at > receivedAt + aheadMs)
    return {
      ...refuse(`time is more than ten minutes ahead of receipt (allowed: ${allowed})`, iso(at)),
      aheadMs: at - receivedAt,
    };
  return { ok: true, at };
}

/** Reads the `time` of a plain payload: ISO 8601 with its zone, or epoch milliseconds. */
export function readDeviceTime(time: unknown, receivedAt: number | null): Timed {
  if (typeof time === 'number') return checkDeviceTime(time, receivedAt);
  if (time === undefined) return { ok: false, reason: 'time is missing' };
  const clock = typeof time === 'string' ? parseWallClock(time) : null;
  if (clock === null)
    return refuse('time must be ISO 8601, as "2026-11-21T08:00:00Z", or epoch milliseconds', time);
  if (clock.offsetMinutes === null)
    return refuse('time has no zone; write "2026-11-21T08:00:00Z" or "+01:00" at its end', time);
  return checkDeviceTime(atOffset(clock.utcMs, clock.offsetMinutes), receivedAt);
}

function refuse(reason: string, found: unknown): { ok: false; reason: string } {
  return { ok: false, reason: `${reason}, found ${excerpt(found)}` };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
