import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { readSscc } from '../../src/model/gs1.ts';
import { useLive } from '../board/live.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { SearchField } from '../parts/search-field.tsx';
import { ViewChoice } from '../parts/view-choice.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { Batch } from './batch.tsx';
import { findShipment } from './find-shipment.ts';
import { LabelEntry } from './label-entry.tsx';
import { SignedBoxes } from './signed-boxes.tsx';
import { WaitingBoxes } from './waiting-boxes.tsx';

/** The page for the loading bay: scan a box or choose a waiting one; boxes without problems are signed together. */
export default function ReceivePage(): ReactNode {
  const [, navigate] = useLocation();
  const { items, error, refresh } = useLive();
  const { roles } = usePerson();
  const [query, change] = useQueryState();
  const list = query.get('list') === 'signed' ? 'signed' : 'waiting';
  const find = query.get('find') ?? '';
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (given: string): Promise<void> => {
    setProblem(null);
    try {
      const found = await findShipment(given);
      if (found !== null) {
        const label = found.label === null ? '' : `?label=${found.label}`;
        return navigate(`/shipments/${encodeURIComponent(found.shipment)}/receipt${label}`);
      }
      const read = readSscc(given);
      const isLikelyLabel = read.ok || /\d{12}/.test(given);
      if (read.ok) setProblem(texts.receive.unknownLabel(read.sscc));
      else
        setProblem(isLikelyLabel ? texts.receive.badLabel(read.reason) : texts.board.notHere(given.trim()));
    } catch (cause) {
      setProblem((cause as Error).message);
    }
  };
  return (
    <Page title={texts.receive.title} className="receive">
      <p className="lead">{texts.receive.lead}</p>
      {!roles.includes('pharmacist') && <p className="quiet">{texts.receive.notPharmacist}</p>}
      <LabelEntry onLabel={(given) => void open(given)} problem={problem} />
      <Batch />
      <div className="toolbar lists">
        <ViewChoice
          label={texts.receive.lists}
          value={list}
          options={[
            ['waiting', texts.receive.waiting],
            ['signed', texts.receive.signed],
          ]}
          onChange={(chosen) => change({ list: chosen === 'waiting' ? null : chosen })}
        />
        <SearchField
          value={find}
          onChange={(words) => change({ find: words })}
          hint={texts.receive.findHint}
        />
      </div>
      {list === 'signed' ? (
        <SignedBoxes find={find.trim()} />
      ) : (
        <Loaded of={{ data: items, error: items === undefined ? error : null, refetch: refresh }}>
          {(all) => <WaitingBoxes items={all} find={find.trim()} />}
        </Loaded>
      )}
    </Page>
  );
}
