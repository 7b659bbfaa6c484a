import { escalationViolations } from './escalation-checks.ts';
import { type LedgerWithProfile, notificationViolations } from './notification-checks.ts';
import { punctualityViolations } from './punctuality-checks.ts';
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
  const notifiable = ledgers.map(({ entries }) => notifiableByDesign(entries));
  return [
    ...notificationViolations(published, ledgers, notifiable),
    ...punctualityViolations(published, notifiable.flat(), faultsAt),
    ...ledgers.flatMap(({ entries }) =>
      escalationViolations(entries, calm, endsAt).map((each) => `${entries[0]?.shipment}: ${each}`),
    ),
  ];
}
