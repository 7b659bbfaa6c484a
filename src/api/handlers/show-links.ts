import { linksRecorded, stateOfLink } from '../../shipments/links.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { openRequested } from './open-shipment.ts';
import { iso } from './to-responses.ts';

/** Makes the handler that lists the links of a shipment. Their secrets are not among what it reads. */
export function linkViews(database: Database) {
  return {
    async listLinks(request: ApiRequest<'listLinks'>) {
      const entries = await openRequested(database, request);
      const now = Date.now();
      return {
        items: linksRecorded(entries).map((each) => {
          const { link, purpose, permits, endsAt, createdBy, createdAt, openedAt, revoked } = each;
          return {
            link,
            purpose,
            permits,
            endsAt: iso(endsAt),
            state: stateOfLink(entries, each, now),
            createdBy,
            createdAt: iso(createdAt),
            openedAt: openedAt.map(iso),
            revoked: revoked === null ? null : { ...revoked, at: iso(revoked.at) },
          };
        }),
      };
    },
  };
}
