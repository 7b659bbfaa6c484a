import { escalationViolations } from './escalation-checks.ts';
import { type LedgerWithProfile, notificationViolations } from './notification-checks.ts';
import { punctualityViolations } from './punctuality-checks.ts';
import type { Services } from './services.ts';
import { notifiableByDesign } from './notifiable-by-design.ts';

/** How long a look of the functions that watch may take. */
const lookMs = 120_000;

/**
 * What does not hold of what people heard in a world, by its ledgers and the design page alone: to whom, how loud, when,
 * and in which words. `looksAt`: when every function that watches was started.
 */
export function notifiedViolations(
  { published, faultsAt }: Pick<Services, 'published' | 'faultsAt'>,
  ledgers: readonly LedgerWithProfile[],
  looksAt: readonly number[],
  endsAt: number,
): string[] {
  const calm = looksAt.filter((look) => !faultsAt.some((at) => at >= look && at <= look + lookMs));
  const told = ledgers.map(({ entries }) => notifiableByDesign(entries));
  return [
    ...notificationViolations(published, ledgers, told),
    ...punctualityViolations(published, told.flat(), faultsAt),
    ...ledgers.flatMap(({ entries }) =>
      escalationViolations(entries, calm, endsAt).map((each) => `${entries[0]?.shipment}: ${each}`),
    ),
  ];
}
