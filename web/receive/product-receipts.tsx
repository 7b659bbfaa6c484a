import type { ReactNode } from 'react';
import { Link } from 'wouter';
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
  lacksLabel,
}: {
  shipment: string;
  products: readonly ProductReceipt[];
  /** Whether nothing can be released as long as the label is not scanned. */
  lacksLabel: boolean;
}): ReactNode {
  const haveAllowances = products.some(({ lots }) => lots.some(({ allowances }) => allowances.length > 0));
  return (
    <div className="product-receipts">
      {lacksLabel && <p className="warn">{word.noLabel}</p>}
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
  // What is the same of all lots is said once.
  const shared = lots.length > 1 && new Set(lots.map(saidOf)).size === 1 ? lots[0]!.allowances : null;
  return (
    <section className="card product-receipt" aria-label={name}>
      <h3>
        {name} {gtin !== null && <span className="quiet gtin">{word.gtin(gtin)}</span>}
      </h3>
      <Recommendation of={recommendation} />
      {/* The sentences of allowances stand with the lots that they are about. */}
      {hasChecks && <Checks checks={checks.filter(({ id }) => id !== 'allowances')} />}
      {shared !== null && <Allowances allowances={shared} />}
      <ul className="lot-receipts" aria-label={word.lotsOf(name)}>
        {lots.map((lot) => (
          <LotRow key={lot.lot} lot={lot} hasAllowances={shared === null} />
        ))}
      </ul>
    </section>
  );
}

type Lot = ProductReceipt['lots'][number];

function saidOf({ allowances }: Lot): string {
  return JSON.stringify(allowances.map(({ allowance, outcome, sentence }) => [allowance, outcome, sentence]));
}

function LotRow({ lot, hasAllowances }: { lot: Lot; hasAllowances: boolean }): ReactNode {
  const { number, recommendation, allowances } = lot;
  return (
    <li>
      <p className="lot-head">
        <b>{number === null ? word.noLot : word.lotNumber(number)}</b> <LotDetails lot={lot} />
        <span className={`proposed ${recommendation}`}>{texts.recommendations[recommendation]}</span>
      </p>
      {hasAllowances && <Allowances allowances={allowances} />}
    </li>
  );
}

/** What was used of each allowance, and what is left. */
function Allowances({ allowances }: Pick<Lot, 'allowances'>): ReactNode {
  return allowances.map(({ allowance, sentence, outcome }) => (
    <p key={allowance} className={`allowance ${outcome}`}>
      {inRoundNumbers(sentence)}
    </p>
  ));
}

/** How many units a lot has, and until when it may be used. */
export function LotDetails({
  lot: { quantity, expiry },
}: {
  lot: Pick<Lot, 'quantity' | 'expiry'>;
}): ReactNode {
  const details = [
    ...(quantity === null ? [] : [word.units(quantity)]),
    ...(expiry === null ? [] : [word.expires(expiry)]),
  ];
  return details.length === 0 ? null : <span className="quiet">{details.join(', ')}</span>;
}
