import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { recommended } from '../../src/model/proposed-decision.ts';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { Checks } from './checks.tsx';
import type { Receipt } from './decision-readiness.ts';

const word = receiptTexts.byProduct;

type ProductReceipt = NonNullable<Receipt['products']>[number];

/** What is recommended of each product and of each of its lots, and why. */
export function ProductReceipts({
  shipment,
  products,
}: {
  shipment: string;
  products: readonly ProductReceipt[];
}): ReactNode {
  const haveAllowances = products.some(({ lots }) => lots.some(({ allowances }) => allowances.length > 0));
  return (
    <div className="product-receipts">
      {products.map((each) => (
        <ProductCard key={each.product} receipt={each} hasChecks={products.length > 1} />
      ))}
      {haveAllowances && (
        <p>
          <Link href={`/shipments/${encodeURIComponent(shipment)}#before`}>{word.before}</Link>
        </p>
      )}
    </div>
  );
}

/** One product. The checks of the only product stand with those of the shipment. */
function ProductCard({ receipt, hasChecks }: { receipt: ProductReceipt; hasChecks: boolean }): ReactNode {
  const { name, gtin, recommendation, checks, lots } = receipt;
  return (
    <section className="card product-receipt" aria-label={name}>
      <h3>
        {name} {gtin !== null && <span className="quiet gtin">{word.gtin(gtin)}</span>}
      </h3>
      <Recommendation of={recommendation} />
      {/* The sentences of allowances stand with the lots that they are about. */}
      {hasChecks && <Checks checks={checks.filter(({ id }) => id !== 'allowances')} />}
      <ul className="lot-receipts" aria-label={word.lotsOf(name)}>
        {lots.map((lot) => (
          <LotRow key={lot.lot} lot={lot} />
        ))}
      </ul>
    </section>
  );
}

function LotRow({ lot }: { lot: ProductReceipt['lots'][number] }): ReactNode {
  const { number, recommendation, allowances } = lot;
  return (
    <li>
      <p className="lot-head">
        <b>{number === null ? word.noLot : word.lotNumber(number)}</b> <LotDetails lot={lot} />
        <span className={`proposed ${recommendation}`}>{texts.decisions[recommended[recommendation]]}</span>
      </p>
      {allowances.map(({ allowance, sentence, outcome }) => (
        <p key={allowance} className={`allowance ${outcome}`}>
          {inRoundNumbers(sentence)}
        </p>
      ))}
    </li>
  );
}

/** How many units a lot has, and until when it may be used. */
export function LotDetails({
  lot: { quantity, expiry },
}: {
  lot: Pick<ProductReceipt['lots'][number], 'quantity' | 'expiry'>;
}): ReactNode {
  const details = [
    ...(quantity === null ? [] : [word.units(quantity)]),
    ...(expiry === null ? [] : [word.expires(expiry)]),
  ];
  return details.length === 0 ? null : <span className="quiet">{details.join(', ')}</span>;
}
