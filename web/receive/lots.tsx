import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** Which lots are released: of those that were planned, or, where none were, as they are typed. */
export function Lots({
  known,
  chosen,
  onChange,
}: {
  known: readonly string[];
  chosen: readonly string[];
  onChange: (lots: readonly string[]) => void;
}): ReactNode {
  if (known.length === 0)
    return (
      <label className="field">
        <span>{texts.receipt.lotsTyped}</span>
        <textarea
          rows={3}
          value={chosen.join('\n')}
          onChange={(event) => onChange(event.target.value.split('\n').map((lot) => lot.trimStart()))}
        />
      </label>
    );
  return (
    <fieldset className="choice">
      <legend>{texts.receipt.lots}</legend>
      {known.map((lot) => (
        <label key={lot}>
          <input
            type="checkbox"
            checked={chosen.includes(lot)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, lot] : chosen.filter((each) => each !== lot))
            }
          />
          {lot}
        </label>
      ))}
    </fieldset>
  );
}
