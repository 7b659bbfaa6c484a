import { type Publication, idsOf } from './publication.ts';
import type { NotifiableByDesign } from './notifiable-by-design.ts';

const second = 1000;
/** How long a notification request may wait behind one whose function died. */
const beforeMs = 200 * second;
/**
 * The first notification to an audience, and its first critical one, go out at once; all others on the next full
 * minute.
 */
const atOnceMs = 30 * second;
const latestMs = 120 * second;
const foldedMs = 60 * second;

/**
 * Which notifications were late although nothing went wrong meanwhile. `faultsAt` are the times of faults; epoch
 * milliseconds, ascending.
 */
export function punctualityViolations(
  published: readonly Publication[],
  notifiable: readonly NotifiableByDesign[],
  faultsAt: readonly number[],
): string[] {
  const firstAt = new Map<string, number>();
  for (const publication of published)
    for (const id of idsOf(publication)) if (!firstAt.has(id)) firstAt.set(id, publication.at);
  return notifiable.flatMap((each) => {
    const { shipment, sequence, recordedAt } = each.entry;
    const notifiedAt = firstAt.get(`${shipment}/${sequence}`) ?? Infinity;
    const within = isFirst(published, each) ? atOnceMs : latestMs;
    const from = recordedAt - beforeMs;
    const isCalm = !faultsAt.some((at) => at >= from && at <= recordedAt + within);
    return isCalm && notifiedAt > recordedAt + within
      ? [
          `${shipment}/${sequence} (${each.severity}) was recorded at ${new Date(recordedAt).toISOString()}, and notified ${Math.round((notifiedAt - recordedAt) / second)} s later`,
        ]
      : [];
  });
}

/** Whether its audience has received no notification, or no critical one, within the minute before. */
function isFirst(
  published: readonly Publication[],
  { entry: { recordedAt }, severity, audience }: NotifiableByDesign,
): boolean {
  const names = JSON.stringify(audience.toSorted());
  const lately = published.filter(
    ({ at, attributes }) =>
      at >= recordedAt - foldedMs - second &&
      at <= recordedAt + atOnceMs &&
      JSON.stringify((JSON.parse(attributes['audience'] ?? '[]') as string[]).toSorted()) === names,
  );
  return (
    lately.length === 0 ||
    (severity === 'critical' && lately.every((each) => each.notification.severity !== severity))
  );
}
