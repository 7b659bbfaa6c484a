import { withChange } from '../../shipments/with-change.ts';
import { cancelShipment } from '../../storage/cancel-shipment.ts';
import { changePlan } from '../../storage/change-plan.ts';
import { readPlannedProfile } from '../../storage/profiles.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { findPredecessors } from './find-predecessors.ts';
import { executeForPerson } from './execute-for-person.ts';

/** Makes the handlers that change what is planned, and cancel a shipment. */
export function planChanges(database: Database) {
  return {
    async changePlan(request: ApiRequest<'changePlan'>) {
      const { change, reason } = request.body;
      return executeForPerson(database, request, async (shipment, actor) => {
        const ofProducts = (change.products ?? []).map(({ profile }) => profile);
        for (const each of [change.profile, ...ofProducts, change.ambientProfile])
          if (each != null) await readPlannedProfile(database, each);
        await changePlan(database, shipment, (plan) => withChange(plan, change), reason, actor);
        await findPredecessors(database, shipment);
      });
    },
    async cancelShipment(request: ApiRequest<'cancelShipment'>) {
      return executeForPerson(database, request, (shipment, actor) =>
        cancelShipment(database, shipment, request.body.reason, actor),
      );
    },
  };
}
