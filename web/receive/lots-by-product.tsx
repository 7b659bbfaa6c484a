import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Receipt } from './decision-readiness.ts';
import { LotDetails } from './product-receipts.tsx';

const word = receiptTexts.byProduct;

/** Selects the lots to release, by product. A lot for which no release is recommended says so. */
export function LotsByProduct({
  products,
  chosen,
  onChange,
}: {
  products: NonNullable<Receipt['products']>;
  chosen: readonly string[];
  onChange: (lots: readonly string[]) => void;
}): ReactNode {
  return (
    <div className="lots-by-product" role="group" aria-label={receiptTexts.lots}>
      {products.map(({ product, name, lots }) => (
        <fieldset key={product} className="choice">
          <legend>{name}</legend>
          {lots.map((each) => {
            const { lot, number, recommendation } = each;
            if (lot === null)
              return (
                <p key={product} className="quiet">
                  {word.notByLot}
                </p>
              );
            return (
              <label key={lot}>
                <input
                  type="checkbox"
                  checked={chosen.includes(lot)}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...chosen, lot] : chosen.filter((one) => one !== lot))
                  }
                />
                <span>
                  {number} <LotDetails lot={each} />
                  {recommendation !== 'release' && (
                    <span className={`proposed ${recommendation}`}>
                      {texts.recommendations[recommendation]}
                    </span>
                  )}
                </span>
              </label>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
