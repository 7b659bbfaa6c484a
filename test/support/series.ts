import type { Diagnostic } from '../../src/evaluation/diagnostics/diagnostic.ts';
import type { LimitRule, Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { EvaluationContext } from '../../src/evaluation/evaluation-context.ts';

export const minute = 60_000;
export const hour = 60 * minute;
/** 2026-01-01T00:00:00Z, the start of every synthetic record. */
export const start = Date.UTC(2026, 0, 1);

/** Temperatures every ten minutes from the start; null leaves one out. */
export function everyTenMinutes(celsius: readonly (number | null)[]): Reading[] {
  return celsius.flatMap((value, index) =>
    value === null ? [] : [{ channel: 'temperature' as const, at: start + index * 10 * minute, value }],
  );
}

/** Returns the same value `count` times. */
export function times(count: number, value: number | null): (number | null)[] {
  return Array.from({ length: count }, () => value);
}

export function rule(fields: Partial<LimitRule> & Pick<LimitRule, 'limit' | 'allowance'>): LimitRule {
  return {
    id: 'rule',
    channel: 'temperature',
    severity: 'major',
    rejects: false,
    judges: true,
    phases: null,
    rateWindowMs: null,
    clearAfterMs: hour,
    ...fields,
  };
}

export function profile(...rules: LimitRule[]): Profile {
  return {
    id: 'test',
    version: 1,
    name: 'Test',
    sources: [],
    unverified: [],
    reportingIntervalMs: 10 * minute,
    maxGapMs: 30 * minute,
    minimumCoverage: 0.95,
    longestGapMs: 2 * hour,
    startDelayMs: 0,
    rules,
    journeyRules: [],
    allowances: [],
    freezeThaw: null,
    meanKineticTemperature: null,
    vialMonitor: null,
    health: { lowBatteryPercent: 20, clockToleranceMs: 2 * minute, stuckForMs: null },
    calibrationRequired: false,
    sensorsDifferByCelsius: null,
  };
}

/** A diagnostic that only earlier releases reported. */
export const limitAhead: Diagnostic = {
  kind: 'limit-ahead',
  subject: 'warm-20m',
  severity: 'minor',
  from: start,
  to: null,
  sentence: '8 °C in about 40 min, between 25 and 70, if nothing changes: 7.1 °C at 2026-01-01 00:40 UTC.',
};

/** The evaluation context of a device from the start, without further restrictions. */
export function termsBy(of: Profile, fields: Partial<EvaluationContext> = {}): EvaluationContext {
  return {
    profile: of,
    attachedAt: start,
    since: start,
    until: null,
    phases: null,
    route: null,
    calibratedUntil: null,
    ...fields,
  };
}

export function closedSpan(from: number, to: number) {
  return { from, to, open: false, phases: null };
}

export function openSpan(from: number, to: number) {
  return { from, to, open: true, phases: null };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
