import { type FormEvent, type ReactNode, useState } from 'react';
import { type AskedSpan, wholeRecord } from '../../src/evaluation/judge-files.ts';
import { UnusableArgument } from '../../src/logger-files/logger-file.ts';
import { momentGiven } from '../../src/logger-files/moment-given.ts';
import { judgeTexts as word } from '../texts/judge.ts';

/** Asks for the part of the record to judge, as `--from` and `--to` of the command line; an empty field is open. */
export function PartForm({
  timeZone,
  onAsk,
}: {
  timeZone: string | null;
  onAsk: (asked: AskedSpan) => void;
}): ReactNode {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    try {
      onAsk(askedSpan(from.trim(), to.trim(), timeZone));
      setProblem(null);
    } catch (cause) {
      if (!(cause instanceof UnusableArgument)) throw cause;
      setProblem(cause.message);
    }
  };
  const fields = [
    [word.from, from, setFrom],
    [word.to, to, setTo],
  ] as const;
  return (
    <details className="part no-print">
      <summary>{word.part}</summary>
      <form onSubmit={ask}>
        <p className="quiet">{word.partHint}</p>
        <div className="field-row">
          {fields.map(([label, value, set]) => (
            <label key={label} className="field">
              <span>{label}</span>
              <input
                value={value}
                autoComplete="off"
                placeholder={word.momentHint}
                onChange={({ target }) => set(target.value)}
              />
            </label>
          ))}
          <button type="submit">{word.judgePart}</button>
        </div>
        {problem !== null && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </form>
    </details>
  );
}

function askedSpan(from: string, to: string, timeZone: string | null): AskedSpan {
  const moment = (name: string, text: string): number | null =>
    text === '' ? null : momentGiven(name, text, timeZone);
  const asked = { ...wholeRecord, from: moment(word.from, from), to: moment(word.to, to) };
  if (asked.from !== null && asked.to !== null && asked.from > asked.to)
    throw new UnusableArgument(word.wrongOrder(from, to));
  return asked;
}
