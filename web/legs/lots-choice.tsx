import { type ReactNode, useId } from 'react';
import { legTexts } from '../texts/legs.ts';

const word = legTexts.fields;

/** Chooses lots by their keys: all (null), or some. Nothing to choose for one lot. */
export function LotsChoice({
  lots,
  chosen,
  onChange,
}: {
  lots: readonly string[];
  chosen: readonly string[] | null;
  onChange: (chosen: readonly string[] | null) => void;
}): ReactNode {
  const group = useId();
  if (lots.length < 2) return null;
  return (
    <fieldset className="choice">
      <legend>{word.lots}</legend>
      <label>
        <input type="radio" name={group} checked={chosen === null} onChange={() => onChange(null)} />
        {word.allLots}
      </label>
      <label>
        <input type="radio" name={group} checked={chosen !== null} onChange={() => onChange([])} />
        {word.theseLots}
      </label>
      {chosen !== null && (
        <div className="chosen-products">
          {lots.map((lot) => (
            <label key={lot}>
              <input
                type="checkbox"
                checked={chosen.includes(lot)}
                // In the order of the plan, whatever the order in which they are chosen.
                onChange={({ target }) =>
                  onChange(lots.filter((each) => (each === lot ? target.checked : chosen.includes(each))))
                }
              />
              {lot}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
