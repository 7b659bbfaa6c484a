import { sha256OfJson } from '../model/digest.ts';
import { isMoreSevere } from '../model/severity.ts';
import type { LedgerEvent } from '../shipments/ledger-event.ts';
import { everySite, siteAudience } from '../storage/own-alert-writes.ts';
import type { Composed } from './compose-entries.ts';
import type { DeliveryRequest } from './delivery-request.ts';

type AudienceRequest = Extract<DeliveryRequest, { kind: 'audience' }>;

/** What people outside the organisation may be told: alarms of the goods, and not what others did about them. */
const ofLanes: ReadonlySet<LedgerEvent['kind']> = new Set([
  'excursion-opened',
  'excursion-withdrawn',
  'alarm-cleared',
]);

/**
 * The deliveries to single recipients that go with a publication: one for each site, because whoever is told of one
 * site's shipments may not see those of another, and one for each lane, whose subscribers are told of alarms alone.
 */
export function deliveriesOf(composed: readonly Composed[]): readonly AudienceRequest[] {
  const ofSites = Map.groupBy(composed, ({ message }) => message.site);
  const alarms = composed.filter(({ lane, entries }) => lane !== null && ofLanes.has(entries[0]!.fact.kind));
  return [
    ...[...ofSites].map(([site, own]) => requestFor([siteAudience(site), everySite], own)),
    ...[...Map.groupBy(alarms, ({ lane }) => lane!)].map(([lane, own]) => requestFor([lane], own)),
  ];
}

function requestFor(audience: readonly string[], own: readonly Composed[]): AudienceRequest {
  const entries = own
    .flatMap((each) => each.entries)
    .map(({ shipment, sequence }) => ({ shipment, sequence }));
  return {
    kind: 'audience',
    id: sha256OfJson(entries),
    audience,
    severity: own
      .map(({ message }) => message.notification.severity)
      .reduce((most, each) => (isMoreSevere(each, most) ? each : most)),
    entries,
  };
}
