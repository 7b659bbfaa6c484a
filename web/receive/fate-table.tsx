import type { ReactNode } from 'react';
import { type LotFate, fatesInWords } from '../../src/model/lot-fates.ts';
import { nameAmong } from '../../src/model/product.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { texts } from '../texts.ts';

const word = receiptTexts.byProduct;

/** The lots of a shipment, each with its product and what becomes of it. */
export type FateRow = {
  /** The product's id. */
  readonly product: string;
  readonly name: string;
  readonly lot: string | null;
  readonly fate: LotFate['fate'];
};

/**
 * What becomes of each lot, by product where there are several. Of products with one name, each has its id, too.
 */
export function FateTable({ rows }: { rows: readonly FateRow[] }): ReactNode {
  const isMixed = new Set(rows.map(({ product }) => product)).size > 1;
  const products = rows.map(({ product, name }) => ({ id: product, name }));
  return (
    <table className="fates">
      <caption className="visually-hidden">{word.becomesOf}</caption>
      <thead>
        <tr>
          {isMixed && <th scope="col">{word.product}</th>}
          <th scope="col">{word.lot}</th>
          <th scope="col">{word.fate}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const { product, name, lot, fate } = row;
          const isNew = rows[index - 1]?.product !== product;
          return (
            <tr key={`${product} ${lot}`}>
              {isMixed && <td>{isNew ? nameAmong({ id: product, name }, products) : null}</td>}
              <td>{lot ?? (isMixed ? word.noLot : texts.otherLots)}</td>
              <td className={`fate ${fate}`}>{fatesInWords[fate]}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
