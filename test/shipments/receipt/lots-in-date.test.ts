import type { Product, ProductLot } from '../../../src/model/product.ts';
import { lotsInDate } from '../../../src/shipments/receipt/lots-in-date.ts';
import { at, created, ledger } from '../../support/facts.ts';
import { checkAnswers, receiptRecord } from '../../support/receipt-records.ts';
import { hour } from '../../support/series.ts';

const product = (id: string, ...lots: ProductLot[]): Product => ({
  id,
  name: id,
  profile: { id: 'warm', version: 1 },
  lots,
});
/** The first day of the year is that of the verdict. */
const [before, last, first] = ['2025-11-30', '2025-12-31', '2026-01-01'];
const inDate = 'No lot is past its expiry date.';

const recordOf = (asOf: number, ...products: Product[]) =>
  receiptRecord([], { entries: ledger(created({ products })), asOf });
const one = product('a', { number: 'A1', expiry: last }, { number: 'A2', expiry: first }, { number: 'A3' });
const [a, b] = [product('a', { number: 'X', expiry: last }), product('b', { number: 'X' })];

checkAnswers('lots are in date to the end of their last day', lotsInDate, [
  [recordOf(at(0) - 1, one), 'pass', inDate],
  [recordOf(at(0), one), 'fail', 'Lot A1 expired on 2025-12-31.'],
  [recordOf(at(0) + 24 * hour, one), 'fail', 'Lot A1 expired on 2025-12-31. Lot A2 expired on 2026-01-01.'],
]);

checkAnswers('expired lots are named by their days, the earliest first', lotsInDate, [
  [
    recordOf(
      at(0),
      product(
        'a',
        { number: 'A1', expiry: last },
        { number: 'A2', expiry: before },
        { number: 'A3', expiry: last },
      ),
    ),
    'fail',
    'Lot A2 expired on 2025-11-30. Lots A1, A3 expired on 2025-12-31.',
  ],
]);

checkAnswers('of lots with one number that of the expired product is named', lotsInDate, [
  [recordOf(at(0), a, b), 'fail', 'Lot a/X expired on 2025-12-31.'],
  [{ ...recordOf(at(0), a, b), product: a }, 'fail', 'Lot a/X expired on 2025-12-31.'],
  [{ ...recordOf(at(0), a, b), product: b }, 'not-applicable', 'The plan has no expiry date for its lots.'],
]);
