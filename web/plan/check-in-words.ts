import { agoInWords } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import type { Answer } from '../api/answer.ts';
import { loggerTexts } from '../texts/loggers.ts';
import { dayInWords } from './days.ts';

type Checked = Answer<'checkDevice'>;
/** One thing that is known of a device, and whether it is as it should be. */
type CheckLine = { readonly tone: 'good' | 'warn' | 'bad'; readonly says: string };
type Context = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** When the goods should arrive, in ISO 8601. */
  readonly arrivesAt: string | null;
  readonly shipment: string | null;
  readonly formats: Formats;
};

const word = loggerTexts.check;
/** The default threshold of profiles (`lowBattery` in src/model/profile.ts). */
export const lowBatteryPercent = 20;
/** Longer than loggers usually wait between reports. */
const longAgoMs = 3_600_000;

/** What is known of a device before it is attached, what is wrong first. What is not known is never good. */
export function checkInWords(checked: Checked, context: Context): readonly CheckLine[] {
  const lines = [
    ...attachedLine(checked, context),
    heardLine(checked, context),
    ...refusedLine(checked),
    ...(checked.lastHeardAt === null && !checked.isRegistered ? [] : [...stateLines(checked, context)]),
  ];
  const order = { bad: 0, warn: 1, good: 2 } as const;
  return lines.sort((a, b) => order[a.tone] - order[b.tone]);
}

function heardLine({ lastHeardAt, isRegistered }: Checked, { now }: Context): CheckLine {
  if (lastHeardAt === null)
    return { tone: 'bad', says: isRegistered ? word.neverHeardRegistered : word.neverHeard };
  const ago = agoInWords(Date.parse(lastHeardAt), now);
  return now - Date.parse(lastHeardAt) > longAgoMs
    ? { tone: 'warn', says: word.heardLongAgo(ago) }
    : { tone: 'good', says: word.heard(ago) };
}

function* stateLines(checked: Checked, { now, arrivesAt, formats }: Context): Generator<CheckLine> {
  const { batteryPercent, celsius, calibratedUntil, certificateUntil, isRegistered } = checked;
  const percent = batteryPercent === null ? null : `${Math.floor(batteryPercent)}\u00a0%`;
  if (percent === null) yield { tone: 'warn', says: word.batteryUnknown };
  else if (batteryPercent! < lowBatteryPercent) yield { tone: 'warn', says: word.batteryLow(percent) };
  else yield { tone: 'good', says: word.battery(percent) };
  if (celsius !== null) yield { tone: 'good', says: word.reads(formats.temperature(celsius)) };
  if (calibratedUntil === null) yield { tone: 'warn', says: word.calibrationUnknown };
  else
    yield lasting(calibratedUntil, now, arrivesAt, formats, {
      lasts: word.calibrated,
      ends: word.calibrationEnds,
      ended: word.calibrationEnded,
    });
  if (!isRegistered) yield { tone: 'warn', says: word.notRegistered };
  else if (certificateUntil === null) yield { tone: 'bad', says: word.noCertificate };
  else
    yield lasting(certificateUntil, now, arrivesAt, formats, {
      lasts: word.certificate,
      ends: word.certificateEnds,
      ended: word.certificateEnded,
    });
}

/** Whether something lasts until the goods should have arrived. */
function lasting(
  until: string,
  now: number,
  arrivesAt: string | null,
  formats: Formats,
  says: Readonly<Record<'lasts' | 'ends' | 'ended', (day: string) => string>>,
): CheckLine {
  const at = Date.parse(until);
  if (at <= now) return { tone: 'bad', says: says.ended(dayInWords(until, formats)) };
  if (arrivesAt !== null && at < Date.parse(arrivesAt))
    return { tone: 'warn', says: says.ends(dayInWords(until, formats)) };
  return { tone: 'good', says: says.lasts(dayInWords(until, formats)) };
}

function attachedLine({ attachedTo }: Checked, { shipment, formats }: Context): CheckLine[] {
  if (attachedTo === null) return [];
  const since = formats.moment(attachedTo.since);
  if (attachedTo.shipment === null) return [{ tone: 'bad', says: word.attachedElsewhere(since) }];
  if (attachedTo.shipment === shipment) return [{ tone: 'good', says: word.attachedHere }];
  return [{ tone: 'bad', says: word.attachedTo(attachedTo.shipment, since) }];
}

function refusedLine({ refused }: Checked): CheckLine[] {
  return refused === null ? [] : [{ tone: 'warn', says: word.refused(refused.messages, refused.reason) }];
}
