import { sha256OfJson } from '../model/digest.ts';
import { isMoreSevere } from '../shipments/alarms.ts';
import { everySite, siteAudience } from '../storage/own-alert-writes.ts';
import type { Composed } from './compose-entries.ts';
import type { DeliveryRequest } from './delivery-request.ts';

/**
 * The deliveries to single recipients that go with a publication: one for each site, because whoever is told of one
 * site's shipments may not see those of another.
 */
export function deliveriesOf(
  composed: readonly Composed[],
): readonly Extract<DeliveryRequest, { kind: 'audience' }>[] {
  return [...Map.groupBy(composed, ({ message }) => message.site)].map(([site, own]) => {
    const entries = own
      .flatMap((each) => each.entries)
      .map(({ shipment, sequence }) => ({ shipment, sequence }));
    return {
      kind: 'audience',
      id: sha256OfJson(entries),
      audience: [siteAudience(site), everySite],
      severity: own
        .map(({ message }) => message.notification.severity)
        .reduce((most, each) => (isMoreSevere(each, most) ? each : most)),
      entries,
    };
  });
}
