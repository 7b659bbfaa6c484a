import { type Reading, isUnreadable } from './reading.ts';
import { roundValue } from './rounding.ts';

/**
 * A text that is equal for equal readings, wherever they are stored: times in milliseconds, values to nine decimals.
 */
export function readingKey(reading: Reading): string {
  const { channel } = reading;
  const at = Math.round(reading.at);
  if (isUnreadable(reading))
    return JSON.stringify([channel, at, reading.text, reading.offScale, reading.bound]);
  const values = reading.channel === 'location' ? [reading.latitude, reading.longitude] : [reading.value];
  const accuracy = reading.channel === 'location' ? reading.accuracy : undefined;
  return JSON.stringify([channel, at, ...values.map(roundValue), accuracy]);
}
