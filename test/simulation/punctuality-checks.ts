import { type Publication, idsOf } from './publication.ts';
import type { NotifiableByDesign } from './notifiable-by-design.ts';

const second = 1000;
/** As long as a request for notifications may wait behind one that died. */
const beforeMs = 200 * second;
/** The first of an audience, and the first critical one, go out at once; all else with the next full minute. */
const atOnceMs = 30 * second;
const latestMs = 120 * second;
const foldedMs = 60 * second;

/**
 * What people heard of late, where nothing went wrong meanwhile. `faultsAt` are the moments at which something did;
 * epoch milliseconds, rising.
 */
export function punctualityViolations(
  published: readonly Publication[],
  told: readonly NotifiableByDesign[],
  faultsAt: readonly number[],
): string[] {
  const firstAt = new Map<string, number>();
  for (const publication of published)
    for (const id of idsOf(publication)) if (!firstAt.has(id)) firstAt.set(id, publication.at);
  return told.flatMap((each) => {
    const { shipment, sequence, recordedAt } = each.entry;
    const heardAt = firstAt.get(`${shipment}/${sequence}`) ?? Infinity;
    const within = isFirst(published, each) ? atOnceMs : latestMs;
    const from = recordedAt - beforeMs;
    const isCalm = !faultsAt.some((at) => at >= from && at <= recordedAt + within);
    return isCalm && heardAt > recordedAt + within
      ? [
          `${shipment}/${sequence} (${each.severity}) was recorded ${new Date(recordedAt).toISOString()}, and heard of ${Math.round((heardAt - recordedAt) / second)} s later`,
        ]
      : [];
  });
}

/** Whether nobody of its audience has heard of anything, or of anything critical, within the minute before. */
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
