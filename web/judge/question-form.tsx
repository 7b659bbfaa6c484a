import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Question } from '../../src/logger-files/logger-file.ts';
import { judgeTexts as word } from '../texts/judge.ts';
import { questionInWords } from './answers.ts';

/** What a file leaves open, and a field for the answer. Nothing is answered before a person does. */
export function QuestionForm({
  sentence,
  question,
  onAnswer,
}: {
  sentence: string;
  question: Question;
  onAnswer: (answer: string) => void;
}): ReactNode {
  const { option, candidates } = question;
  const [answer, setAnswer] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (answer.trim() !== '') onAnswer(answer.trim());
  };
  return (
    <form className="card question" onSubmit={submit}>
      <h2 ref={heading} tabIndex={-1}>
        {word.open}
      </h2>
      <p>{sentence}</p>
      <label className="field">
        <span>{questionInWords(question)}</span>
        {option === 'time-zone' ? (
          <ZoneInput value={answer} candidates={candidates} onChange={setAnswer} />
        ) : candidates.length > 0 ? (
          <select value={answer} required onChange={({ target }) => setAnswer(target.value)}>
            <option value="">{word.chooseAnswer}</option>
            {candidates.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        ) : (
          <input value={answer} required onChange={({ target }) => setAnswer(target.value)} />
        )}
      </label>
      {option === 'time-zone' && <ProposedZones candidates={candidates} onUse={setAnswer} />}
      <p>
        <button type="submit" className="primary">
          {word.readAgain}
        </button>
      </p>
    </form>
  );
}

function ZoneInput({
  value,
  candidates,
  onChange,
}: {
  value: string;
  candidates: readonly string[];
  onChange: (zone: string) => void;
}): ReactNode {
  const list = useId();
  return (
    <>
      <input
        value={value}
        required
        list={list}
        autoComplete="off"
        placeholder={word.zoneHint}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={list}>
        {[...candidates, ...Intl.supportedValuesOf('timeZone')].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
    </>
  );
}

/** Buttons that fill the field; the person reads what is filled in before it is used. */
function ProposedZones({
  candidates,
  onUse,
}: {
  candidates: readonly string[];
  onUse: (zone: string) => void;
}): ReactNode {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <p className="proposed">
      {candidates.length === 0 && <span className="quiet">{word.browserZone(own)}.</span>}
      {(candidates.length === 0 ? [own] : candidates).map((zone) => (
        <button key={zone} type="button" onClick={() => onUse(zone)}>
          {word.use(zone)}
        </button>
      ))}
    </p>
  );
}
