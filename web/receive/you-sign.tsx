import type { ReactNode } from 'react';
import { type DecidedLots, lotFatesOf } from '../../src/model/lot-fates.ts';
import { isRelease } from '../../src/model/enumerations.ts';
import { meaningOf } from '../../src/model/meaning-of-decision.ts';
import { FactList } from '../parts/fact-list.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Shown } from '../shipment/shown.ts';
import { decidedInWords } from '../format/decided-in-words.ts';
import type { Receipt } from './decision-readiness.ts';
import { FateTable } from './fate-table.tsx';
import { productsIn } from './products-in.ts';

const word = receiptTexts;

/**
 * What a signature will say: the box, the decision, its meaning, and where products or lots can differ, the fate of each.
 * Who releases goods that the label does not identify is told so once more.
 */
export function YouSign({
  shown: { shipment, goods, lots, products },
  decided,
  corrects,
  checks,
}: {
  shown: Pick<Shown, 'shipment' | 'goods' | 'lots' | 'products'>;
  decided: DecidedLots;
  corrects: number | null;
  checks: Receipt['checks'];
}): ReactNode {
  const own = productsIn({ products });
  const fates = lotFatesOf(own, decided);
  const isByLot = own.length > 1 || decided.lots.length > 0 || decided.rejected !== undefined;
  const unidentified = isRelease(decided.decision)
    ? checks.filter(({ id, outcome }) => id === 'goods-identified' && outcome === 'fail')
    : [];
  const rows: [string, string][] = [
    [word.box, `${shipment}, ${goods}`],
    [texts.shipment.lots, isByLot ? '' : lots.join(', ')],
    [word.decision, decidedInWords(decided)],
    [word.meaning, meaningOf({ ...decided, corrects }, own)],
    ...unidentified.map(({ id, sentence }): [string, string] => [texts.checks[id] ?? id, sentence]),
  ];
  return (
    <section className="you-sign" aria-label={word.youSign}>
      <h2 tabIndex={-1}>{word.youSign}</h2>
      <FactList facts={rows} isInLines />
      {isByLot && (
        <FateTable
          rows={fates.map(({ product, lot, fate }) => ({
            product: product.id,
            name: product.name,
            lot: lot?.number ?? null,
            fate,
          }))}
        />
      )}
    </section>
  );
}
