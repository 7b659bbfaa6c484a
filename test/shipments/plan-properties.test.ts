import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedPlan } from '../../src/model/changed-plan.ts';
import { planChangeSchema } from '../../src/model/shipment.ts';
import { refusalOf } from '../../src/shipments/action-validation.ts';
import { cancellationOf } from '../../src/shipments/cancellation.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Action } from '../../src/shipments/actions/actions.ts';
import { alarmsRecorded } from '../../src/shipments/alarms.ts';
import { attachmentsRecorded, lastReceipt, shipmentOf } from '../../src/shipments/ledger.ts';
import { declarationsOf } from '../../src/shipments/milestones.ts';
import { unnotifiedOf } from '../../src/shipments/notifiable-entries.ts';
import { routesRecorded } from '../../src/shipments/plans.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { withChange } from '../../src/shipments/with-change.ts';
import { checkPlans } from '../../src/evidence/verify-plans.ts';
import {
  acknowledged,
  arrived,
  at,
  attached,
  cancelled,
  created,
  departed,
  detached,
  ledger,
  opened,
  signed,
  takenBack,
} from '../support/facts.ts';

const circle = { latitude: 52.2, longitude: 0.1, radiusMeters: 300 };
const changes = fc.constantFrom<object>(
  { goods: 'serum' },
  { goods: 'vaccine' },
  { lots: ['A'] },
  { lots: [] },
  { origin: 'Ely' },
  { origin: { name: 'Cambridge', circle } },
  { destination: { name: 'Luton', circle } },
  { waypoints: ['Ely', { name: 'Ware', circle }] },
  { waypoints: [] },
  { profile: 'cold@2' },
  { plannedDeparture: '2026-01-01T02:00:00Z' },
  { plannedArrival: '2026-01-01T01:00:00Z' },
  { plannedArrival: null, plannedDeparture: null },
);
const steps = fc.oneof(
  { arbitrary: changes, weight: 3 },
  fc.constantFrom<Action>(
    attached('lid'),
    detached('lid', at(20)),
    departed(at(5)),
    arrived(at(30)),
    takenBack('departed', at(5)),
    takenBack('arrived', at(30)),
    acknowledged(),
    signed(),
    cancelled,
  ),
);
/** What the system records by itself; after a cancellation nothing. */
const detected = fc.constantFrom<LedgerEvent>(departed(at(4), 'lid'), arrived(at(29), 'lid'), opened());

/** A ledger of everything that was allowed, with the changes that were recorded. */
function lived(all: readonly (object | LedgerEvent)[]) {
  const facts: LedgerEvent[] = [created()];
  for (const each of all) {
    const entries = ledger(...facts);
    const before = shipmentOf(entries);
    const isEvent = 'kind' in each;
    if (isEvent && ('detectedBy' in each ? each.detectedBy !== null : each.kind === 'excursion-opened')) {
      if (cancellationOf(entries) === null) facts.push(each);
      continue;
    }
    const action = isEvent
      ? (each as Action)
      : ({ kind: 'plan-changed', plan: withChange(before, planChangeSchema.parse(each)) } as const);
    if (refusalOf(entries, action, at(600)) !== null) continue;
    if (action.kind === 'plan-changed' && changedPlan(before, action.plan).length === 0) continue;
    // A decision is based on the ledger as it is.
    facts.push(action.kind === 'receipt-signed' ? { ...action, ledgerHead: entries.length } : action);
    if (action.kind === 'shipment-cancelled')
      for (const { device, since, detachedAt } of attachmentsRecorded(entries))
        if (detachedAt === null) facts.push(detached(device, at(600), since));
  }
  return ledger(...facts);
}

test('any sequence of changes and actions keeps the last plan, and makes no illegal state', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof({ arbitrary: steps, weight: 4 }, detected), { maxLength: 25 }), (all) => {
      const entries = lived(all);
      const recorded = entries.flatMap(({ fact }) => (fact.kind === 'plan-changed' ? [fact.plan] : []));
      expect(shipmentOf(entries)).toEqual(recorded.at(-1) ?? created());
      expect(() => checkPlans(entries)).not.toThrow();
      const { site, profile } = shipmentOf(entries);
      expect(site).toBe('north');
      const [first] = attachmentsRecorded(entries);
      if (first !== undefined) expect(first.profile).toEqual(profile);
      const { departureAt = null, arrivalAt = null } = shipmentOf(entries).route?.plan ?? {};
      expect(departureAt === null || arrivalAt === null || arrivalAt >= departureAt).toBe(true);
      // The destination of a declared arrival is the one in force when it was declared.
      const arrival = declarationsOf(entries, 'arrived').at(-1);
      const signedAt = lastReceipt(entries)?.sequence;
      for (const since of [arrival?.sequence, signedAt])
        if (since !== undefined)
          expect(shipmentOf(entries).destination).toBe(shipmentOf(entries.slice(0, since)).destination);
      if (signedAt !== undefined) expect(shipmentOf(entries)).toEqual(shipmentOf(entries.slice(0, signedAt)));
      expect(routesRecorded(entries).at(-1)!.route).toEqual(shipmentOf(entries).route ?? null);
      const { status, isWatched, devices } = summarise(entries);
      if (cancellationOf(entries) === null) return;
      expect({ status, isWatched, devices }).toEqual({ status: 'cancelled', isWatched: false, devices: [] });
      expect(alarmsRecorded(entries).filter(({ endedAt }) => endedAt === null)).toEqual([]);
      expect(unnotifiedOf({ entries, notified: new Set() })).toEqual([]);
      expect(lastReceipt(entries)).toBeNull();
    }),
    { numRuns: 2000 },
  );
});
