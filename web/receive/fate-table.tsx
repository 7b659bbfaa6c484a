import type { ReactNode } from 'react';
import { type LotFate, fatesInWords } from '../../src/model/lot-fates.ts';
import { receiptTexts } from '../texts/receipt-page.ts';

const word = receiptTexts.byProduct;

/** The lots of a shipment, each with its product and what becomes of it. */
export type FateRow = {
  readonly product: string;
  readonly lot: string | null;
  readonly fate: LotFate['fate'];
};

/** What becomes of each lot, by product where there are several. */
export function FateTable({ rows }: { rows: readonly FateRow[] }): ReactNode {
  const isMixed = new Set(rows.map(({ product }) => product)).size > 1;
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
        {rows.map(({ product, lot, fate }, index) => (
          <tr key={`${product} ${lot}`}>
            {isMixed && <td>{rows[index - 1]?.product === product ? null : product}</td>}
            <td>{lot ?? (isMixed ? word.noLot : word.others)}</td>
            <td className={`fate ${fate}`}>{fatesInWords[fate]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
