import type { ReactNode } from 'react';
import { useWholeList } from '../api/use-api.ts';
import { useNames } from '../files/sensor-names.ts';
import { Loaded } from '../parts/problem.tsx';
import { texts } from '../texts.ts';
import { Ledger } from './ledger.tsx';
import { useProfiles } from './use-profiles.ts';
import type { Shown } from './shown.ts';

/** The audit trail of a shipment. */
export default function HistoryTab({ shown }: { shown: Shown }): ReactNode {
  const { shipment } = shown;
  const ledger = useWholeList('listLedger', { path: { shipment } });
  const profiles = useProfiles(shown);
  const names = useNames(shipment);
  return (
    <section>
      <h2>{texts.shipment.timeline}</h2>
      <p className="quiet">{texts.shipment.timelineHint}</p>
      <Loaded of={ledger}>
        {(entries) => <Ledger entries={entries} profiles={profiles} names={names} />}
      </Loaded>
    </section>
  );
}
