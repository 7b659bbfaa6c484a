import { type ReactNode, useSyncExternalStore } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import { currentNotice, onHistoryChange } from './notice-state.ts';

// Most visits of a shipment have nothing to say.
const PlanNotice = onDemand(
  () => import('./plan-notice.tsx'),
  () => null,
);

/** Where the page of a shipment says what was just done to it; what shows it is loaded if there is anything. */
export function NoticePlace({ shipment }: { shipment: string }): ReactNode {
  const notice = useSyncExternalStore(onHistoryChange, currentNotice);
  if (notice?.shipment !== shipment) return null;
  return <PlanNotice notice={notice} />;
}
