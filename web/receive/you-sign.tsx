import type { ReactNode } from 'react';
import { type DecidedLots, lotFatesOf } from '../../src/model/lot-fates.ts';
import { meaningOf } from '../../src/model/meaning-of-decision.ts';
import { readVersion } from '../../src/model/written-version.ts';
import { FactList } from '../parts/fact-list.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Shown } from '../shipment/shown.ts';
import { decidedInWords } from '../format/decided-in-words.ts';
import { FateTable } from './fate-table.tsx';

const word = receiptTexts;

/** What a signature will say: the box, the decision, its meaning, and where products or lots can differ, the fate of each. */
export function YouSign({
  shown: { shipment, goods, lots, products },
  decided,
  corrects,
}: {
  shown: Pick<Shown, 'shipment' | 'goods' | 'lots' | 'products'>;
  decided: DecidedLots;
  corrects: number | null;
}): ReactNode {
  const own = products.map((each) => ({ ...each, profile: readVersion(each.profile) }));
  const fates = lotFatesOf(own, decided);
  const isByLot = own.length > 1 || decided.lots.length > 0 || decided.rejected !== undefined;
  const rows: [string, string][] = [
    [word.box, `${shipment}, ${goods}`],
    [texts.shipment.lots, isByLot ? '' : lots.join(', ')],
    [word.decision, decidedInWords(decided)],
    [word.meaning, meaningOf({ ...decided, corrects }, own)],
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
