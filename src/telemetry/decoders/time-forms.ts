import { checkDeviceTime, readDeviceTime } from '../../model/device-time.ts';
import { excerpt } from '../../model/printable.ts';
import { numberSpelled } from '../unreadable.ts';
import type { TimeForm } from './record-layout.ts';

/**
 * Numbers from here on are not seconds: they would be after the year 5138. As milliseconds they are before 2000 below.
 */
const notSecondsFrom = 1e11;

/** ISO 8601 with its zone; a number is epoch milliseconds. */
export const iso: TimeForm = readDeviceTime;

/** Epoch milliseconds, as a number or its text. */
export const milliseconds: TimeForm = (time, receivedAt) => {
  const number = numberOf(time);
  return number === null
    ? refuse('time must be in milliseconds since 1970', time)
    : checkDeviceTime(number, receivedAt);
};

/** Epoch seconds, as a number or its text. */
export const seconds: TimeForm = (time, receivedAt) => {
  const number = numberOf(time);
  return number === null || number >= notSecondsFrom
    ? refuse('time must be in seconds since 1970', time)
    : checkDeviceTime(number * 1000, receivedAt);
};

/** Epoch seconds or milliseconds, where a vendor documents both. No time since 2000 can be mistaken for the other. */
export const secondsOrMilliseconds: TimeForm = (time, receivedAt) => {
  const number = numberOf(time);
  return number !== null && number < notSecondsFrom
    ? seconds(time, receivedAt)
    : milliseconds(time, receivedAt);
};

function numberOf(time: unknown): number | null {
  if (typeof time === 'string') return numberSpelled(time);
  return typeof time === 'number' ? time : null;
}

function refuse(reason: string, found: unknown): { ok: false; reason: string } {
  return { ok: false, reason: `${reason}, found ${excerpt(found)}` };
}
