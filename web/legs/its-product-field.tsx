import type { ReactNode } from 'react';
import { TextField } from '../plan/text-field.tsx';
import { legTexts } from '../texts/legs.ts';
import type { EarlierProducts } from './use-earlier-products.ts';

const word = legTexts.nameDialog;

/** Chooses which product of an earlier shipment it was; its id is typed where that shipment cannot be read. */
export function ItsProductField({
  earlier,
  value,
  onChange,
}: {
  earlier: EarlierProducts;
  /** The id of the product; empty while none is chosen. */
  value: string;
  onChange: (id: string) => void;
}): ReactNode {
  if (earlier.kind === 'not-yet') return null;
  if (earlier.kind === 'unknown')
    return (
      <TextField
        label={word.itsProduct}
        value={value}
        onChange={onChange}
        hint={word.itsProductHint}
        isOptional
      />
    );
  return (
    <label className="field">
      <span>{word.itsProductToChoose}</span>
      <select value={value} required onChange={({ target }) => onChange(target.value)}>
        <option value="">{word.chooseItsProduct}</option>
        {earlier.products.map(({ id, name, gtin = null }) => (
          <option key={id} value={id}>
            {gtin === null ? name : word.withGtin(name, gtin)}
          </option>
        ))}
      </select>
    </label>
  );
}
