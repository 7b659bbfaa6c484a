import * as z from 'zod/mini';
import { must, oneOf, problemsOf } from './problems.ts';
import { ruleSchema } from './profile-rule.ts';
import { freezeThaw, freezeThawRule, lifetimeAllowance } from './rules/allowance-fields.ts';
import { duration, id, number } from './rules/rule-fields.ts';
import type { ReadOnly } from './read-only.ts';
import { vialMonitors } from './enumerations.ts';

const text = z.string(must('must be a text')).check(
  z.minLength(1, 'must not be empty'),
  z.maxLength(1000, 'must have at most 1000 characters'),
  z.refine((given: string) => given.isWellFormed(), 'must be well-formed Unicode'),
);
const texts = z.array(text, must('must be a list')).check(z.maxLength(50, 'must have at most 50 items'));
const lowBatteryPercent = 20;
const clockToleranceMs = 120_000;

const profileFields = z.strictObject(
  {
    id,
    version: z.int(must('must be a whole number')).check(z.gte(1, 'must be at least 1')),
    name: text,
    sources: z._default(texts, []),
    unverified: z._default(texts, []),
    reportingInterval: duration,
    maxGap: duration,
    completeness: z.strictObject(
      {
        minimumCoverage: number.check(z.gte(0, 'must be from 0 to 1'), z.lte(1, 'must be from 0 to 1')),
        longestGap: duration,
      },
      must('must be an object'),
    ),
    startDelay: z.optional(duration),
    rules: z.array(ruleSchema, must('must be a list')).check(z.maxLength(100, 'must have at most 100 rules')),
    allowances: z._default(
      z
        .array(lifetimeAllowance, must('must be a list'))
        .check(z.maxLength(20, 'must have at most 20 allowances')),
      [],
    ),
    freezeThaw: z._default(z.nullable(freezeThaw), null),
    meanKineticTemperature: z._default(
      z.nullable(
        z.strictObject(
          {
            max: number,
            window: duration,
            // Haynes 1971; USP <1079.2>
            deltaH: z._default(number.check(z.gt(0, 'must be more than 0 kJ/mol')), 83.144),
          },
          must('must be an object'),
        ),
      ),
      null,
    ),
    vaccineVialMonitor: z._default(
      z.nullable(z.enum(vialMonitors, must(`must be ${oneOf(vialMonitors)}`))),
      null,
    ),
    health: z.optional(
      z.strictObject(
        {
          lowBattery: z._default(
            number.check(z.gte(0, 'must be from 0 to 100 %'), z.lte(100, 'must be from 0 to 100 %')),
            lowBatteryPercent,
          ),
          clockTolerance: z.optional(duration),
          stuckFor: z._default(z.nullable(duration), null),
        },
        must('must be an object'),
      ),
    ),
    calibrationRequired: z._default(z.boolean(must('must be true or false')), false),
    sensorsDifferBy: z._default(z.nullable(number.check(z.gt(0, 'must be more than 0 °C'))), null),
    // Accepted because stored profiles have it, and a version never changes; no longer evaluated.
    forecast: z.optional(z.nullable(z.enum(['info', 'minor'], must('must be info or minor')))),
  },
  must('must be an object'),
);

