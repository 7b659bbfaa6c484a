import type { ReactNode } from 'react';
import type { ProfileComparison } from '../../src/evaluation/compare-profiles.ts';
import type { Excursion } from '../../src/evaluation/excursion.ts';
import { durationInWords } from '../format/duration.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { quantityOf } from '../profiles/limit-rules.ts';
import { ProfileInWords, linesOf } from '../profiles/profile-in-words.tsx';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { judgeTexts as word } from '../texts/judge.ts';
import type { UsableProfile } from './profiles.ts';

/** What two profiles make of the same record: both recommendations, and the alarms that differ. */
export function Difference({
  before,
  after,
  comparison: { recommendations, changes },
}: {
  before: UsableProfile;
  after: UsableProfile;
  comparison: ProfileComparison;
}): ReactNode {
  const [one, two] = [before.profile.name, after.profile.name];
  return (
    <section className="difference">
      <h2>{word.difference(one, two)}</h2>
      <div className="side-by-side">
        {[[one, recommendations.before] as const, [two, recommendations.after] as const].map(
          ([name, recommendation]) => (
            <div key={name} className="card">
              <h3>{name}</h3>
              <Recommendation of={recommendation} />
            </div>
          ),
        )}
      </div>
      {changes.length === 0 ? (
        <p>{word.sameAlarms}</p>
      ) : (
        <Scroll label={word.difference(one, two)}>
          <table>
            <thead>
              <tr>
                <th scope="col">{word.change}</th>
                <th scope="col">{one}</th>
                <th scope="col">{two}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((each) => (
                <tr
                  key={`${each.change} ${each.before?.rule} ${each.after?.rule} ${(each.before ?? each.after)!.from}`}
                >
                  <th scope="row">{word.changes[each.change]}</th>
                  <td>{each.before === null ? word.noAlarm : <Alarm of={each.before} by={before} />}</td>
                  <td>{each.after === null ? word.noAlarm : <Alarm of={each.after} by={after} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <details>
        <summary>{word.inWords}</summary>
        <div className="side-by-side">
          <InWords profile={before} other={after} />
          <InWords profile={after} other={before} />
        </div>
      </details>
    </section>
  );
}

function Alarm({
  of: { rule, from, to, observedMs, peak, firedAt },
  by,
}: {
  of: Excursion;
  by: UsableProfile;
}): ReactNode {
  const formats = useFormats();
  return (
    <>
      <b>{rule}</b>
      <span className="block">
        {formats.moment(from)} – {to === null ? texts.shipment.goesOn : formats.moment(to)},{' '}
        {durationInWords(observedMs / 1000)}, {quantityOf([{ profile: by.json }], rule, peak, formats)}
      </span>
      <span className="quiet block">{word.alarmAt(formats.moment(firedAt))}</span>
    </>
  );
}

function InWords({ profile, other }: { profile: UsableProfile; other: UsableProfile }): ReactNode {
  const formats = useFormats();
  const same = new Set(linesOf(other.profile, formats).map(String));
  return (
    <section>
      <h3>{profile.profile.name}</h3>
      <ProfileInWords
        profile={profile.profile}
        sources={(profile.json['sources'] ?? []) as string[]}
        isChanged={(line) => !same.has(String(line))}
      />
    </section>
  );
}
