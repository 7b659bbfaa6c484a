import { mayAt } from '../../shipments/permissions.ts';
import { shipmentsLabelled } from '../../storage/shipments.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { TaggedAnswer } from '../http/http-response.ts';
import { alarmReport } from './alarm-report.ts';
import { findShipments } from './find-shipments.ts';
import { boardOf } from './list-board.ts';
import { listEnded } from './list-ended.ts';
import { listShipments } from './list-shipments.ts';
import { toSummaryResponse } from './to-responses.ts';

/** Makes the handlers that list shipments and alarms. */
export function listViews(database: Database) {
  const board = boardOf(database);
  return {
    async listShipments({ person, query }: ApiRequest<'listShipments'>) {
      if (query.label !== undefined) {
        const labelled = await shipmentsLabelled(database, query.label);
        const own = labelled.filter(
          ({ site, status }) =>
            mayAt(person, 'read-shipment', site) &&
            (query.site ?? site) === site &&
            (query.status ?? status) === status,
        );
        return { items: own.map(toSummaryResponse), next: null };
      }
      return inSummary(await listShipments(database, person, query));
    },
    async findShipments({ person, query }: ApiRequest<'findShipments'>) {
      return inSummary(await findShipments(database, person, query));
    },
    async listEnded({ person, query }: ApiRequest<'listEnded'>) {
      return inSummary(await listEnded(database, person, query));
    },
    async listBoard({ person, query }: ApiRequest<'listBoard'>) {
      const answer = await board(person, query);
      // The time of the answer changes nothing of what it says.
      return new TaggedAnswer(answer, [answer.items, answer.next]);
    },
    async listAlarms({ person, query }: ApiRequest<'listAlarms'>) {
      return alarmReport(database, person, query);
    },
  };
}

function inSummary({ shipments, next }: Awaited<ReturnType<typeof listShipments>>) {
  return { items: shipments.map(toSummaryResponse), next };
}
