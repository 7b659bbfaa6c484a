import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from '../parts/problem.tsx';
import { Recommendation } from '../parts/recommendation.tsx';
import { texts } from '../texts.ts';
import type { Verdict } from './record.ts';

/** The verdict's recommendation as of now, with its reasons. */
export function RecommendationNow({ verdict }: { verdict: UseQueryResult<Verdict> }): ReactNode {
  return (
    <section className="card">
      <h2>{texts.shipment.recommendation}</h2>
      <Loaded of={verdict}>
        {({ recommendation, reasons }) => (
          <>
            <Recommendation of={recommendation} />
            <ul className="reasons">
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
