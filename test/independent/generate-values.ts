import type { Channel, RuleAsWritten } from './profile-as-written.ts';
import type { Random } from './random.ts';

/** Fault codes that temperature sensors send: DS18B20 (85, -127), thermocouples, open circuits. */
export const faultCodes = [85, 127, -127, -99.9] as const;

const unreadableTexts = [
  'ERR',
  'NC',
  '--.-',
  'NaN',
  'null',
  '-0.6*',
  'Infinity',
  'probe not connected, no, value',
];
const beyondBounds: Record<Channel, readonly string[]> = {
  temperature: ['65535', '-210.1', '150.01', '1e400', '999.9'],
  pressure: ['200.1', '-1', '655.35'],
  humidity: ['655.35', '110.1', '-0.5'],
  battery: ['255'],
};
const inRange: Record<Channel, readonly number[]> = {
  temperature: [3, 4.2, 5, 5.1, 6.25, 7.9],
  pressure: [99.9, 100.6, 101.2],
  humidity: [41, 45.5, 50],
  battery: [87],
};
const outOfRange: Record<Channel, readonly number[]> = {
  temperature: [8.1, 9, 12.5, 16, 1.9, 0.1, -1, -21, 26, 40],
  pressure: [58, 94.9, 102, 111.5],
  humidity: [19.5, 34, 61, 80],
  battery: [5],
};

/** The texts of one column, with a value or a fault for each row. Runs of the same regime make rules fire. */
export function generateColumn(
  random: Random,
  channel: Channel,
  rules: readonly RuleAsWritten[],
  rows: number,
) {
  const limits = rules.filter((rule) => rule.channel === channel).flatMap(limitsOf);
  const faultRate = random.pick([0, 0, 0.03, 0.1, 0.3]);
  const changeRate = random.pick([0.05, 0.2, 0.5]);
  const texts: string[] = [];
  let regime = 'inside';
  let level = random.pick(outOfRange[channel]);
  for (let row = 0; row < rows; row += 1) {
    if (random.chance(changeRate)) {
      regime = random.pick(['inside', 'inside', 'limit', 'outside', 'outside']);
      level = random.pick(outOfRange[channel]);
    }
    let value = random.pick(inRange[channel]);
    if (regime === 'limit' && limits.length > 0)
      value = random.pick(limits) + random.pick([0, 0, 0, 0.01, -0.01, 1e-9]);
    if (regime === 'outside') value = level + random.pick([0, 0, 0.1, -0.1, 0.25]);
    texts.push(numberText(random, value));
  }
  texts.forEach((_, row) => {
    if (random.chance(faultRate)) texts[row] = generateFault(random, channel, limits);
  });
  if (random.chance(0.1)) texts[0] = generateFault(random, channel, limits);
  if (random.chance(0.1)) texts[rows - 1] = generateFault(random, channel, limits);
  if (channel === 'temperature') {
    if (random.chance(0.35)) placeFaultCodes(random, texts);
    if (random.chance(0.4)) placeLoneReadings(random, texts);
  }
  return texts;
}

/** The texts of one column that is in range except for one surprise at most. */
export function generateCalmColumn(
  random: Random,
  channel: Channel,
  rules: readonly RuleAsWritten[],
  rows: number,
) {
  const limits = rules.filter((rule) => rule.channel === channel).flatMap(limitsOf);
  const texts = Array.from({ length: rows }, () => numberText(random, random.pick(inRange[channel])));
  const surprise = random.pick(['none', 'none', 'limit', 'fault', 'outside', 'code', 'lone', 'lone']);
  const row = random.pick([0, rows - 1, random.whole(0, rows - 1), random.whole(0, rows - 1)]);
  if (surprise === 'fault') texts[row] = generateFault(random, channel, limits);
  if (surprise === 'limit' && limits.length > 0) texts[row] = shortNumber(random.pick(limits));
  if (surprise === 'outside') texts.fill(shortNumber(random.pick(outOfRange[channel])), row, row + 4);
  if (surprise === 'code' && channel === 'temperature') placeFaultCodes(random, texts);
  if (surprise === 'lone' && channel === 'temperature') placeLoneReadings(random, texts);
  return texts;
}

/** A text that is no reading: unreadable, off the scale near a limit, or beyond the bounds. */
export function generateFault(random: Random, channel: Channel, limits: readonly number[]): string {
  const kind = random.pick(['text', 'text', 'scale', 'scale', 'bounds', 'empty']);
  if (kind === 'empty') return '';
  if (kind === 'text') return random.pick(unreadableTexts).replaceAll(',', ';');
  if (kind === 'bounds') return random.pick(beyondBounds[channel]);
  const end = limits.length === 0 ? 72 : random.pick(limits) + random.pick([-0.1, 0, 0, 0.1, 30]);
  return random.pick(['HI', 'LO', 'OL', `>${shortNumber(end)}`, `<${shortNumber(end)}`, `>72.0`, `<-40`]);
}

/** Every limit that a rule names, in the unit of its channel. */
export function limitsOf(rule: RuleAsWritten): number[] {
  return [rule.above, rule.atLeast, rule.below, rule.atMost, rule.outside?.low, rule.outside?.high].filter(
    (limit) => limit !== undefined,
  );
}

function placeFaultCodes(random: Random, texts: string[]): void {
  for (let burst = random.whole(1, 3); burst > 0; burst -= 1) {
    const code = random.pick(faultCodes);
    const start = random.pick([0, texts.length - 1, random.whole(0, texts.length - 1)]);
    const length = random.pick([1, 1, 2, 4]);
    for (let row = start; row < Math.min(start + length, texts.length); row += 1) texts[row] = `${code}`;
    if (random.chance(0.5)) {
      const neighbour = random.pick([start - 1, start + length, start - 2]);
      const distance = random.pick([20, 20.01, 19.9, -20, -20.01]);
      if (neighbour >= 0 && neighbour < texts.length) texts[neighbour] = shortNumber(code + distance);
    }
  }
}

/**
 * Inserts a reading far from four that are close together. The differences are exactly 3 and 8 °C, or just miss them.
 */
function placeLoneReadings(random: Random, texts: string[]): void {
  if (texts.length < 5) return;
  const start = random.pick([0, texts.length - 5, random.whole(0, texts.length - 5)]);
  const base = random.pick([5, 5.1, 3.3, 6]);
  const spread = random.pick([0, 1, 3, 3, 3.01]);
  const jump = random.pick([8, 8.01, 8.1, 11, 11.01, 14, 30]) * random.pick([1, -1]);
  const levels = [base, base + spread, base, base + spread];
  const nearest = jump > 0 ? Math.max(...levels.slice(1, 3)) : Math.min(...levels.slice(1, 3));
  const values = [levels[0]!, levels[1]!, nearest + jump, levels[2]!, levels[3]!];
  values.forEach((value, offset) => {
    texts[start + offset] = shortNumber(value);
  });
}

function numberText(random: Random, value: number): string {
  const text = shortNumber(value);
  if (random.chance(0.03) && text.startsWith('-')) return text.replace('-', '\u2212');
  if (random.chance(0.02) && !text.startsWith('-')) return `+${text}`;
  return text;
}

function shortNumber(value: number): string {
  return `${Number(value.toFixed(9))}`;
}
