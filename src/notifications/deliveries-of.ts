import { sha256OfJson } from '../model/digest.ts';
import { isMoreSevere } from '../model/severity.ts';
import type { LedgerEvent } from '../shipments/ledger-event.ts';
import { everySite, siteAudience } from '../storage/own-alert-writes.ts';
import type { Composed } from './compose-entries.ts';
import type { DeliveryRequest, EntryReference } from './delivery-request.ts';

type AudienceRequest = Extract<DeliveryRequest, { kind: 'audience' }>;

/** What people outside the organisation may be told: alarms of the goods, and not what others did about them. */
const ofLanes: ReadonlySet<LedgerEvent['kind']> = new Set([
  'excursion-opened',
  'excursion-withdrawn',
  'alarm-cleared',
]);

/**
 * The deliveries to single recipients that go with a publication: one for each site, because whoever is told of one
 * site's shipments may not see those of another, and one for each lane, whose subscribers are told of alarms alone. What
 * was asked for before, keyed by `deliveryKey`, is left out.
 */
export function deliveriesOf(
  composed: readonly Composed[],
  requested: ReadonlySet<string>,
): readonly AudienceRequest[] {
  const ofSites = Map.groupBy(composed, ({ message }) => message.site);
  const alarms = composed.filter(({ lane, entries }) => lane !== null && ofLanes.has(entries[0]!.fact.kind));
  return [
    ...[...ofSites].map(([site, own]) => requestFor([siteAudience(site), everySite], own, requested)),
    ...[...Map.groupBy(alarms, ({ lane }) => lane!)].map(([lane, own]) => requestFor([lane], own, requested)),
  ].filter((request) => request !== null);
}

/** Identifies the delivery of an entry to audiences, in few characters because thousands are remembered. */
export function deliveryKey(audience: readonly string[], { shipment, sequence }: EntryReference): string {
  return sha256OfJson([audience, shipment, sequence]).slice(0, 12);
}

function requestFor(
  audience: readonly string[],
  composed: readonly Composed[],
  requested: ReadonlySet<string>,
): AudienceRequest | null {
  const own = composed.flatMap(({ entries, message }) =>
    entries
      .filter((entry) => !requested.has(deliveryKey(audience, entry)))
      .map((entry) => ({ entry, severity: message.notification.severity })),
  );
  if (own.length === 0) return null;
  const entries = own.map(({ entry: { shipment, sequence } }) => ({ shipment, sequence }));
  return {
    kind: 'audience',
    id: sha256OfJson(entries),
    audience,
    severity: own
      .map(({ severity }) => severity)
      .reduce((most, each) => (isMoreSevere(each, most) ? each : most)),
    entries,
  };
}
