import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { questionTexts as word } from '../texts/questions.ts';
import { type OpenQuestion, answerInWords, questionInWords, sentenceInWords } from './question-in-words.ts';
import { ZoneInput, ProposedZones } from './zone-input.tsx';

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
  return (
    <QuestionCard
      sentence={sentence}
      takesFocus={takesFocus}
      isBusy={isBusy}
      confirm={option === 'source-of-record' ? word.answerWithThis : word.readAgain}
      onSubmit={() => {
        if (answer.trim() !== '') onAnswer(answerAsked(option, answer.trim()));
      }}
    >
      {children}
      {option === 'source-of-record' ? (
        <Choice question={question} answer={answer} onChange={setAnswer} />
      ) : (
        <label className="field">
          <span>{questionInWords(question)}</span>
          <AnswerField question={question} answer={answer} onChange={setAnswer} />
        </label>
      )}
      {option === 'time-zone' && <ProposedZones candidates={candidates} onUse={setAnswer} />}
    </QuestionCard>
  );
}

/** What is asked, with whatever answers it, and a button that sends the answer. */
export function QuestionCard({
  sentence,
  takesFocus,
  isBusy,
  confirm,
  children,
  onSubmit,
}: {
  sentence: string;
  takesFocus: boolean;
  isBusy: boolean;
  confirm: string;
  children: ReactNode;
  onSubmit: () => void;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="card question" onSubmit={submit}>
      <h2 ref={heading} tabIndex={-1}>
        {word.open}
      </h2>
      <p>{sentenceInWords(sentence)}</p>
      {children}
      <p>
        <button type="submit" className="primary" disabled={isBusy}>
          {confirm}
        </button>
      </p>
    </form>
  );
}

/** The field for one answer: from the possible ones where they are known, else typed. */
function AnswerField({
  question: { option, candidates },
  answer,
  onChange,
}: {
  question: OpenQuestion;
  answer: string;
  onChange: (answer: string) => void;
}): ReactNode {
  const common = {
    value: answer,
    required: true,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  if (option === 'time-zone') return <ZoneInput value={answer} candidates={candidates} onChange={onChange} />;
  if (candidates.length > 0)
    return (
      <select {...common}>
        <option value="">{word.chooseAnswer}</option>
        {candidates.map((each) => (
          <option key={each} value={each}>
            {answerInWords(option, each)}
          </option>
        ))}
      </select>
    );
  if (option === 'interval') return <input type="number" min={1} step={1} inputMode="numeric" {...common} />;
  if (option === 'since') return <input type="datetime-local" {...common} />;
  return <input {...common} />;
}

/** An answer in the form that is asked for: a typed number of minutes as a duration, a local time with its offset. */
function answerAsked(option: OpenQuestion['option'], given: string): string {
  if (option === 'interval' && /^\d+$/.test(given)) return `PT${given}M`;
  if (option === 'since' && !given.endsWith('Z')) return new Date(given).toISOString();
  return given;
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
