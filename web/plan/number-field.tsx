import type { ReactNode } from 'react';
import { planTexts } from '../texts/plan.ts';
import { TextField } from './text-field.tsx';
import type { NumberState } from './use-number.ts';

const word = planTexts.form;

/** The number of a new shipment: proposed, changeable, and checked at once. */
export function NumberField({
  number,
  state: { isFree, isUnchecked, proposed },
  isProposed,
  onType,
  onPropose,
  problem,
}: {
  number: string;
  state: NumberState;
  isProposed: boolean;
  onType: (number: string) => void;
  /** Goes back to the proposed number. */
  onPropose: () => void;
  problem: string | null;
}): ReactNode {
  const isTaken = isFree === false;
  return (
    <div>
      <TextField
        label={planTexts.fields.shipment}
        value={number}
        onChange={onType}
        hint={isProposed ? word.numberHint : isFree === true ? word.numberFree(number.trim()) : undefined}
        problem={isTaken ? word.numberTaken(number.trim()) : problem}
      />
      {isUnchecked && <p className="quiet">{word.numberUnchecked}</p>}
      {!isProposed && (isTaken || problem !== null) && proposed !== number.trim() && (
        <p>
          <button type="button" onClick={onPropose}>
            {word.takeNumber(proposed)}
          </button>
        </p>
      )}
    </div>
  );
}
