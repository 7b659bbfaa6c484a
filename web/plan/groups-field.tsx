import { type ReactNode, useState } from 'react';
import { planTexts } from '../texts/plan.ts';
import { TextField } from './text-field.tsx';

const word = planTexts.notify;

type GroupsField = {
  readonly chosen: readonly string[];
  readonly offered: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly problem: string | null;
};

/** The groups that are notified: those in use to tick, and others to add by name. */
export function AudienceField({ chosen, offered, onChange, problem }: GroupsField): ReactNode {
  const names = [...new Set([...chosen, ...offered])].sort((a, b) => a.localeCompare(b));
  return (
    <fieldset className="choice">
      <legend>{planTexts.fields.audience}</legend>
      <p className="quiet">{word.hint}</p>
      {names.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
            }
          />
          {name}
        </label>
      ))}
      <AddGroup
        label={word.another}
        offered={[]}
        onAdd={(name) => onChange([...new Set([...chosen, name])])}
      />
      {chosen.length === 0 && <p className="warn">{word.nobody}</p>}
      {problem !== null && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

/** The groups to which an alarm goes that nobody acknowledges, in their order. */
export function EscalationField({ chosen, offered, onChange, problem }: GroupsField): ReactNode {
  const earlier = (index: number): void => {
    const moved = [...chosen];
    moved.splice(index - 1, 0, ...moved.splice(index, 1));
    onChange(moved);
  };
  return (
    <fieldset className="choice">
      <legend>{planTexts.fields.escalation}</legend>
      <p className="quiet">{word.escalationHint}</p>
      {chosen.length === 0 ? (
        <p className="quiet">{word.noEscalation}</p>
      ) : (
        <ol className="ordered">
          {chosen.map((name, index) => (
            <li key={name}>
              <span>{name}</span>
              <button
                type="button"
                aria-label={word.earlier(name)}
                disabled={index === 0}
                onClick={() => earlier(index)}
              >
                ↑
              </button>
              <button
                type="button"
                aria-label={word.remove(name)}
                onClick={() => onChange(chosen.filter((each) => each !== name))}
              >
                {planTexts.remove}
              </button>
            </li>
          ))}
        </ol>
      )}
      <AddGroup
        label={word.addEscalation}
        offered={offered.filter((name) => !chosen.includes(name))}
        onAdd={(name) => onChange([...new Set([...chosen, name])])}
      />
      {problem !== null && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

/** A field for one more group. What is typed also counts when the field is left, so that nothing typed is lost. */
function AddGroup({
  label,
  offered,
  onAdd,
}: {
  label: string;
  offered: readonly string[];
  onAdd: (name: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const add = (): void => {
    if (typed.trim() !== '') onAdd(typed.trim());
    setTyped('');
  };
  return (
    <div
      className="field-row"
      role="group"
      aria-label={label}
      onBlur={add}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || typed.trim() === '') return;
        event.preventDefault();
        add();
      }}
    >
      <TextField
        label={label}
        value={typed}
        onChange={setTyped}
        options={offered.map((value) => ({ value }))}
      />
      <button type="button" aria-label={`${word.add}: ${label}`} onClick={add}>
        {word.add}
      </button>
    </div>
  );
}
