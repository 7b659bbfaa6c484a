import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { texts } from '../texts.ts';
import { Page } from './page.tsx';

/** A shipment that is not there, or of a site that is not the person's. */
export function NoShipment({ shipment }: { shipment: string }): ReactNode {
  return (
    <Page title={shipment}>
      <p>{texts.problems.noShipment}</p>
      <p>
        <Link href="/board">{texts.problems.toBoard}</Link>
      </p>
    </Page>
  );
}
