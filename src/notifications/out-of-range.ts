import type { Channel } from '../model/reading.ts';
import type { LimitRule } from '../model/profile.ts';
import { allowedTime, measured } from '../model/wording.ts';

/** How goods are called that are outside a limit, in the sentences that need it. */
export type OutOfRange = {
  /** "too warm", "pressure too high". */
  readonly plain: string;
  /** "Too warm now", "Pressure too high now". */
  readonly now: string;
  /** "Was too warm", "Pressure was too high". */
  readonly past: string;
  /** "no longer too warm", "pressure no longer too high". */
  readonly noLonger: string;
};

/** What is above and below a limit of a channel, where there is a word for it. */
const adjectives: { readonly [channel in Channel]?: readonly [high: string, low: string] } = {
  temperature: ['too warm', 'too cold'],
  humidity: ['too humid', 'too dry'],
};

/** Words how the goods were outside a rule's limit, given their worst value; null: off the sensor's scale. */
export function outOfRange({ channel, limit, rateWindowMs }: LimitRule, worst: number | null): OutOfRange {
  if (rateWindowMs !== null) return wordsOf(channel, 'changing too fast');
  const side = sideOf(limit, worst);
  if (side === null) return wordsOf(channel, 'out of range');
  const adjective = adjectives[channel]?.[side === 'high' ? 0 : 1];
  return adjective === undefined ? wordsOf(channel, `too ${side}`) : wordsOf(null, adjective);
}

function sideOf(limit: LimitRule['limit'], worst: number | null): 'high' | 'low' | null {
  if (limit.kind === 'outside') return worst === null ? null : worst > limit.high ? 'high' : 'low';
  return limit.kind === 'above' || limit.kind === 'atLeast' ? 'high' : 'low';
}

function wordsOf(of: string | null, state: string): OutOfRange {
  const subject = of === null ? '' : `${of} `;
  return {
    plain: `${subject}${state}`,
    now: capitalised(`${subject}${state} now`),
    past: capitalised(`${subject}was ${state}`),
    noLonger: `${subject}no longer ${state}`,
  };
}

/** A sentence or heading with a capital first letter. */
export function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** A value with one decimal, or with all of them where it would read as within the limit otherwise. */
export function valueInShort(rule: LimitRule, value: number | null): string {
  if (value === null) return measured(rule, value);
  const rounded = Math.round(value * 10) / 10;
  return measured(rule, isOutside(rule.limit, rounded) ? rounded : value);
}

function isOutside(limit: LimitRule['limit'], value: number): boolean {
  switch (limit.kind) {
    case 'above':
      return value > limit.limit;
    case 'atLeast':
      return value >= limit.limit;
    case 'below':
      return value < limit.limit;
    case 'atMost':
      return value <= limit.limit;
    case 'outside':
      return value < limit.low || value > limit.high;
  }
}

/** For how long a limit may be exceeded: "never allowed", "allowed: less than 30 min without a break". */
export function allowedInWords(rule: LimitRule): string {
  return rule.allowance.mode === 'instant' ? 'never allowed' : `allowed: ${allowedTime(rule)}`;
}
