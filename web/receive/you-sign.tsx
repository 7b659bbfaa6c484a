import type { ReactNode } from 'react';
import { meaningOf } from '../../src/model/meaning-of-decision.ts';
import { FactList } from '../parts/fact-list.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Decision } from './decision-readiness.ts';

const word = receiptTexts;

/** What a signature will say: the box, its lots, the decision and its meaning. */
export function YouSign({
  shipment,
  goods,
  lots,
  released,
  decision,
  corrects,
}: {
  shipment: string;
  goods: string;
  /** The lots of the shipment. */
  lots: readonly string[];
  /** The lots that a partial release releases. */
  released: readonly string[];
  decision: Decision;
  corrects: number | null;
}): ReactNode {
  const isPart = decision === 'partly-released';
  const rest = isPart ? lots.filter((lot) => !released.includes(lot)) : [];
  const rows: [string, string][] = [
    [word.box, `${shipment}, ${goods}`],
    [texts.shipment.lots, lots.join(', ')],
    [word.decision, texts.decisions[decision]],
    [word.meaning, meaningOf({ decision, lots: isPart ? released : [], corrects })],
    [word.notReleased, rest.join(', ')],
  ];
  return (
    <section className="you-sign" aria-label={word.youSign}>
      <h2 tabIndex={-1}>{word.youSign}</h2>
      <FactList facts={rows} isInLines />
    </section>
  );
}
