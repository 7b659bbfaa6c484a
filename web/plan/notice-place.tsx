import { type ReactNode, Suspense, lazy, useSyncExternalStore } from 'react';
import { currentNotice, onHistoryChange } from './notice-state.ts';

// Most visits of a shipment have nothing to say.
const PlanNotice = lazy(() => import('./plan-notice.tsx'));

/** Where the page of a shipment says what was just done to it; what shows it is loaded if there is anything. */
export function NoticePlace({ shipment }: { shipment: string }): ReactNode {
  const notice = useSyncExternalStore(onHistoryChange, currentNotice);
  if (notice?.shipment !== shipment) return null;
  return (
    <Suspense fallback={null}>
      <PlanNotice notice={notice} />
    </Suspense>
  );
}
