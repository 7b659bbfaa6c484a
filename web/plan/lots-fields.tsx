import type { ReactNode } from 'react';
import { planTexts } from '../texts/plan.ts';
import { productTexts as word } from '../texts/products.ts';
import { type DraftLot, isBlankLot, noLot } from './draft-product.ts';
import { TextField } from './text-field.tsx';

/** The lots of a product, each with its units and its last day, if they are known. */
export function LotsFields({
  product,
  lots,
  onChange,
  problemOf,
}: {
  /** The name of the product. */
  product: string;
  lots: readonly DraftLot[];
  onChange: (lots: readonly DraftLot[]) => void;
  /** The problem of a field, as `lots.0.number`; null where there is none. */
  problemOf: (field: string) => string | null;
}): ReactNode {
  const rows = lots.length === 0 ? [noLot] : lots;
  return (
    <div className="lots">
      {rows.map((lot, index) => {
        const change = (part: Partial<DraftLot>): void => onChange(rows.with(index, { ...lot, ...part }));
        const problem = (field: keyof DraftLot): string | null => problemOf(`lots.${index}.${field}`);
        const named = lot.number.trim() === '' ? word.lotNumber(index + 1) : lot.number.trim();
        return (
          <div key={index} className="lot-row" role="group" aria-label={word.lotNumber(index + 1)}>
            <TextField
              label={word.fields.number}
              value={lot.number}
              onChange={(number) => change({ number })}
              problem={problem('number')}
            />
            <TextField
              label={word.fields.quantity}
              value={lot.quantity}
              onChange={(quantity) => change({ quantity })}
              problem={problem('quantity')}
              isOptional
            />
            <TextField
              label={word.fields.expiry}
              type="date"
              value={lot.expiry}
              onChange={(expiry) => change({ expiry })}
              problem={problem('expiry')}
              isOptional
            />
            {(rows.length > 1 || !isBlankLot(lot)) && (
              <button
                type="button"
                aria-label={word.remove(named)}
                onClick={() => onChange(rows.toSpliced(index, 1))}
              >
                {planTexts.remove}
              </button>
            )}
          </div>
        );
      })}
      {problemOf('lots') !== null && (
        <p role="alert" className="problem">
          {problemOf('lots')}
        </p>
      )}
      <p>
        <button
          type="button"
          className="link"
          aria-label={word.addLotTo(product)}
          onClick={() => onChange([...rows, noLot])}
        >
          {word.addLot}
        </button>
      </p>
    </div>
  );
}
