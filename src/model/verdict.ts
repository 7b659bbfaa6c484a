import * as z from 'zod/mini';
import { diagnosticKinds } from './diagnostic-kind.ts';
import { offScaleSides } from './reading.ts';
import { recommendations, vialMonitors } from './enumerations.ts';
const instant = z.iso.datetime({ precision: 3 });
/** Whether a rule or a check is met. */
export const outcome = z.enum(['pass', 'fail', 'not-applicable']);
export type Outcome = z.infer<typeof outcome>;

/** Why a run ended. */
const endedBy = z.enum(['in-range', 'gap', 'phase', 'end-of-record']);
export type EndedBy = z.infer<typeof endedBy>;

const nullable = z.nullable(z.number());
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const coverage = z.strictObject({
  monitoredSeconds: z.number(),
  unmonitoredSeconds: z.number(),
  ratio: nullable,
  gaps: z.array(
    z.strictObject({
      from: instant,
      to: instant,
      seconds: z.number(),
      cause: z.enum(['no-data', 'unreadable']),
    }),
  ),
});

/** The verdict on a record: every field is present, null if it has no value. Times are ISO 8601 in UTC. */
export const recordVerdictSchema = z.strictObject({
  span: z.strictObject({ from: instant, to: instant, seconds: z.number() }),
  coverage,
  channels: z.record(
    z.string(),
    z.strictObject({
      readings: z.int(),
      min: nullable,
      max: nullable,
      mean: nullable,
      /** The number of times at which a value was unreadable. */
      unreadable: z.int(),
      coverage,
    }),
  ),
  meanKineticTemperature: z.nullable(
    z.strictObject({
      celsius: nullable,
      windowSeconds: z.number(),
      from: z.nullable(instant),
      to: z.nullable(instant),
      limit: z.number(),
      deltaH: z.number(),
      gasConstant: z.number(),
      outcome,
    }),
  ),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      outcome,
      observedSeconds: nullable,
      worstCaseSeconds: nullable,
      worstCase: outcome,
      allowedSeconds: nullable,
      firedAt: z.nullable(instant),
    }),
  ),
  excursions: z.array(
    z.strictObject({
      rule: z.string(),
      from: instant,
      to: z.nullable(instant),
      endedBy: z.nullable(endedBy),
      firedAt: instant,
      observedSeconds: z.number(),
      /** Null if every value outside was off the sensor's scale. */
      peak: nullable,
    }),
  ),
  recommendation: z.enum(recommendations),
  reasons: z.array(z.string()),
  /** Present only if the profile names a vial monitor. */
  vaccineVialMonitor: z.optional(z.strictObject({ type: z.enum(vialMonitors), lifeUsed: z.number() })),
  /** Present only if there are diagnostics. */
  findings: z.optional(
    z.array(
      z.strictObject({
        kind: z.enum(diagnosticKinds),
        subject: z.string(),
        from: instant,
        to: z.nullable(instant),
        sentence: z.string(),
      }),
    ),
  ),
});
export type RecordVerdict = z.infer<typeof recordVerdictSchema>;

/** The output of `judge --json`: the verdict with its profile and its input. */
export const verdictSchema = z.strictObject({
  schema: z.literal('coldwatch/verdict/2'),
  profile: z.strictObject({ id: z.string(), version: z.int(), sha256: hash }),
  input: z.array(
    z.strictObject({
      name: z.string(),
      sha256: hash,
      /** The format in which the file was read. */
      format: z.string(),
      readings: z.int(),
      duplicates: z.int(),
      unreadable: z.array(
        z.strictObject({
          line: z.int(),
          time: instant,
          channel: z.string(),
          text: z.string(),
          offScale: z.nullable(z.enum(offScaleSides)),
        }),
      ),
      refused: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
    }),
  ),
  ...recordVerdictSchema.shape,
});
export type Verdict = z.infer<typeof verdictSchema>;
