import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { whatToDo } from '../../src/model/what-to-do.ts';
import { byUrgency } from '../alarms/by-urgency.ts';
import { signedLotsInWords } from '../format/decided-in-words.ts';
import { Mark } from '../parts/mark.tsx';
import { Loaded } from '../parts/problem.tsx';
import type { Profile } from '../profiles/profile-versions.ts';
import { productsIn } from '../receive/products-in.ts';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { type Alarm, AlarmCard } from './alarm-card.tsx';
import { CalmCard } from './calm-card.tsx';
import { Contradictions } from './contradictions.tsx';
import { ProductsInShort } from './product-list.tsx';
import type { Verdict } from './record.ts';
import type { Shown } from './shown.ts';

const word = pageTexts.card;

/** What a shipment begins with: what happened, what to do, and who has answered; or that all is well, if it is. */
export function FirstCard({
  shown,
  alarms,
  profiles,
  verdict,
  inWords,
}: {
  shown: Shown;
  alarms: UseQueryResult<Alarm[]>;
  profiles: readonly Profile[];
  verdict: Verdict | undefined;
  inWords: ReadonlyMap<string, string>;
}): ReactNode {
  return (
    <Loaded of={alarms}>
      {(items) => {
        const ranked = items.toSorted(byUrgency);
        // Until somebody answers, an alarm that has ended asks too.
        const worst = ranked.find((alarm) => alarm.acknowledgedAt === null || alarm.endedAt === null);
        const { products = [] } = shown.plan;
        const isClosed = shown.decision !== null || shown.cancellation !== null;
        const first = isClosed ? undefined : worst;
        const others = ranked.filter((alarm) => alarm !== first);
        const common = { shown, profiles, verdict, inWords };
        return (
          <section className={`card first ${first === undefined ? 'calm' : 'urgent'}`}>
            {shown.cancellation !== null ? (
              <Cancelled shown={shown} cancellation={shown.cancellation} />
            ) : shown.decision !== null ? (
              <Decided shown={shown} decision={shown.decision} />
            ) : first !== undefined ? (
              <AlarmCard {...common} alarm={first} isFirst />
            ) : (
              <CalmCard shown={shown} verdict={verdict} inWords={inWords} />
            )}
            {products.length > 0 && <ProductsInShort products={products} profiles={profiles} />}
            {others.length > 0 && (
              <OtherAlarms
                count={others.length}
                isOpen={others.some(({ acknowledgedAt }) => acknowledgedAt === null)}
              >
                {others.map((alarm) => (
                  <AlarmCard
                    key={`${alarm.rule} ${alarm.raisedAt}`}
                    {...common}
                    alarm={alarm}
                    isFirst={false}
                  />
                ))}
              </OtherAlarms>
            )}
          </section>
        );
      }}
    </Loaded>
  );
}

/** Further alarms: folded where somebody has answered all of them. */
function OtherAlarms({
  count,
  isOpen,
  children,
}: {
  count: number;
  isOpen: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <details className="other-alarms" open={isOpen}>
      <summary>
        {word.others} ({count})
      </summary>
      {children}
    </details>
  );
}

function Cancelled({
  shown,
  cancellation: { by, at, reason },
}: {
  shown: Shown;
  cancellation: NonNullable<Shown['cancellation']>;
}): ReactNode {
  const { moment } = useFormats();
  return (
    <>
      <h2>{pageTexts.run.cancelledTitle}</h2>
      <p>{pageTexts.run.cancelledBy(by, moment(at))}</p>
      <p>
        <q>{reason}</q>
      </p>
      <p className="no-print">
        <Link className="button" href={`/shipments/new?from=${encodeURIComponent(shown.shipment)}`}>
          {pageTexts.run.actions.copy}
        </Link>
      </p>
    </>
  );
}

function Decided({ shown, decision }: { shown: Shown; decision: NonNullable<Shown['decision']> }): ReactNode {
  const { moment } = useFormats();
  return (
    <>
      {shown.status === 'contradicted' && (
        <>
          <h2>
            <Mark state="contradicted" /> {word.contradicted}
          </h2>
          <Contradictions shipment={shown.shipment} signed={decision.sequence} />
          <p>{whatToDo['release-contradicted'].todo}</p>
        </>
      )}
      <h2 className={`decided-${decision.decision}`}>{signedLotsInWords(productsIn(shown), decision)}</h2>
      <p>{word.decidedBy(decision.name, moment(decision.signedAt))}</p>
    </>
  );
}
