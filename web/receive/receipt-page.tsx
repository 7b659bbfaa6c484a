import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { recommendations } from '../../src/model/enumerations.ts';
import { readSscc } from '../../src/model/gs1.ts';
import { Refused } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { FilesSection } from '../files/files-section.tsx';
import { NoShipment } from '../parts/no-shipment.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { Arrive } from './arrive.tsx';
import { Checks, checksInShort } from './checks.tsx';
import { Decide } from './decide.tsx';
import { type LotToDecide, lotsToDecide } from './lots-to-decide.ts';
import { LabelEntry } from './label-entry.tsx';
import { RecordInShort } from './record-in-short.tsx';
import { ProductReceipts } from './product-receipts.tsx';
import type { Receipt as ReceiptData } from './decision-readiness.ts';
import { Signed } from './signed.tsx';
import type { Shown } from '../shipment/shown.ts';

/** Everything needed for a decision on one screen: recommendation, checks, record, decision. */
export default function ReceiptPage({ shipment }: { shipment: string }): ReactNode {
  const shown = useApi('showShipment', { path: { shipment } });
  const [query, change] = useQueryState();
  const label = query.get('label');
  if (shown.error instanceof Refused && shown.error.problem.status === 404)
    return <NoShipment shipment={shipment} />;
  return (
    <Loaded of={shown}>
      {(data) => <Receipt shown={data} label={label} onLabel={(given) => change({ label: given })} />}
    </Loaded>
  );
}

function Receipt({
  shown,
  label,
  onLabel,
}: {
  shown: Shown;
  label: string | null;
  onLabel: (label: string) => void;
}): ReactNode {
  const { shipment, goods, lots, origin, destination, status, sscc } = shown;
  const path = { shipment };
  const { roles, sites } = usePerson();
  const [correcting, setCorrecting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const receipt = useApi('getReceipt', { path, query: { label } });
  const hasSensor = shown.attachments.length > 0;
  const verdict = useApi('getVerdict', { path }, { enabled: hasSensor });
  const signed = useApi(
    'listVerdicts',
    { path, query: { limit: 100 } },
    { enabled: shown.decision !== null },
  );
  const mayDecide = roles.includes('pharmacist') && sites.includes(shown.site);
  const isUnderWay = status === 'planned' || status === 'in-transit';
  const hasArrived = !isUnderWay && shown.cancellation === null;
  const isDeciding = (shown.decision === null && shown.cancellation === null) || correcting;
  // Either nothing has been scanned yet, or the label belongs to other goods.
  const isOther =
    receipt.data?.checks.some(({ id, outcome }) => id === 'goods-identified' && outcome === 'fail') ??
    label === null;
  const take = (given: string): void => {
    const read = readSscc(given);
    setProblem(read.ok ? null : texts.receive.badLabel(read.reason));
    if (read.ok) onLabel(read.sscc);
  };
  return (
    <Page
      title={`${receiptTexts.title} ${shipment}`}
      className="receipt"
      heading={
        <>
          {shipment} <span className="goods">{goods}</span>
        </>
      }
    >
      <p className="lead">
        {texts.board.route(origin, destination)}
        {lots.length > 0 && ` · ${texts.shipment.lots} ${lots.join(', ')}`}
      </p>
      {shown.decision !== null && (
        <Loaded of={signed}>{({ items }) => <Signed items={items} shipment={shipment} />}</Loaded>
      )}
      {isUnderWay && <Arrive shown={shown} mayDeclare={mayDecide || roles.includes('logistics')} />}
      {hasArrived && sscc !== null && isOther && isDeciding && (
        <section className="card">
          <p>
            <b>{receiptTexts.noScan}</b>
          </p>
          <LabelEntry onLabel={take} problem={problem} hint={texts.receive.sscc} />
        </section>
      )}
      <Loaded of={receipt}>
        {(data) => {
          // For signed decisions the label was checked at signing; the result is part of the evidence.
          const checks = data.checks.filter(({ id }) => isDeciding || id !== 'goods-identified');
          return (
            <>
              <section className="verdict">
                {(isDeciding || status === 'contradicted') && <Recommendation of={data.recommendation} />}
                {isDeciding && <Proposal lots={lotsToDecide(shown, data)} />}
                <h2>{checksInShort(checks)}</h2>
                <Checks checks={checks.filter(({ id }) => !ofProducts(data).has(id))} />
                {data.products !== undefined && (
                  <ProductReceipts
                    shipment={shipment}
                    products={data.products}
                    lacksLabel={isDeciding && sscc !== null && label === null}
                  />
                )}
                {hasSensor && (
                  <Loaded of={verdict}>{(judged) => <RecordInShort shown={shown} verdict={judged} />}</Loaded>
                )}
              </section>
              <p>
                <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{receiptTexts.seeShipment}</Link>
              </p>
              <div id="logger-files">
                <FilesSection shown={shown} isAdding={isDeciding} />
              </div>
              {hasArrived && mayDecide && isDeciding && (
                <Decide
                  shown={shown}
                  receipt={data}
                  label={label}
                  corrects={correcting ? data.signed : null}
                />
              )}
              {hasArrived && mayDecide && shown.decision !== null && !correcting && (
                <button type="button" onClick={() => setCorrecting(true)}>
                  {receiptTexts.correct}
                </button>
              )}
              {hasArrived && !mayDecide && shown.decision === null && (
                <p className="quiet">{receiptTexts.youCannot}</p>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** What is recommended of each lot, where that differs. */
function Proposal({ lots }: { lots: readonly LotToDecide[] }): ReactNode {
  const named = (what: LotToDecide['recommendation']): string[] =>
    lots.flatMap(({ key, number, name, recommendation }) =>
      recommendation === what ? (number === null ? name : (key ?? number)) : [],
    );
  const byRecommendation = recommendations.map((each) => ({ recommendation: each, lots: named(each) }));
  if (byRecommendation.filter((each) => each.lots.length > 0).length < 2) return null;
  return (
    <p>
      <b>{receiptTexts.byProduct.proposed(byRecommendation)}</b>
    </p>
  );
}

/** The checks that stand with each of several products. */
function ofProducts({ products = [] }: ReceiptData): ReadonlySet<string> {
  return new Set(products.length < 2 ? [] : products[0]!.checks.map(({ id }) => id));
}
