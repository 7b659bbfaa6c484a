import { type ReactNode, useMemo, useState } from 'react';
import { compareWithAllowances, judgeRecord } from '../../src/allowances/judge-record.ts';
import { spanOf, wholeRecord } from '../../src/evaluation/judge-files.ts';
import { leftOutInWords } from '../../src/evaluation/left-out.ts';
import type { Input } from '../../src/evaluation/record-of-files.ts';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { Charts } from '../chart/charts.tsx';
import { Legend } from '../chart/legend.tsx';
import { durationInWords } from '../format/duration.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { ProfileInWords, rulesInWords } from '../profiles/profile-in-words.tsx';
import { useFormats } from '../session/preferences.tsx';
import { Judgement } from '../shipment/judgement.tsx';
import { judgeTexts as word } from '../texts/judge.ts';
import { chartsOf } from './charts-of.ts';
import { Difference } from './difference.tsx';
import { HowRead } from './how-read.tsx';
import { PartForm } from './part-form.tsx';
import type { UsableProfile } from './profiles.ts';

/** The verdict on a record by one profile, its chart, and the difference that another profile makes. */
export default function Judged({
  input,
  timeZone,
  by,
  other,
}: {
  input: Input;
  /** The zone in which the files were read, if a person named one. */
  timeZone: string | null;
  by: UsableProfile;
  other: UsableProfile | null;
}): ReactNode {
  const formats = useFormats();
  const [asked, setAsked] = useState(wholeRecord);
  const span = useMemo(() => spanOf(input, asked), [input, asked]);
  const verdict = useMemo(() => judgeRecord(input, by, asked), [input, by, asked]);
  const comparison = useMemo(
    () => (other === null ? null : compareWithAllowances(input.record, by.profile, other.profile, span)),
    [input, by, other, span],
  );
  const charts = useMemo(() => chartsOf(input, verdict, by, formats), [input, verdict, by, formats]);
  const written = useMemo(() => [{ profile: by.json }], [by]);
  const inWords = useMemo(() => rulesInWords(written, formats), [written, formats]);
  return (
    <>
      <Summary
        verdict={verdict}
        profile={by}
        notes={[...input.notes, ...leftOutInWords(input.record, span)]}
      />
      <PartForm timeZone={timeZone} onAsk={setAsked} />
      {charts.length > 0 && (
        <section className="record">
          <h2>{word.record}</h2>
          <Charts key={`${by.sha256} ${span.from} ${span.to}`} charts={charts} />
          <Legend lines={[]} without={['late']} />
        </section>
      )}
      {comparison !== null && <Difference before={by} after={other!} comparison={comparison} />}
      <section>
        <h2>{word.details}</h2>
        <Judgement judgement={verdict} profiles={written} inWords={inWords} />
      </section>
      <HowRead files={verdict.input} loggerAlarms={input.loggerAlarms} />
      <details>
        <summary>{word.limitsInWords}</summary>
        <ProfileInWords profile={by.profile} sources={(by.json['sources'] ?? []) as string[]} />
      </details>
    </>
  );
}

function Summary({
  verdict,
  profile: { profile },
  notes,
}: {
  verdict: Verdict;
  profile: UsableProfile;
  notes: readonly string[];
}): ReactNode {
  const formats = useFormats();
  const { recommendation, reasons, span, input } = verdict;
  const readings = input.reduce((sum, file) => sum + file.readings, 0);
  return (
    <section className="card" aria-live="polite">
      <Recommendation of={recommendation} />
      <p className="quiet">{word.judgedBy(profile.name, profile.id, profile.version)}</p>
      <p>
        {formats.moment(span.from)} – {formats.moment(span.to)} ({durationInWords(span.seconds)}),{' '}
        {word.readings(readings)}
      </p>
      <ul className="reasons">
        {reasons.map((reason) => (
          <li key={reason}>{inRoundNumbers(reason)}</li>
        ))}
      </ul>
      {notes.length > 0 && (
        <div className="warn">
          <b>{word.notes}</b>
          <ul className="reasons">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
      <p className="no-print save">
        <button type="button" onClick={() => save(verdict)}>
          {word.save}
        </button>{' '}
        <span className="quiet">{word.saveHint}</span>
      </p>
    </section>
  );
}

/** Offers the verdict as a file, as the command line prints it. */
function save(verdict: Verdict): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(verdict, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `verdict-${verdict.profile.id}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
