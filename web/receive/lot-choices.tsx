import { type ReactNode, useId } from 'react';
import type { Fate } from '../../src/model/lot-fates.ts';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { LotToDecide } from './lots-to-decide.ts';
import { LotDetails } from './product-receipts.tsx';

const word = receiptTexts.byProduct;
const fates: readonly Fate[] = ['released', 'quarantined', 'rejected'];

/** Chooses for each lot what becomes of it, by product. Each says what is recommended for it. */
export function LotChoices({
  lots,
  fateOf,
  onChange,
}: {
  lots: readonly LotToDecide[];
  fateOf: (key: string) => Fate;
  onChange: (key: string, fate: Fate) => void;
}): ReactNode {
  const byProduct = [...Map.groupBy(lots, ({ product }) => product).values()];
  return (
    <div className="lot-choices" role="group" aria-label={word.fates}>
      {byProduct.map((own) => (
        <div key={own[0]!.product} role="group" aria-label={own[0]!.name}>
          <h3>{own[0]!.name}</h3>
          {own.map((lot) =>
            lot.key === null ? (
              <p key="" className="quiet">
                {word.notByItself}
              </p>
            ) : (
              <LotChoice
                key={lot.key}
                lot={lot}
                fate={fateOf(lot.key)}
                onChange={(fate) => onChange(lot.key!, fate)}
              />
            ),
          )}
        </div>
      ))}
    </div>
  );
}

function LotChoice({
  lot,
  fate,
  onChange,
}: {
  lot: LotToDecide;
  fate: Fate;
  onChange: (fate: Fate) => void;
}): ReactNode {
  const group = useId();
  const { number, recommendation } = lot;
  return (
    <fieldset className="lot-choice">
      <legend>
        <b>{number === null ? word.noLot : word.lotNumber(number)}</b> <LotDetails lot={lot} />{' '}
        <span className={`proposed ${recommendation}`}>{texts.recommendations[recommendation]}</span>
      </legend>
      <div className="fate-choice">
        {fates.map((each) => (
          <label key={each} className={each}>
            <input type="radio" name={group} checked={fate === each} onChange={() => onChange(each)} />
            {texts.decisions[each]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
