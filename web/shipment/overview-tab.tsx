import { type ReactNode, useMemo, useState } from 'react';
import { useApi, useWholeList } from '../api/use-api.ts';
import { renewed } from '../api/renewed.ts';
import { FilesSection } from '../files/files-section.tsx';
import { useNames } from '../files/sensor-names.ts';
import { hasAllowances, hasBefore } from '../legs/legs.ts';
import { onDemand } from '../parts/on-demand.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useElapsed } from '../parts/use-elapsed.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { isDecided } from '../parts/shipment-state.ts';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { Facts } from './facts.tsx';
import { FirstCard } from './first-card.tsx';
import { Loggers } from './loggers.tsx';
import { rangeSoFar } from './range-so-far.ts';
import { ProductRecommendations, reasonsOfNone } from './product-recommendations.tsx';
import { Reasons } from './reasons.tsx';
import type { Verdict } from './record.ts';
import type { RunAction } from './run-dialog.tsx';
import type { Shown } from './shown.ts';
import { Suggestions } from './suggestions.tsx';
import { useProfiles } from './use-profiles.ts';

const BeforeSection = onDemand(
  () => import('../legs/before-section.tsx'),
  () => null,
);

/** Whether the goods have neither departed nor been read: there is nothing yet from which a recommendation could follow. */
function isBeforeReadings({ status }: Shown, verdict: Verdict): boolean {
  return status === 'planned' && rangeSoFar(verdict).kind === 'no-readings';
}

/** What is slower than this is filled in later. */
const patienceMs = 4000;

/** What happened and what to do, the recommendation so far, the plan against what became of it, and the loggers. */
export function OverviewTab({
  shown,
  onConfirm,
}: {
  shown: Shown;
  onConfirm: (action: RunAction) => void;
}): ReactNode {
  const { shipment, attachments } = shown;
  const path = { shipment };
  const formats = useFormats();
  const names = useNames(shipment);
  const alarms = useWholeList('listShipmentAlarms', { path });
  const profiles = useProfiles(shown);
  const verdict = useApi(
    'getVerdict',
    { path },
    { enabled: attachments.length > 0, refetchInterval: renewed(!isDecided(shown) && 50_000) },
  );
  const legs = useApi('showLegs', { path }, { refetchInterval: renewed(!isDecided(shown) && 50_000) });
  // A failure is told where there would be something to say.
  const hasSection =
    legs.data === undefined
      ? legs.isError && profiles.some(hasAllowances)
      : legs.data.items.some(hasBefore) || legs.data.followedBy.length > 0;
  const inWords = useMemo(() => rulesInWords(profiles, formats), [profiles, formats]);
  const isOverdue = useElapsed(patienceMs);
  const isOpen = shown.decision === null || shown.status === 'contradicted';
  // What is below waits for the first card: it would move down when that is written.
  const isWritten =
    !alarms.isPending && (attachments.length === 0 || !verdict.isPending) && profiles.length > 0;
  // Once it is shown it stays, with the focus and what is typed in it, also while an answer is new to a changed shipment.
  const [wasShown, setShown] = useState(false);
  if (!wasShown && (isWritten || isOverdue)) setShown(true);
  if (!wasShown) return <p className="loading">{texts.loading}</p>;
  return (
    <>
      <FirstCard shown={shown} alarms={alarms} profiles={profiles} verdict={verdict.data} inWords={inWords} />
      <Suggestions shown={shown} onConfirm={onConfirm} />
      <div className="side-by-side overview">
        <section>
          <h2>{texts.shipment.facts}</h2>
          <Facts shown={shown} profiles={profiles} />
        </section>
        {attachments.length > 0 && isOpen && shown.cancellation === null && (
          <section className="so-far">
            <h2>{texts.shipment.recommendation}</h2>
            <Loaded of={verdict}>
              {(data) =>
                isBeforeReadings(shown, data) ? (
                  <p className="quiet">{pageTexts.noRecommendationYet}</p>
                ) : (
                  <>
                    <Recommendation of={data.recommendation} />
                    {data.products !== undefined && <ProductRecommendations products={data.products} />}
                    <Reasons reasons={reasonsOfNone(data)} />
                  </>
                )
              }
            </Loaded>
          </section>
        )}
      </div>
      <section>
        <h2>{pageTexts.loggers.title}</h2>
        <Loggers shown={shown} names={names} />
      </section>
      {hasSection && <BeforeSection shown={shown} legs={legs} profiles={profiles} />}
      <FilesSection shown={shown} isAdding={shown.cancellation === null} />
    </>
  );
}
