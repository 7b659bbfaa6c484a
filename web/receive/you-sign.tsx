import type { ReactNode } from 'react';
import { lotFatesOf } from '../../src/model/lot-fates.ts';
import { meaningOf } from '../../src/model/meaning-of-decision.ts';
import { readVersion } from '../../src/model/written-version.ts';
import { FactList } from '../parts/fact-list.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Shown } from '../shipment/shown.ts';
import { FateTable } from './fate-table.tsx';
import type { Decision } from './decision-readiness.ts';

const word = receiptTexts;

/** What a signature will say: the box, its lots, the decision and its meaning. */
export function YouSign({
  shipment,
  goods,
  lots,
  products,
  released,
  decision,
  corrects,
}: {
  shipment: string;
  goods: string;
  /** The lots of the shipment. */
  lots: readonly string[];
  products: Shown['products'];
  /** The lots that a partial release releases. */
  released: readonly string[];
  decision: Decision;
  corrects: number | null;
}): ReactNode {
  const isPart = decision === 'partly-released';
  const isMixed = products.length > 1;
  const own = products.map((each) => ({ ...each, profile: readVersion(each.profile) }));
  const decided = { decision, lots: isPart ? released : [], corrects };
  const rest = isPart && !isMixed ? lots.filter((lot) => !released.includes(lot)) : [];
  const rows: [string, string][] = [
    [word.box, `${shipment}, ${goods}`],
    [texts.shipment.lots, isMixed ? '' : lots.join(', ')],
    [word.decision, texts.decisions[decision]],
    [word.meaning, meaningOf(decided, own)],
    [word.notReleased, rest.join(', ')],
  ];
  return (
    <section className="you-sign" aria-label={word.youSign}>
      <h2 tabIndex={-1}>{word.youSign}</h2>
      <FactList facts={rows} isInLines />
      {isMixed && (
        <FateTable
          rows={lotFatesOf(own, decided).map(({ product, lot, fate }) => ({
            product: product.name,
            lot: lot?.number ?? null,
            fate,
          }))}
        />
      )}
    </section>
  );
}
