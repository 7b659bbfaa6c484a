import type { ScalarChannel } from '../../src/model/reading.ts';
import type { ProfileAsWritten, RuleAsWritten } from '../independent/profile-as-written.ts';
import type { NotifiableByDesign } from './notifiable-by-design.ts';

const units = {
  temperature: '°C',
  pressure: 'kPa',
  humidity: '%RH',
  battery: '%',
} as const satisfies Record<ScalarChannel, string>;

/**
 * What the text of a notification lacks of its ledger entry; a phrase each. `section` is what the email says about it.
 */
export function wordingViolations(
  section: string,
  {
    entry: { shipment, fact, recordedAt },
    severity,
    rule: id,
    moments,
    words,
    peak,
    asks,
  }: NotifiableByDesign,
  profile: ProfileAsWritten,
): string[] {
  const rule = profile.rules.find((each) => each.id === id);
  const device = 'device' in fact ? fact.device : 'detectedBy' in fact ? fact.detectedBy : null;
  const lacks = (needed: string): string[] => (section.includes(needed) ? [] : [`lacks "${needed}"`]);
  const [, date = inMinutes(recordedAt).slice(0, 10), time] =
    /^Seems to have arrived (?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d) UTC\. Confirm\?/.exec(section) ?? [];
  // A time without its date is one of the day on which the entry was recorded.
  const question = time === undefined ? undefined : `${date} ${time}`;
  const questions = [...asks, ...(fact.kind === 'arrived' ? [fact.at] : [])].map(inMinutes);
  return [
    ...('excursion' in fact && fact.excursion.severity !== rule?.severity
      ? [`is of a rule that is ${rule?.severity ?? 'unknown'}`]
      : []),
    ...lacks(shipment),
    ...(device === null ? [] : lacks(device)),
    ...lacks(`Severity: ${severity}.`),
    ...moments.flatMap((at) => (isSaidAsOfItsDay(section, at, fact, recordedAt) ? [] : lacks(inMinutes(at)))),
    ...words.flatMap(lacks),
    ...(rule === undefined ? [] : lacks(limitInWords(rule))),
    ...(rule === undefined || peak === undefined ? [] : peakViolations(section, rule, peak)),
    ...((question === undefined ? questions.length === 0 : questions.includes(question))
      ? []
      : [`asks about ${question ?? 'no arrival'}, the detected arrivals are ${questions.join() || 'none'}`]),
  ];
}

/** Whether an escalation names a time of the day on which it was recorded, without its date. */
function isSaidAsOfItsDay(
  section: string,
  at: number,
  { kind }: NotifiableByDesign['entry']['fact'],
  recordedAt: number,
): boolean {
  const [date, time] = inMinutes(at).split(' ') as [string, string];
  return (
    kind === 'alarm-escalated' &&
    date === inMinutes(recordedAt).slice(0, 10) &&
    (section.includes(`from ${time} UTC`) || section.includes(`since ${time} UTC`))
  );
}

/** A time as people read it: UTC, to the minute. */
function inMinutes(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** The limit with its side and unit. */
function limitInWords({ channel, above, below, atLeast, atMost }: RuleAsWritten): string {
  const unit = units[channel];
  if (above !== undefined) return `above ${above} ${unit}`;
  if (below !== undefined) return `below ${below} ${unit}`;
  return atLeast === undefined ? `at or below ${atMost} ${unit}` : `at or above ${atLeast} ${unit}`;
}

/** The peak must be among the values in the rule's unit; a peak off the scale has no number. */
function peakViolations(section: string, { channel }: RuleAsWritten, peak: number | null): string[] {
  if (peak === null) return section.includes('scale') ? [] : ['does not say that it is off the scale'];
  const values = [...section.matchAll(/(-?\d+(?:\.\d+)?) (°C|kPa|%RH|%)/g)].flatMap(([, value, unit]) =>
    unit === units[channel] ? [Number(value)] : [],
  );
  return values.some((value) => Math.abs(value - peak) < 0.001)
    ? []
    : [`does not have the peak ${peak} ${units[channel]}`];
}
