import { type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { SuggestedWords } from '../parts/suggested-words.tsx';
import { planChangesTexts } from '../texts/plan-changes.ts';

const word = planChangesTexts.change;

/** Why a plan is changed: typed, or begun with one of a few suggestions. */
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
      <SuggestedWords label={word.suggestions} suggestions={word.reasons} text={reason} onText={onReason} />
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
