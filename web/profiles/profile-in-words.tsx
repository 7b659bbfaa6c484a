import type { ReactNode } from 'react';
import {
  type FreezeThawLimit,
  type JourneyRule,
  type LifetimeAllowance,
  type Profile,
  checkProfile,
} from '../../src/model/profile.ts';
import { writtenVersion } from '../../src/model/written-version.ts';
import type { Limit } from '../../src/model/rules/limit-rule.ts';
import { durationInWords } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { profileTexts } from '../texts/profiles.ts';

const word = profileTexts;
type Rule = Profile['rules'][number];

/** A property of a profile: its name and its value in words. */
type ProfileLine = readonly [name: string, says: string];

const long = (milliseconds: number): string => durationInWords(milliseconds / 1000);

/** Describes a profile in lines of text, limits first. */
export function linesOf(profile: Profile, formats: Formats): readonly ProfileLine[] {
  const { meanKineticTemperature: mean, health } = profile;
  return [
    ...profile.rules.map((rule): ProfileLine => [rule.id, ruleInWords(rule, formats)]),
    ...profile.journeyRules.map((rule): ProfileLine => [rule.id, journeyRuleInWords(rule)]),
    ...profile.allowances.map((each): ProfileLine => [each.id, lifetimeInWords(each, formats)]),
    ...(profile.freezeThaw === null
      ? []
      : [[word.freezeThaw, cyclesInWords(profile.freezeThaw, formats)] as const]),
    ...(mean === null
      ? []
      : [
          [
            word.mkt,
            `${formats.limit('temperature', mean.maxCelsius)} ${word.mktWindow(long(mean.windowMs))}`,
          ] as const,
        ]),
    [word.interval, long(profile.reportingIntervalMs)],
    [word.maxGap, long(profile.maxGapMs)],
    [word.minimumCoverage, formats.percent(profile.minimumCoverage)],
    [word.longestGap, long(profile.longestGapMs)],
    ...(profile.startDelayMs === 0 ? [] : [[word.startDelay, long(profile.startDelayMs)] as const]),
    ...(profile.vialMonitor === null ? [] : [[word.vvm, profile.vialMonitor] as const]),
    [word.health, `${health.lowBatteryPercent} %`],
    ...(profile.calibrationRequired ? [[word.calibration, word.calibrationRequired] as const] : []),
    ...(profile.sensorsDifferByCelsius === null
      ? []
      : [[word.differ, formats.difference('temperature', profile.sensorsDifferByCelsius)] as const]),
    ...profile.unverified.map((each): ProfileLine => [word.unverified, each]),
  ];
}

function journeyRuleInWords(rule: JourneyRule): string {
  switch (rule.kind) {
    case 'late':
      return word.late(long(rule.longerThanMs));
    case 'standing':
      return word.standing(long(rule.longerThanMs), `${rule.withinMeters} m`);
  }
}

/** Describes a rule's limit and allowance, without its severity. */
function limitInWords({ limit, channel, rateWindowMs, allowance }: Rule, formats: Formats): string {
  const value = (each: number): string =>
    rateWindowMs === null ? formats.limit(channel, each) : formats.difference(channel, each);
  const outside = outsideInWords(limit, value);
  const what = texts.chart.channels[channel] ?? channel;
  // The unit says that it is the temperature.
  const subject =
    rateWindowMs !== null ? word.rate(what, long(rateWindowMs)) : channel === 'temperature' ? '' : what;
  if (allowance.mode === 'instant') return word.instant(subject, outside);
  const amount = (allowance.firesWhen === 'reached' ? word.reached : word.exceeded)(
    long(allowance.milliseconds),
  );
  return word.allowed(subject, outside, `${amount} ${word[allowance.mode]}`);
}

function outsideInWords(limit: Limit, value: (each: number) => string): string {
  return limit.kind === 'outside'
    ? word.kinds.outside(value(limit.low), value(limit.high))
    : word.kinds[limit.kind](value(limit.limit));
}

function lifetimeInWords({ limit, totalMs }: LifetimeAllowance, formats: Formats): string {
  const outside = outsideInWords(limit, (each) => formats.limit('temperature', each));
  return word.allowed('', outside, `${word.exceeded(long(totalMs))} ${word.lifetime}`);
}

function cyclesInWords({ freezesBelow, thawsAbove, cycles }: FreezeThawLimit, formats: Formats): string {
  const [low, high] = [freezesBelow, thawsAbove].map((each) => formats.limit('temperature', each));
  return word.cycles(cycles, low!, high!);
}

function ruleInWords(rule: Rule, formats: Formats): string {
  const { phases } = rule;
  return [
    limitInWords(rule, formats),
    texts.severities[rule.severity],
    ...(rule.rejects ? [word.rejects] : []),
    ...(rule.judges ? [] : [word.warnsOnly]),
    ...(phases === null ? [] : [word.only(phases.map((phase) => word.phases[phase]).join(', '))]),
  ].join(' · ');
}

/** Describes each rule and allowance of the given profiles, by its id, and by that which it has in a combined profile. */
export function rulesInWords(
  profiles: readonly { readonly profile: unknown }[],
  formats: Formats,
): ReadonlyMap<string, string> {
  return new Map(
    profiles.flatMap(({ profile }) => {
      const checked = checkProfile(profile);
      if (!checked.ok) return [];
      const { rules, allowances } = checked.profile;
      const own = [
        ...rules.map((rule) => [rule.id, limitInWords(rule, formats)] as const),
        ...allowances.map((each) => [each.id, lifetimeInWords(each, formats)] as const),
      ];
      const version = writtenVersion(checked.profile);
      return [...own, ...own.map(([id, says]) => [`${version}:${id}`, says] as const)];
    }),
  );
}

/** A profile in words. Differences from another version are marked. */
export function ProfileInWords({
  profile,
  sources,
  isChanged,
}: {
  profile: Profile;
  sources: readonly string[];
  isChanged?: (line: ProfileLine) => boolean;
}): ReactNode {
  const formats = useFormats();
  return (
    <>
      <dl className="facts lines">
        {linesOf(profile, formats).map((line) => (
          <div key={String(line)} className={isChanged?.(line) === true ? 'changed' : undefined}>
            <dt>{line[0]}</dt>
            <dd>
              {line[1]} {isChanged?.(line) === true && <span className="note">{word.changed}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {sources.length > 0 && (
        <>
          <h3>{word.sources}</h3>
          <ul className="quiet">
            {sources.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
