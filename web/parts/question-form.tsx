import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { questionTexts as word } from '../texts/questions.ts';
import { type OpenQuestion, answerInWords, questionInWords } from './question-in-words.ts';

/** What a file leaves open, and a field for the answer. Nothing is answered before a person does. */
export function QuestionForm({
  sentence,
  question,
  takesFocus = true,
  isBusy = false,
  children,
  onAnswer,
}: {
  sentence: string;
  question: OpenQuestion;
  /** Whether the focus moves to the question when it appears: not where it appears by itself. */
  takesFocus?: boolean;
  isBusy?: boolean;
  /** What helps to answer, between the question and the field. */
  children?: ReactNode;
  onAnswer: (answer: string) => void;
}): ReactNode {
  const { option, candidates } = question;
  const [answer, setAnswer] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
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
      {children}
      {option === 'source-of-record' ? (
        <Choice question={question} answer={answer} onChange={setAnswer} />
      ) : (
        <label className="field">
          <span>{questionInWords(question)}</span>
          {option === 'time-zone' ? (
            <ZoneInput value={answer} candidates={candidates} onChange={setAnswer} />
          ) : candidates.length > 0 ? (
            <select value={answer} required onChange={({ target }) => setAnswer(target.value)}>
              <option value="">{word.chooseAnswer}</option>
              {candidates.map((each) => (
                <option key={each} value={each}>
                  {answerInWords(option, each)}
                </option>
              ))}
            </select>
          ) : (
            <input value={answer} required onChange={({ target }) => setAnswer(target.value)} />
          )}
        </label>
      )}
      {option === 'time-zone' && <ProposedZones candidates={candidates} onUse={setAnswer} />}
      <p>
        <button type="submit" className="primary" disabled={isBusy}>
          {option === 'source-of-record' ? word.chooseThis : word.readAgain}
        </button>
      </p>
    </form>
  );
}

/** Selects one of a few answers, all of which can be seen at once. */
function Choice({
  question,
  answer,
  onChange,
}: {
  question: OpenQuestion;
  answer: string;
  onChange: (answer: string) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend>{questionInWords(question)}</legend>
      {question.candidates.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            required
            checked={answer === each}
            onChange={() => onChange(each)}
          />
          {answerInWords(question.option, each)}
        </label>
      ))}
    </fieldset>
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
