import { type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { planTexts } from '../texts/plan.ts';

const word = planTexts.change;

/** Why a plan is changed: typed, or one of a few suggestions that are then completed. */
export function ReasonField({
  reason,
  onReason,
}: {
  reason: string;
  onReason: (reason: string) => void;
}): ReactNode {
  const field = useId();
  return (
    <div className="field">
      <label htmlFor={field}>{word.reason}</label>
      <div className="suggestions" role="group" aria-label={word.suggestions}>
        {word.reasons.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={reason === each}
            onClick={() => onReason(each)}
          >
            {each}
          </button>
        ))}
      </div>
      <textarea
        id={field}
        rows={2}
        required
        maxLength={1000}
        value={reason}
        onChange={({ target }) => onReason(oneLine(target.value))}
      />
    </div>
  );
}
