import { shipmentOf } from '../../shipments/ledger.ts';
import { mayAt } from '../../shipments/permissions.ts';
import { detachDevice } from '../../storage/attach-device.ts';
import { ActionRefused, type Actor, requestOf } from '../../storage/execute-action.ts';
import { readFirstEntry, readLedger } from '../../storage/ledger.ts';
import { readStoredProfile } from '../../storage/profiles.ts';
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
import { openShipment } from './open-shipment.ts';
import { notAtThisSite, notAvailable } from './planning-refusals.ts';
import { toShipmentCreated } from './to-shipment-created.ts';

/** Makes the handlers of people's actions on shipments. */
export function shipmentManagement(database: Database) {
  return {
    async createShipment({ person, action, body, actor }: ApiRequest<'createShipment'>) {
      const { shipment, ...plan } = body;
      const { profile, ambientProfile, site } = plan;
      if (!mayAt(person, action, site)) throw new RequestRefused(403, notAtThisSite(person, site));
      for (const each of [profile, ambientProfile])
        if (each !== null) await readStoredProfile(database, each.id, each.version);
      const first = await readFirstEntry(database, shipment);
      // A person learns nothing of a shipment of another site, except that its id is not available.
      if (first !== null && !mayAt(person, 'read-shipment', shipmentOf([first]).site))
        throw new RequestRefused(409, notAvailable(shipment));
      const own = actor();
      await createShipment(database, shipment, toShipmentCreated(plan), own);
      return lastEntryOf(database, shipment, own);
    },
    async attachDevice(request: ApiRequest<'attachDevice'>) {
      return executeAction(database, request, (_, actor, entries) =>
        attach(database, request.person, entries, request.body, actor),
      );
    },
    async detachDevice(request: ApiRequest<'detachDevice'>) {
      return executeAction(database, request, async (shipment, actor) => {
        const device = request.path['device']!;
        const at = request.body.at ?? Date.now();
        if ((await detachDevice(database, device, at, actor, shipment)) === null)
          throw new ActionRefused(`${device} is not attached to this shipment`);
      });
    },
    async declareSensor(request: ApiRequest<'declareSensor'>) {
      return executeAction(database, request, (shipment, actor) => {
        const { fate, reason, at = Date.now() } = request.body;
        return declareSensor(
          database,
          shipment,
          { device: request.path['device']!, fate, at, reason },
          actor,
        );
      });
    },
    async depart(request: ApiRequest<'depart'>) {
      return executeAction(database, request, (shipment, actor) =>
        declareMilestone(
          database,
          shipment,
          'departed',
          request.body.at ?? Date.now(),
          actor,
          request.body.reason,
        ),
      );
    },
    async arrive(request: ApiRequest<'arrive'>) {
      return executeAction(database, request, (shipment, actor) =>
        declareMilestone(
          database,
          shipment,
          'arrived',
          request.body.at ?? Date.now(),
          actor,
          request.body.reason,
        ),
      );
    },
    async takeBackDeparture(request: ApiRequest<'takeBackDeparture'>) {
      return executeAction(database, request, (shipment, actor) =>
        withdrawMilestone(database, shipment, 'departed', request.body.reason, actor),
      );
    },
    async takeBackArrival(request: ApiRequest<'takeBackArrival'>) {
      return executeAction(database, request, (shipment, actor) =>
        withdrawMilestone(database, shipment, 'arrived', request.body.reason, actor),
      );
    },
    async handOver(request: ApiRequest<'handOver'>) {
      return executeAction(database, request, (shipment, actor) => {
        const { to, at = Date.now(), reason } = request.body;
        return handOver(database, shipment, { to, at }, actor, reason);
      });
    },
    async acknowledgeAlarm(request: ApiRequest<'acknowledgeAlarm'>) {
      return executeAction(database, request, (shipment, actor) =>
        acknowledgeAlarm(database, shipment, request.path['rule']!, request.body.comment, actor),
      );
    },
  };
}

type ActionRequest = Pick<ApiRequest<'depart'>, 'person' | 'action' | 'path' | 'actor'> & {
  readonly body: { readonly basedOn: number };
};

/** Executes an action on a shipment if the person may do it, and returns the resulting ledger entry. */
async function executeAction(
  database: Database,
  request: ActionRequest,
  execute: (
    shipment: string,
    actor: Actor,
    entries: Awaited<ReturnType<typeof openShipment>>,
  ) => Promise<void>,
) {
  const { person, action, path, body, actor } = request;
  const shipment = path['shipment']!;
  const entries = await openShipment(database, person, action, shipment);
  const own = actor(body.basedOn);
  await execute(shipment, own, entries);
  return lastEntryOf(database, shipment, own);
}

/** The entry that a request made, also for a repeated request; the last entry of the ledger if it made none. */
async function lastEntryOf(database: Database, shipment: string, actor: Actor) {
  const { entries } = await readLedger(database, shipment);
  const { request } = requestOf(actor);
  const own = request === undefined ? undefined : entries.find((entry) => entry.request === request);
  const { sequence, hash } = own ?? entries.at(-1)!;
  return { shipment, sequence, hash };
}
