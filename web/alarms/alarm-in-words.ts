import { scalarChannelDefinitions } from '../../src/model/channels/channels.ts';
import { affectedInWords } from '../../src/model/names-in-words.ts';
import type { Limit } from '../../src/model/rules/limit-rule.ts';
import { clockTime } from '../format/clock-time.ts';
import { agoInWords, roughly } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { type LimitRule, quantityInWords } from '../profiles/limit-rules.ts';
import { texts } from '../texts.ts';

const word = texts.alarm;

export type BoardAlarm = BoardItem['standingAlarms'][number];

/** The names of the products that an alarm affects, and of the others that are within their limits. */
export type AlarmProducts = Pick<BoardAlarm, 'affects' | 'within'>;

/** How far the goods were out (null: beyond the range of the sensor), in the unit of the rule, and for how long. */
export type Peak = { readonly value: number | null; readonly seconds: number };

/**
 * Says what is wrong with the goods, by their own time: "Too warm: 15.7 °C, above 15 °C for 1 h 52 min". Without the
 * rule it says that a limit was exceeded, and for how long. The value is the peak where the caller knows it, otherwise
 * the latest one. `now` is in epoch milliseconds.
 */
export function alarmInWords(
  { since, until }: Pick<BoardAlarm, 'since' | 'until'>,
  rule: LimitRule | undefined,
  { sensors, silentDevices }: Pick<BoardItem, 'sensors' | 'silentDevices'>,
  now: number,
  formats: Formats,
  peak: Peak | null = null,
): string {
  // Of the time after the last reading nothing is known.
  const lastReadAt = Math.max(
    ...sensors.map(({ readAt }) => (readAt === null ? -Infinity : Date.parse(readAt))),
  );
  const isUnseen = until === null && silentDevices.length > 0 && lastReadAt > Date.parse(since);
  const end = until !== null ? Date.parse(until) : isUnseen ? lastReadAt : now;
  const seconds = until !== null && peak !== null ? peak.seconds : (end - Date.parse(since)) / 1000;
  const duration = word.forTime(roughly(seconds));
  const after = [
    ...(until === null ? [] : [word.back(clockTime(end, now, formats))]),
    ...(isUnseen ? [word.unseen(clockTime(end, now, formats))] : []),
  ];
  if (rule === undefined) return [`${word.unknown} ${duration}`, ...after].join('; ');
  const latest = until === null && !rule.isRate ? worstValue(rule, sensors) : null;
  const value =
    peak !== null
      ? quantityInWords(rule, peak.value, formats)
      : latest === null
        ? null
        : formats.temperature(latest);
  const time = rule.isCumulative ? word.usedUp : duration;
  return [word.sentence(wrongOf(rule), value, `${limitInWords(rule, formats)} ${time}`), ...after].join('; ');
}

/** Says which of several products an alarm affects, and which not; empty where the shipment has one product. */
export function affectsInWords({ affects = [], within = [] }: AlarmProducts): string {
  return affects.length === 0 ? '' : affectedInWords(affects, within);
}

/** What is said of an alarm, with the products that it affects: "Too warm: 15.7 °C, above 15 °C for 2 h. Affects Serum." */
export function withProducts(words: string, products: AlarmProducts): string {
  return [words, affectsInWords(products)].filter((each) => each !== '').join('. ');
}

/** Says who acknowledged an alarm, when, and with which words; null while nobody has. */
export function acknowledgementInWords(
  { acknowledgedAt, acknowledgedBy, comment }: BoardAlarm,
  now: number,
): string | null {
  if (acknowledgedAt === null) return null;
  const ago = agoInWords(Date.parse(acknowledgedAt), now);
  return word.acknowledged(acknowledgedBy, ago, comment);
}

function wrongOf({ channel, limit, isRate }: LimitRule): string {
  if (isRate) return word.tooFast(texts.chart.channels[channel] ?? channel);
  if (limit.kind === 'outside') return word.outOfRange(texts.chart.channels[channel] ?? channel);
  const { above, below } = scalarChannelDefinitions[channel].beyondLimit;
  return limit.kind === 'above' || limit.kind === 'atLeast' ? above : below;
}

function limitInWords(rule: LimitRule, formats: Formats): string {
  const { channel, limit, isRate } = rule;
  const value = (each: number): string =>
    isRate ? quantityInWords(rule, each, formats) : formats.limit(channel, each);
  return limit.kind === 'outside'
    ? word.limits.outside(value(limit.low), value(limit.high))
    : word.limits[limit.kind](value(limit.limit));
}

/** The current temperature that is farthest outside the limit, in degrees Celsius; null where none is outside it. */
function worstValue({ channel, limit }: LimitRule, sensors: BoardItem['sensors']): number | null {
  if (channel !== 'temperature') return null;
  let worst: number | null = null;
  for (const { celsius, role } of sensors)
    if (
      celsius !== null &&
      role !== 'ambient' &&
      beyond(limit, celsius) > (worst === null ? -1 : beyond(limit, worst))
    )
      worst = celsius;
  return worst;
}

/** How far a value is outside a limit, in the limit's unit; -1 where it is not. */
function beyond(limit: Limit, value: number): number {
  switch (limit.kind) {
    case 'above':
      return value > limit.limit ? value - limit.limit : -1;
    case 'atLeast':
      return value >= limit.limit ? value - limit.limit : -1;
    case 'below':
      return value < limit.limit ? limit.limit - value : -1;
    case 'atMost':
      return value <= limit.limit ? limit.limit - value : -1;
    case 'outside':
      return value > limit.high ? value - limit.high : value < limit.low ? limit.low - value : -1;
  }
}
