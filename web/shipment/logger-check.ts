import type { Formats } from '../format/formats.ts';
import { agoInWords } from '../format/duration.ts';
import { texts } from '../texts.ts';
import type { Answer } from '../api/answer.ts';

type Checked = Answer<'checkDevice'>;

/** A sentence about a logger: whether it is well, needs a look, or forbids attaching. */
export type CheckLine = { readonly tone: 'good' | 'look' | 'bad'; readonly sentence: string };

const word = texts.loggers.check;
const lowPercent = 30;
const longAgoMs = 60 * 60_000;
/** A certificate that ends sooner may end on the way. */
const soonMs = 30 * 86_400_000;

/**
 * Says what a check found of a logger that is to be attached to `shipment`, the most important first. `now` is epoch
 * milliseconds.
 */
export function checkInWords(
  checked: Checked,
  shipment: string,
  { moment, temperature, percent }: Pick<Formats, 'moment' | 'temperature' | 'percent'>,
  now: number,
): readonly CheckLine[] {
  const { isRegistered, certificateUntil, lastHeardAt, batteryPercent, calibratedUntil, celsius } = checked;
  const { attachedTo, refused } = checked;
  const ago = (at: string): string => agoInWords(Date.parse(at), now);
  const lines: CheckLine[] = [];
  const say = (tone: CheckLine['tone'], sentence: string): void => {
    lines.push({ tone, sentence });
  };
  if (attachedTo !== null) {
    const since = moment(attachedTo.since);
    if (attachedTo.shipment === shipment) say('bad', word.attachedHere(since));
    else if (attachedTo.shipment === null) say('bad', word.attachedElsewhere(since));
    else say('bad', word.attachedTo(attachedTo.shipment, since));
  }
  if (!isRegistered) say('look', word.notRegistered);
  else if (certificateUntil === null) say('look', word.noCertificate);
  else if (Date.parse(certificateUntil) < now + soonMs)
    say('look', word.certificateEnds(moment(certificateUntil)));
  else say('good', word.certificate(moment(certificateUntil)));
  if (lastHeardAt === null) say('look', word.neverHeard);
  else {
    const isLongAgo = now - Date.parse(lastHeardAt) > longAgoMs;
    say(isLongAgo ? 'look' : 'good', (isLongAgo ? word.heardLongAgo : word.heard)(ago(lastHeardAt)));
  }
  if (celsius !== null) say('good', texts.loggers.lastValue(temperature(celsius)));
  if (batteryPercent !== null) {
    const isLow = batteryPercent < lowPercent;
    say(isLow ? 'look' : 'good', (isLow ? word.batteryLow : word.battery)(percent(batteryPercent / 100)));
  }
  if (calibratedUntil === null) say('look', word.calibrationUnknown);
  else {
    const hasEnded = Date.parse(calibratedUntil) < now;
    say(
      hasEnded ? 'look' : 'good',
      (hasEnded ? word.calibrationEnded : word.calibrated)(moment(calibratedUntil)),
    );
  }
  if (refused !== null) say('look', word.refused(refused.messages, ago(refused.lastAt), refused.reason));
  const order = ['bad', 'look', 'good'];
  return lines.sort((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}

/** Returns the sentence that forbids attaching a logger; null where nothing does. */
export function forbidsAttaching(lines: readonly CheckLine[]): string | null {
  return lines.find(({ tone }) => tone === 'bad')?.sentence ?? null;
}