const profile = z.pipe(
  profileFields.check((context) => {
    const { rules, maxGap, reportingInterval } = context.value;
    if (maxGap < reportingInterval)
      context.issues.push({ code: 'custom', message: gapTooShort, input: maxGap });
    const seen = new Set<string>();
    for (const { id: ruleId } of rules) {
      if (seen.has(ruleId))
        context.issues.push({ code: 'custom', message: `two rules have the id ${ruleId}`, input: rules });
      seen.add(ruleId);
    }
    // The ledger and the sentences of a verdict name rules and allowances alike by their ids.
    for (const { id: allowanceId } of context.value.allowances) {
      if (seen.has(allowanceId))
        context.issues.push({
          code: 'custom',
          message: `allowance ${allowanceId}: another allowance or a rule has this id`,
          input: context.value.allowances,
        });
      seen.add(allowanceId);
    }
    if (context.value.freezeThaw !== null && seen.has(freezeThawRule))
      context.issues.push({
        code: 'custom',
        message: `${freezeThawRule} is what freeze-thaw cycles are called: give the rule or allowance another id`,
        input: context.value,
      });
  }),
  z.transform((fields) => ({
    id: fields.id,
    version: fields.version,
    name: fields.name,
    sources: fields.sources,
    reportingIntervalMs: fields.reportingInterval,
    maxGapMs: fields.maxGap,
    minimumCoverage: fields.completeness.minimumCoverage,
    longestGapMs: fields.completeness.longestGap,
    /** What no source confirms. It appears in the profile and the report, not in every verdict. */
    unverified: fields.unverified,
    /** Conditioning at the start, which is not evaluated. It ends at the departure at the latest. */
    startDelayMs: fields.startDelay ?? 0,
    rules: fields.rules.flatMap((each) =>
      'kind' in each ? [] : [{ ...each, clearAfterMs: each.clearAfterMs ?? 2 * fields.maxGap }],
    ),
    journeyRules: fields.rules.flatMap((each) => ('kind' in each ? [each] : [])),
    /** Time in a unit's whole life, over all its journeys, outside a limit of temperature. */
    allowances: fields.allowances,
    /** Freeze-thaw cycles in a unit's whole life; null: not limited. */
    freezeThaw: fields.freezeThaw,
    meanKineticTemperature:
      fields.meanKineticTemperature === null
        ? null
        : {
            maxCelsius: fields.meanKineticTemperature.max,
            windowMs: fields.meanKineticTemperature.window,
            /** In kJ/mol. */
            deltaH: fields.meanKineticTemperature.deltaH,
          },
    vialMonitor: fields.vaccineVialMonitor,
    health: {
      /** The battery is low at or below this charge, in percent. */
      lowBatteryPercent: fields.health?.lowBattery ?? lowBatteryPercent,
      /** The allowed difference between the device's clock and the server's. */
      clockToleranceMs: fields.health?.clockTolerance ?? clockToleranceMs,
      /** Null: a value may stay the same indefinitely. */
      stuckForMs: fields.health?.stuckFor ?? null,
    },
    /** Whether a release needs a reason if the calibration of a sensor used for the verdict is unknown. */
    calibrationRequired: fields.calibrationRequired,
    /** The allowed difference between two of the goods' sensors in degrees Celsius; null: not checked. */
    sensorsDifferByCelsius: fields.sensorsDifferBy,
  })),
);

/** The message for a maxGap below the interval, in a profile and at an attachment alike. */
export const gapTooShort = 'maxGap must be at least the reportingInterval';

/** A profile as people write it. */
export type ProfileJson = z.input<typeof profile>;

type ReadProfile = ReadOnly<z.output<typeof profile>>;

/** A limit on one channel, or on its rate of change, and how long values may be outside it. */
export type LimitRule = ReadProfile['rules'][number] & {
  /** Of a rule of a combined profile: what its own profile says. */
  readonly own?: {
    readonly maxGapMs: number;
    /** How much longer its own start delay is than that of the combined profile. */
    readonly extraStartDelayMs: number;
    /** The declared arrival ends its time, even where that of other parts goes on. */
    readonly endsAtArrival: boolean;
  };
};
/** Storage limits of a shipment, as they are evaluated: durations in milliseconds. A version never changes. */
export type Profile = Omit<ReadProfile, 'rules'> & {
  readonly rules: readonly LimitRule[];
  /** Of a combined profile: the profiles that it is made of, each with its own reporting interval. */
  readonly parts?: readonly Profile[];
};
/** A rule on the journey. It is reported, but does not affect the verdict. */
export type JourneyRule = Profile['journeyRules'][number];
/** The time that a unit may spend outside a limit of temperature in its life. */
export type LifetimeAllowance = Profile['allowances'][number];
/** Limits in degrees Celsius, and how many freeze-thaw cycles a unit may have in its life. */
export type FreezeThawLimit = NonNullable<Profile['freezeThaw']>;
/** Energies in kJ/mol, temperatures in degrees Celsius. */
export type MeanKineticTemperatureLimit = NonNullable<Profile['meanKineticTemperature']>;

export type CheckedProfile = { ok: true; profile: Profile } | { ok: false; problems: string[] };

/** Checks a profile. Anything unknown, missing or contradictory is refused, and each problem names its field. */
export function checkProfile(json: unknown): CheckedProfile {
  const parsed = profile.safeParse(json);
  return parsed.success
    ? { ok: true, profile: parsed.data }
    : { ok: false, problems: problemsOf(parsed.error, 'profile') };
}
