import type { Channel, ProfileAsWritten, RuleAsWritten } from './profile-as-written.ts';
import type { Random } from './random.ts';

/** What the profile and the rows are generated around, so that their edges coincide; durations in milliseconds. */
export type Plan = {
  stepMs: number;
  intervalMs: number;
  maxGapMs: number;
  longestGapMs: number;
  /** The `interval` option, if it is given. */
  optionMs: number | null;
  rowCount: number;
  secondChannel: 'humidity' | 'pressure' | null;
  /** A record that is in range except for one surprise at most, which then decides the verdict. */
  isCalm: boolean;
};

const MINUTE = 60_000;
const highLimits: Record<Channel, readonly number[]> = {
  temperature: [8, 8, 8.5, 15, 25, 66],
  humidity: [60, 75],
  pressure: [101.5, 110],
  battery: [100],
};
const lowLimits: Record<Channel, readonly number[]> = {
  temperature: [2, 2, 0, -0.5, -20],
  humidity: [20, 35],
  pressure: [60, 95],
  battery: [10],
};

/** Step, interval and gaps of a case; a `stepMs` of null draws one. */
export function generatePlan(random: Random, stepMs: number | null, rowCount: number): Plan {
  const step = stepMs ?? random.pick([1, 5, 5, 10, 10, 60]) * MINUTE;
  const intervalMs = random.chance(0.8) ? step : random.pick([MINUTE, 5 * MINUTE, 15 * MINUTE]);
  const optionMs = random.chance(0.2) ? random.pick([step, 2 * step, step / 2]) : null;
  const atLeast = Math.max(intervalMs, optionMs ?? 0);
  const maxGapMs = Math.max(atLeast, random.pick([1, 1.5, 2, 3, 3]) * step);
  const longestGapMs = maxGapMs * random.pick([1, 2, 4, 4, 8]);
  const secondChannel = random.chance(0.3) ? random.pick(['humidity', 'pressure'] as const) : null;
  return {
    stepMs: step,
    intervalMs,
    maxGapMs,
    longestGapMs,
    optionMs,
    rowCount,
    secondChannel,
    isCalm: random.chance(0.4),
  };
}

/** A profile of one to six rules, whose durations can be reached to the millisecond. */
export function generateProfile(random: Random, plan: Plan): ProfileAsWritten {
  const count = random.pick([1, 2, 3, 3, 4, 5, 6]);
  const warnsOnly = random.chance(0.04);
  const rules = Array.from({ length: count }, (_, index) => {
    const rule = generateRule(random, plan, `rule-${index + 1}`);
    return warnsOnly ? asWarning(rule) : rule;
  });
  const hasMean = !warnsOnly && random.chance(0.5);
  return {
    id: 'generated',
    version: 1,
    name: 'A generated profile',
    sources: ['Generated; fits no medicine'],
    reportingInterval: isoDuration(plan.intervalMs),
    maxGap: isoDuration(plan.maxGapMs),
    completeness: {
      minimumCoverage: random.pick([0, 0.5, 0.8, 0.9, 0.95, 1]),
      longestGap: isoDuration(plan.longestGapMs),
    },
    rules,
    meanKineticTemperature: hasMean
      ? {
          max: random.pick([5, 6.5, 8, 25]),
          window: isoDuration(generateWindow(random, plan)),
          deltaH: random.pick([83.144, 83.144, 60, 120]),
        }
      : null,
  };
}

function generateRule(random: Random, plan: Plan, id: string): RuleAsWritten {
  const isOther = plan.secondChannel !== null && random.chance(0.3);
  // Some rules name a channel that the file lacks.
  const absent: Channel = random.chance(0.03) ? 'pressure' : 'temperature';
  const channel: Channel = isOther ? plan.secondChannel! : absent;
  const rule: RuleAsWritten = {
    id,
    channel,
    ...generateLimit(random, channel),
    ...generateMode(random, plan),
    severity: random.pick(['info', 'minor', 'major', 'critical'] as const),
  };
  if (random.chance(0.3)) return { ...rule, rejects: true };
  return random.chance(0.2) ? { ...rule, judges: false } : rule;
}

function asWarning(rule: RuleAsWritten): RuleAsWritten {
  const warning: RuleAsWritten = { ...rule, judges: false };
  delete warning.rejects;
  return warning;
}

function generateLimit(random: Random, channel: Channel) {
  const high = random.pick(highLimits[channel]);
  const low = random.pick(lowLimits[channel]);
  return random.pick([
    { above: high },
    { above: high },
    { atLeast: high },
    { below: low },
    { atMost: low },
    { outside: { low, high } },
  ]);
}

function generateMode(random: Random, plan: Plan): Pick<RuleAsWritten, 'mode' | 'for' | 'longerThan'> {
  const mode = random.pick(['instant', 'consecutive', 'consecutive', 'cumulative'] as const);
  if (mode === 'instant') return { mode };
  const base = random.pick([plan.stepMs, plan.intervalMs, plan.maxGapMs]);
  const allowance = Math.max(1000, base * random.whole(1, 6) + random.pick([0, 0, 0, 1000, -1000]));
  return random.chance(0.6)
    ? { mode, for: isoDuration(allowance) }
    : { mode, longerThan: isoDuration(allowance) };
}

/** Shorter than the record will be, as long, or longer. */
function generateWindow(random: Random, plan: Plan): number {
  const record = (plan.rowCount - 1) * plan.stepMs;
  const whole = random.pick([plan.stepMs, plan.maxGapMs * 2, record / 2, record, record, record * 3]);
  return Math.max(plan.stepMs, Math.round(whole / 1000) * 1000);
}

function isoDuration(milliseconds: number): string {
  return `PT${milliseconds / 1000}S`;
}
