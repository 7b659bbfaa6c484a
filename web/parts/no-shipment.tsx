import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { texts } from '../texts.ts';
import { Page } from './page.tsx';

/** Shown for a shipment that does not exist, or belongs to a site the person has no access to. */
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
