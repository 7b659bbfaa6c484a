import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Refused } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { NoShipment } from '../parts/no-shipment.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import type { Shown } from '../shipment/shown.ts';
import { planTexts } from '../texts/plan.ts';
import { planChangesTexts } from '../texts/plan-changes.ts';
import { toDraft } from './draft-plan.ts';
import { EditPlan } from './edit-plan.tsx';
import { PlanFacts } from './plan-summary.tsx';
import { usePlanning } from './use-planning.ts';
import { whyFixed } from './what-may-change.ts';

const word = planChangesTexts.change;

/** Changes what may still change of a shipment's plan. */
export default function EditPlanPage({ shipment }: { shipment: string }): ReactNode {
  const shown = useApi('showShipment', { path: { shipment } });
  if (shown.error instanceof Refused && shown.error.problem.status === 404)
    return <NoShipment shipment={shipment} />;
  return (
    <Page
      title={word.title(shipment)}
      className="plan"
      aside={<Link href={`/shipments/${encodeURIComponent(shipment)}`}>{word.back}</Link>}
    >
      <Loaded of={shown}>{(data) => <Whole shown={data} />}</Loaded>
    </Page>
  );
}

function Whole({ shown }: { shown: Shown }): ReactNode {
  const { mayPlan, sites } = usePlanning();
  const why = whyFixed(shown);
  if (!mayPlan || !sites.includes(shown.site) || why !== null)
    return (
      <>
        <p>{why ?? planTexts.onlyLogistics}</p>
        <section className="card">
          <PlanFacts plan={toDraft(shown.plan)} />
        </section>
      </>
    );
  return <EditPlan shown={shown} />;
}
