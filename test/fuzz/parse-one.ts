import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { payloadBy } from './mutate.ts';
import type { AskOnce } from './ask-once.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8, 30);
const tenMinutes = 600_000;

/** Any bytes must result in plausible readings, and refusals with a reason. */
export const parseOne: AskOnce = (chance) => {
  const payload = payloadBy(chance);
  const wrong = (what: string) => ({ what, given: Buffer.from(payload).toString('base64') });
  let parsed: ReturnType<typeof parsePayload>;
  try {
    parsed = parsePayload(payload, receivedAt);
  } catch (error) {
    return wrong(`threw ${String(error)}`);
  }
  const { readings, refused } = parsed;
  if (readings.length + refused.length === 0) return wrong('said nothing');
  for (const { reason, line } of refused)
    if (reason.length === 0 || reason.length > 400 || !(line >= 1)) return wrong(`gave the reason ${reason}`);
  for (const reading of readings) {
    const values =
      'text' in reading
        ? []
        : reading.channel === 'location'
          ? [reading.latitude, reading.longitude]
          : [reading.value];
    if ('text' in reading && reading.text.length > 24 * 8) return wrong('kept more of a text than it says');
    if (![reading.at, ...values].every(Number.isFinite)) return wrong('took a number that is none');
    if (reading.at > receivedAt + tenMinutes || reading.at < Date.UTC(2000))
      return wrong('took a time that cannot be');
    if (
      reading.channel === 'temperature' &&
      'value' in reading &&
      !(reading.value >= -210 && reading.value <= 150)
    )
      return wrong('took a temperature that cannot be');
  }
  return {
    became: readings.length === 0 ? 'refused' : refused.length === 0 ? 'accepted' : 'accepted in part',
  };
};
