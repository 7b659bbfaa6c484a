import type { JourneyRule, Profile } from '../model/profile.ts';
import { allowanceLimitInWords, cycleInWords } from '../model/allowance-in-words.ts';
import { allowedTime, duration, limitInWords } from '../model/wording.ts';
import { builtInProfiles, findProfile } from './find-profile.ts';

/** The built-in profiles, one per line: ID, version, name. */
export function profileList(options: { json?: boolean }): string {
  const profiles = builtInProfiles().map((id) => findProfile(id));
  if (options.json)
    return JSON.stringify(
      profiles.map(({ profile: { id, version, name, sources, unverified }, sha256 }) => ({
        id,
        version,
        name,
        sources,
        unverified,
        sha256,
      })),
      null,
      2,
    );
  const width = Math.max(...profiles.map(({ profile: { id } }) => id.length));
  return [
    ...profiles.map(
      ({ profile: { id, version, name, unverified } }) =>
        `${id.padEnd(width)}  ${version}  ${name}${unverified.length > 0 ? ' [partly unconfirmed by sources]' : ''}`,
    ),
    '',
    'Reference values only: the label and the manufacturer take precedence. "profile show ID" prints rules and sources.',
  ].join('\n');
}

/**
 * A profile in readable form.
 *
 * @throws {CommandError} when it is refused.
 */
export function profileShow(idOrFile: string): string {
  const { profile, sha256 } = findProfile(idOrFile);
  const kinetic = profile.meanKineticTemperature;
  const lines = [
    profile.name,
    `${profile.id}, version ${profile.version}, ${sha256}`,
    '',
    'Rules',
    ...profile.rules.map((rule) => {
      const effect = rule.rejects ? 'rejects' : rule.judges ? rule.severity : `${rule.severity}, only warns`;
      const phases = rule.phases === null ? '' : `, in phase ${rule.phases.join(', ')}`;
      return `  ${rule.id.padEnd(16)} ${limitInWords(rule)}; allowed: ${allowedTime(rule)}${phases} (${effect})`;
    }),
    ...profile.journeyRules.map(
      (rule) =>
        `  ${rule.id.padEnd(16)} ${journeyRuleInWords(rule)}; allowed: ${duration(rule.longerThanMs)} (${rule.severity}, only warns)`,
    ),
    ...profile.allowances.map(
      (each) =>
        `  ${each.id.padEnd(16)} ${allowanceLimitInWords(each)}; allowed: at most ${duration(each.totalMs)} in its whole life`,
    ),
    ...(profile.freezeThaw === null
      ? []
      : [
          `  freeze-thaw cycles in its whole life: at most ${profile.freezeThaw.cycles} (${cycleInWords(profile.freezeThaw)})`,
        ]),
    ...(kinetic === null
      ? []
      : [
          `  mean kinetic temperature over ${duration(kinetic.windowMs)} at most ${kinetic.maxCelsius} °C (${kinetic.deltaH} kJ/mol)`,
        ]),
    ...asked(profile),
    `  one reading every ${duration(profile.reportingIntervalMs)}; counts as a gap after ${duration(profile.maxGapMs)}; at least ${profile.minimumCoverage * 100} % monitored, no gap longer than ${duration(profile.longestGapMs)}`,
    '',
    ...(profile.sources.length === 0 ? [] : ['Sources']),
    ...profile.sources.map((source) => `  ${source}`),
    ...(profile.unverified.length === 0
      ? []
      : ['', 'Not confirmed by a source', ...profile.unverified.map((text) => `  ${text}`)]),
  ];
  return lines.join('\n');
}

function journeyRuleInWords(rule: JourneyRule): string {
  switch (rule.kind) {
    case 'late':
      return 'later than planned';
    case 'standing':
      return `stationary outside a known place, within ${rule.withinMeters} m`;
  }
}

/** A profile's requirements other than rules. */
function asked({
  vialMonitor,
  health,
  calibrationRequired,
  sensorsDifferByCelsius,
  startDelayMs,
}: Profile): string[] {
  return [
    ...(vialMonitor === null ? [] : [`  life used of a ${vialMonitor} is computed from temperature`]),
    ...(startDelayMs === 0 ? [] : [`  the first ${duration(startDelayMs)} are not evaluated`]),
    ...(health.stuckForMs === null
      ? []
      : [`  a value that stays the same for ${duration(health.stuckForMs)} is reported`]),
    `  battery low at ${health.lowBatteryPercent} %; clock wrong if off by more than ${duration(health.clockToleranceMs)}`,
    ...(calibrationRequired
      ? ["  calibration required: a release needs a reason if a sensor's calibration date is unknown"]
      : []),
    ...(sensorsDifferByCelsius === null
      ? []
      : [`  sensors may differ by up to ${sensorsDifferByCelsius} °C`]),
  ];
}
