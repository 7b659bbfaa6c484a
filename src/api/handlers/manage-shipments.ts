import { partsOfVersion } from '../../model/combined-version.ts';
import type { RequestDelivery } from '../../notifications/delivery-request.ts';
import { shipmentOf } from '../../shipments/ledger.ts';
import type { Milestone } from '../../shipments/milestones.ts';
import { mayAt } from '../../shipments/permissions.ts';
import { detachDevice } from '../../storage/attach-device.ts';
import { ActionRefused } from '../../storage/execute-action.ts';
import { readFirstEntry } from '../../storage/ledger.ts';
import { readPlannedProfile } from '../../storage/profiles.ts';
import {
  acknowledgeAlarm,
  createShipment,
  declareMilestone,
  declareSensor,
  handOver,
  withdrawMilestone,
} from '../../storage/shipment-actions.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { attach } from './attach.ts';
import { findPredecessors } from './find-predecessors.ts';
import { executeForPerson, lastEntryOf } from './execute-for-person.ts';
import { notAtThisSite, notAvailable } from './planning-refusals.ts';
import { toShipmentCreated } from './to-shipment-created.ts';

/** Makes the handlers of people's actions on shipments; `requestDelivery` is told of arrivals. */
export function shipmentManagement(database: Database, requestDelivery: RequestDelivery) {
  const declaring = (kind: Milestone) => async (request: ApiRequest<'depart' | 'arrive'>) =>
    executeForPerson(database, request, async (shipment, actor) => {
      const { at = Date.now(), reason } = request.body;
      await declareMilestone(database, shipment, kind, at, actor, reason);
      await findPredecessors(database, shipment);
    });
  const withdrawing =
    (kind: Milestone) => async (request: ApiRequest<'takeBackDeparture' | 'takeBackArrival'>) =>
      executeForPerson(database, request, (shipment, actor) =>
        withdrawMilestone(database, shipment, kind, request.body.reason, actor),
      );
  return {
    async createShipment({ person, action, body, actor }: ApiRequest<'createShipment'>) {
      const { shipment, ...plan } = body;
      const { profile, ambientProfile, site } = plan;
      if (!mayAt(person, action, site)) throw new RequestRefused(403, notAtThisSite(person, site));
      for (const each of [...partsOfVersion(profile), ambientProfile])
        if (each !== null) await readPlannedProfile(database, each);
      const first = await readFirstEntry(database, shipment);
      // A person learns nothing of a shipment of another site, except that its id is not available.
      if (first !== null && !mayAt(person, 'read-shipment', shipmentOf([first]).site))
        throw new RequestRefused(409, notAvailable(shipment));
      const own = actor();
      await createShipment(database, shipment, toShipmentCreated(plan), own);
      await findPredecessors(database, shipment);
      return lastEntryOf(database, shipment, own);
    },
    async attachDevice(request: ApiRequest<'attachDevice'>) {
      return executeForPerson(database, request, (_, actor, entries) =>
        attach(database, request.person, entries, request.body, actor),
      );
    },
    async detachDevice(request: ApiRequest<'detachDevice'>) {
      return executeForPerson(database, request, async (shipment, actor) => {
        const device = request.path['device']!;
        const at = request.body.at ?? Date.now();
        if ((await detachDevice(database, device, at, actor, shipment)) === null)
          throw new ActionRefused(`${device} is not attached to this shipment`);
      });
    },
    async declareSensor(request: ApiRequest<'declareSensor'>) {
      return executeForPerson(database, request, (shipment, actor) => {
        const { fate, reason, at = Date.now() } = request.body;
        return declareSensor(
          database,
          shipment,
          { device: request.path['device']!, fate, at, reason },
          actor,
        );
      });
    },
    depart: declaring('departed'),
    async arrive(request: ApiRequest<'arrive'>) {
      const declared = await declaring('arrived')(request);
      const { shipment, sequence } = declared;
      await requestDelivery({ kind: 'arrival', shipment, sequence });
      return declared;
    },
    takeBackDeparture: withdrawing('departed'),
    takeBackArrival: withdrawing('arrived'),
    async handOver(request: ApiRequest<'handOver'>) {
      return executeForPerson(database, request, (shipment, actor) => {
        const { to, at = Date.now(), reason } = request.body;
        return handOver(database, shipment, { to, at }, actor, reason);
      });
    },
    async acknowledgeAlarm(request: ApiRequest<'acknowledgeAlarm'>) {
      return executeForPerson(database, request, (shipment, actor) =>
        acknowledgeAlarm(database, shipment, request.path['rule']!, request.body.comment, actor),
      );
    },
  };
}
