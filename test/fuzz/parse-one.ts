import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { payloadBy } from './mutate.ts';
import type { AskOnce } from './ask-once.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8, 30);
const tenMinutes = 600_000;

/** Whatever the bytes are, the answer is readings that can be, and refusals that say why. */
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
    if (reason.length === 0 || reason.length > 400 || !(line >= 1))
      return wrong(`gave a reason as ${reason}`);
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
  return { became: readings.length === 0 ? 'refused' : refused.length === 0 ? 'taken' : 'taken in part' };
};
