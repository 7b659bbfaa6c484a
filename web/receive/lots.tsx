import type { ReactNode } from 'react';
import { receiptTexts } from '../texts/receipt-page.ts';

/** Selects the lots to release: from the planned lots or, where there are none, as text. */
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
        <span>{receiptTexts.lotsTyped}</span>
        <textarea
          rows={3}
          value={chosen.join('\n')}
          onChange={(event) => onChange(event.target.value.split('\n').map((lot) => lot.trimStart()))}
        />
      </label>
    );
  return (
    <fieldset className="choice">
      <legend>{receiptTexts.lots}</legend>
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
