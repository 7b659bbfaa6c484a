import * as z from 'zod/mini';
import { sha256OfJson } from './digest.ts';
import { durationHint, parseDuration } from './duration.ts';

const duration = z.pipe(
  z.string(`must be ${durationHint}`),
  z.transform((text, context) => {
    const milliseconds = parseDuration(text);
    if (milliseconds !== null && milliseconds > 0) return milliseconds;
    const message = `must be ${durationHint}, longer than zero, found ${JSON.stringify(text)}`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  }),
);
const id = z
  .string('must be a text')
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'must be letters, digits, dots, hyphens, underscores, at most 64',
    ),
  );
const number = z.number('must be a number');
const text = z.string('must be a text').check(z.minLength(1, 'must not be empty'));

const limitFields = ['above', 'below', 'atLeast', 'atMost', 'outside'] as const;

const ruleFields = z.strictObject({
  id,
  channel: z.enum(
    ['temperature', 'pressure', 'humidity', 'battery'],
    'must be temperature, pressure, humidity or battery',
  ),
  above: z.optional(number),
  below: z.optional(number),
  atLeast: z.optional(number),
  atMost: z.optional(number),
  outside: z.optional(z.strictObject({ low: number, high: number })),
  mode: z.enum(['instant', 'consecutive', 'cumulative'], 'must be instant, consecutive or cumulative'),
  for: z.optional(duration),
  longerThan: z.optional(duration),
  severity: z.enum(['info', 'minor', 'major', 'critical'], 'must be info, minor, major or critical'),
  rejects: z._default(z.boolean('must be true or false'), false),
  judges: z._default(z.boolean('must be true or false'), true),
  phases: z._default(
    z.nullable(
      z
        .array(z.enum(['origin', 'in-transit', 'destination'], 'must be origin, in-transit or destination'))
        .check(z.minLength(1, 'must name a phase; leave it out for all of them')),
    ),
    null,
  ),
});

const rule = z.pipe(
  ruleFields.check((context) => {
    for (const message of contradictionsOf(context.value))
      context.issues.push({ code: 'custom', message, input: context.value });
  }),
  z.transform((fields) => ({
    id: fields.id,
    channel: fields.channel,
    limit: limitOf(fields),
    allowance: allowanceOf(fields),
    severity: fields.severity,
    rejects: fields.rejects,
    judges: fields.judges,
    phases: fields.phases,
  })),
);

const profileFields = z.strictObject({
  id,
  version: z.int('must be a whole number').check(z.gte(1, 'must be at least 1')),
  name: text,
  sources: z._default(z.array(text), []),
  reportingInterval: duration,
  maxGap: duration,
  completeness: z.strictObject({
    minimumCoverage: number.check(z.gte(0, 'must be from 0 to 1'), z.lte(1, 'must be from 0 to 1')),
    longestGap: duration,
  }),
  rules: z.array(rule),
  meanKineticTemperature: z._default(
    z.nullable(
      z.strictObject({
        max: number,
        window: duration,
        // Haynes 1971; USP <1079.2>
        deltaH: z._default(number.check(z.gt(0, 'must be more than 0 kJ/mol')), 83.144),
      }),
    ),
    null,
  ),
});

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
    rules: fields.rules,
    meanKineticTemperature:
      fields.meanKineticTemperature === null
        ? null
        : {
            maxCelsius: fields.meanKineticTemperature.max,
            windowMs: fields.meanKineticTemperature.window,
            deltaH: fields.meanKineticTemperature.deltaH,
          },
  })),
);

/** What a maxGap below the interval is told, in a profile and at an attachment alike. */
export const gapTooShort = 'maxGap must be at least the reportingInterval';

/** A profile as people write it. */
export type ProfileJson = z.input<typeof profile>;
/** A profile as it judges: durations in milliseconds. */
export type Profile = z.output<typeof profile>;

export type ParsedProfile =
  { ok: true; profile: Profile; sha256: string } | { ok: false; problems: string[] };

/** Reads a profile; what is unknown, missing or contradictory is refused, each problem naming its field. */
export function parseProfile(json: unknown): ParsedProfile {
  const parsed = profile.safeParse(json);
  if (parsed.success) return { ok: true, profile: parsed.data, sha256: sha256OfJson(json) };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => {
      const where = issue.path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
        .join('');
      const field = where.replace(/^\./, '') || 'profile';
      return issue.code === 'unrecognized_keys'
        ? `${field}: unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
        : `${field}: ${issue.message}`;
    }),
  };
}

type RuleFields = z.output<typeof ruleFields>;

function contradictionsOf(fields: RuleFields): string[] {
  const given = limitFields.filter((name) => fields[name] !== undefined);
  const times = (['for', 'longerThan'] as const).filter((name) => fields[name] !== undefined);
  const found: string[] = [];
  if (given.length !== 1)
    found.push(
      `must have exactly one of ${limitFields.join(', ')}, found ${given.length === 0 ? 'none' : given.join(' and ')}`,
    );
  if (fields.outside !== undefined && fields.outside.low >= fields.outside.high)
    found.push('outside: low must be less than high');
  if (fields.mode === 'instant' && times.length > 0)
    found.push(`mode instant takes no time, found ${times.join(' and ')}`);
  if (fields.mode !== 'instant' && times.length !== 1)
    found.push(
      `mode ${fields.mode} needs exactly one of for, longerThan, found ${times.length === 0 ? 'none' : 'both'}`,
    );
  if (fields.rejects && !fields.judges) found.push('rejects and "judges": false contradict each other');
  return found;
}

function limitOf(fields: RuleFields) {
  if (fields.outside !== undefined) return { kind: 'outside' as const, ...fields.outside };
  const kind = (['above', 'below', 'atLeast', 'atMost'] as const).find((name) => fields[name] !== undefined)!;
  return { kind, limit: fields[kind]! };
}

function allowanceOf(fields: RuleFields) {
  if (fields.mode === 'instant') return { mode: 'instant' as const };
  return {
    mode: fields.mode,
    milliseconds: (fields.for ?? fields.longerThan)!,
    firesWhen: fields.for === undefined ? ('exceeded' as const) : ('reached' as const),
  };
}
