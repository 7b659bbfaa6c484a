import type { ChannelMeasurement, RecordMeasurements } from './check.ts';
import type { Coverage } from './coverage.ts';
import { gasConstant } from './mean-kinetic-temperature.ts';
import { toSeconds } from '../model/rounding.ts';
import { causesOf } from './timeline.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { Recommendation } from '../model/enumerations.ts';
import type { RecordVerdict } from '../model/verdict.ts';

/** Converts the measurements to the printed form. */
export function toVerdictJson(
  findings: RecordMeasurements,
  recommendation: Recommendation,
  reasons: string[],
): RecordVerdict {
  const { span, channels, rules, excursions, profile } = findings;
  const first = channels.has('temperature')
    ? 'temperature'
    : (rules[0]?.rule.channel ?? channels.keys().next().value);
  const nothing: Coverage = { monitoredMs: 0, unmonitoredMs: span.to - span.from, ratio: null, gaps: [] };
  const limit = profile.meanKineticTemperature;
  const highest = findings.meanKineticTemperature;
  return {
    span: { from: iso(span.from), to: iso(span.to), seconds: toSeconds(span.to - span.from) },
    coverage: printCoverage(first === undefined ? nothing : channels.get(first)!.coverage),
    channels: Object.fromEntries([...channels].map(([channel, finding]) => [channel, printChannel(finding)])),
    meanKineticTemperature:
      limit === null || highest === null
        ? null
        : {
            celsius: highest.celsius,
            windowSeconds: toSeconds(highest.windowMs),
            from: isoOrNull(highest.from),
            to: isoOrNull(highest.to),
            limit: limit.maxCelsius,
            deltaH: limit.deltaH,
            gasConstant,
            outcome: highest.celsius !== null && highest.celsius <= limit.maxCelsius ? 'pass' : 'fail',
          },
    rules: rules.map((finding) => ({
      id: finding.rule.id,
      outcome: finding.outcome,
      observedSeconds: secondsOrNull(finding.observedMs),
      worstCaseSeconds: secondsOrNull(finding.worstCaseMs),
      worstCase: finding.worstCase,
      allowedSeconds:
        finding.rule.allowance.mode === 'instant' ? null : toSeconds(finding.rule.allowance.milliseconds),
      firedAt: isoOrNull(finding.firedAt),
    })),
    excursions: excursions.map((excursion) => ({
      rule: excursion.rule,
      from: iso(excursion.from),
      to: isoOrNull(excursion.to),
      endedBy: excursion.endedBy,
      firedAt: iso(excursion.firedAt),
      observedSeconds: toSeconds(excursion.observedMs),
      peak: excursion.peak,
    })),
    recommendation,
    reasons,
    ...(profile.vialMonitor !== null &&
      findings.vialMonitorLife !== null && {
        vaccineVialMonitor: { type: profile.vialMonitor, lifeUsed: findings.vialMonitorLife },
      }),
    ...(findings.found.length > 0 && { findings: findings.found.map(toDiagnosticJson) }),
  };
}

function toDiagnosticJson({ kind, subject, from, to, sentence }: Diagnostic) {
  return { kind, subject, from: iso(from), to: isoOrNull(to), sentence };
}

function printChannel({ readings, min, max, mean, unreadable, coverage }: ChannelMeasurement) {
  return { readings, min, max, mean, unreadable: unreadable.length, coverage: printCoverage(coverage) };
}

function printCoverage({ monitoredMs, unmonitoredMs, ratio, gaps }: Coverage): RecordVerdict['coverage'] {
  return {
    monitoredSeconds: toSeconds(monitoredMs),
    unmonitoredSeconds: toSeconds(unmonitoredMs),
    ratio,
    gaps: gaps.flatMap((gap) =>
      causesOf(gap).map(({ from, to, cause }) => ({
        from: iso(from),
        to: iso(to),
        seconds: toSeconds(to - from),
        cause,
      })),
    ),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
const secondsOrNull = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : toSeconds(milliseconds);
