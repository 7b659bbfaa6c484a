import { type ReactNode, useEffect, useState } from 'react';
import { dialogOnDemand, onDemand } from '../parts/on-demand.tsx';
import { Link } from 'wouter';
import { Refused } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { NoShipment } from '../parts/no-shipment.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { isDecided } from '../parts/shipment-state.ts';
import { useHash } from '../parts/use-hash.ts';
import { currentNotice, dismissNotice, isOver } from '../plan/notice-state.ts';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { ActionBar, ActionsOfOthers } from './action-bar.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { RecommendationSoFar } from './recommendation-so-far.tsx';
import { type RunAction, RunDialog } from './run-dialog.tsx';
import type { Shown } from './shown.ts';
import { type ShipmentTab, Tabs, tabAsked } from './tabs.tsx';
import { usePrinting } from './use-printing.ts';

const ChartTab = onDemand(() => import('./chart-tab.tsx'));
const CancelShipment = dialogOnDemand(async () => ({
  default: (await import('../plan/cancel-shipment.tsx')).CancelShipment,
}));
const ShareDialog = dialogOnDemand(async () => ({
  default: (await import('./share-dialog.tsx')).ShareDialog,
}));
const HistoryTab = onDemand(() => import('./history-tab.tsx'));

/** Everything known about one shipment. */
export default function ShipmentPage({ shipment }: { shipment: string }): ReactNode {
  const shown = useApi('showShipment', { path: { shipment } });
  if (shown.error instanceof Refused && shown.error.problem.status === 404)
    return <NoShipment shipment={shipment} />;
  return <Loaded of={shown}>{(data) => <Whole shown={data} />}</Loaded>;
}

/** What the person is being asked about: an action, at the time that positions show or not. */
type AskedFor = { readonly action: RunAction | 'cancel' | 'share'; readonly isSeen: boolean };

function Whole({ shown }: { shown: Shown }): ReactNode {
  const { shipment, goods, origin, destination, status } = shown;
  const { roles } = usePerson();
  const [query, change] = useQueryState();
  const hash = useHash();
  const [asked, setAsked] = useState<AskedFor | null>(null);
  const { showsAll, isPreparing, print } = usePrinting(shipment);
  const close = (): void => setAsked(null);
  useEffect(() => {
    const notice = currentNotice();
    if (notice?.shipment === shipment && isOver(notice, shown)) dismissNotice();
  }, [shipment, shown]);
  const isUnderWay = !isDecided(shown) && shown.cancellation === null;
  const canBeReviewed = status === 'arrived' || status === 'contradicted' || shown.decision !== null;
  const tabs: Readonly<Record<ShipmentTab, ReactNode>> = {
    overview: <OverviewTab shown={shown} onConfirm={(action) => setAsked({ action, isSeen: true })} />,
    chart: <ChartTab shown={shown} isPreparing={isPreparing} onPrint={print} />,
    history: <HistoryTab shown={shown} />,
  };
  return (
    <Page
      title={shipment}
      className="shipment"
      heading={
        <>
          {shipment} <span className="goods">{goods}</span>
        </>
      }
      aside={<RecommendationSoFar shown={shown} />}
    >
      <p className="lead">
        {texts.board.route(origin, destination)}
        {canBeReviewed && (
          <Link className="button primary" href={`/shipments/${encodeURIComponent(shipment)}/receipt`}>
            {roles.includes('pharmacist') && isUnderWay ? texts.shipment.decide : texts.shipment.see}
          </Link>
        )}
      </p>
      <ActionBar
        shown={shown}
        onRun={(action) => setAsked({ action, isSeen: false })}
        onShare={() => setAsked({ action: 'share', isSeen: false })}
        onCancel={() => setAsked({ action: 'cancel', isSeen: false })}
      />
      <ActionsOfOthers shown={shown} />
      <Tabs
        selected={tabAsked(query.get('tab'), hash)}
        onSelect={(tab) => change({ tab: tab === 'overview' ? null : tab })}
        showsAll={showsAll}
      >
        {(tab) => tabs[tab]}
      </Tabs>
      {asked?.action === 'cancel' && <CancelShipment shown={shown} onClose={close} />}
      {asked?.action === 'share' && <ShareDialog shown={shown} onClose={close} />}
      {asked !== null && asked.action !== 'cancel' && asked.action !== 'share' && (
        <RunDialog shown={shown} action={asked.action} isSeen={asked.isSeen} onClose={close} />
      )}
    </Page>
  );
}
