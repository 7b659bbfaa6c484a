import { escalationViolations } from './escalation-checks.ts';
import { type LedgerWithProfile, notificationViolations } from './notification-checks.ts';
import { punctualityViolations } from './punctuality-checks.ts';
import { isCancelled } from './cancellation-checks.ts';
import { idsOf } from './publication.ts';
import type { Services } from './services.ts';
import { notifiableByDesign } from './notifiable-by-design.ts';

/** The longest that a monitoring run may take. */
const runMs = 120_000;

/**
 * Checks the notifications of a world against its ledgers, by the design page alone: audience, severity, time and
 * wording. `monitoredAt`: when every monitoring function was started, epoch milliseconds.
 */
export function notifiedViolations(
  { published, faultsAt }: Pick<Services, 'published' | 'faultsAt'>,
  ledgers: readonly LedgerWithProfile[],
  monitoredAt: readonly number[],
  endsAt: number,
): string[] {
  const calm = monitoredAt.filter((runAt) => !faultsAt.some((at) => at >= runAt && at <= runAt + runMs));
  const notified = new Set(published.flatMap(idsOf));
  const notifiable = ledgers.map(({ entries }) => {
    const all = notifiableByDesign(entries);
    // What people were not told before a cancellation, they need not know any more.
    return isCancelled(entries)
      ? all.filter(({ entry }) => notified.has(`${entry.shipment}/${entry.sequence}`))
      : all;
  });
  return [
    ...notificationViolations(published, ledgers, notifiable),
    ...punctualityViolations(published, notifiable.flat(), faultsAt),
    ...ledgers.flatMap(({ entries }) =>
      escalationViolations(entries, calm, endsAt).map((each) => `${entries[0]?.shipment}: ${each}`),
    ),
  ];
}
