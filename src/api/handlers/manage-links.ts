import { randomBytes, randomInt } from 'node:crypto';
import { shareShipment, revokeLink } from '../../storage/link-actions.ts';
import { type SharesTable, putLink } from '../../storage/shares.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { lastEntryOf } from './execute-for-person.ts';
import { openRequested } from './open-shipment.ts';
import { iso } from './to-responses.ts';

/** Makes the handlers that make and revoke links. */
export function linkManagement(database: Database, shares: SharesTable) {
  return {
    async shareShipment(request: ApiRequest<'shareShipment'>) {
      await openRequested(database, request);
      const { body, actor } = request;
      const shipment = request.path['shipment']!;
      const link = randomBytes(6).toString('hex');
      const token = randomBytes(16).toString('base64url');
      const pin = String(randomInt(1_000_000)).padStart(6, '0');
      const { purpose, permits, endsAt } = body;
      const fact = { kind: 'link-created', link, purpose: purpose.trim(), permits, endsAt } as const;
      const own = actor();
      // A secret without its entry opens nothing; an entry without its secret would be a link that cannot be opened.
      const isMade = await shareShipment(database, shipment, fact, own, () =>
        putLink(shares, { shipment, link, token, pin, endsAt }),
      );
      if (!isMade)
        throw new RequestRefused(
          409,
          'This link was made, but its answer was lost, and nobody can read its PIN again. Revoke it, and make another one.',
        );
      const entry = await lastEntryOf(database, shipment, own);
      return { ...entry, link, purpose: fact.purpose, permits, endsAt: iso(endsAt), token, pin };
    },
    async revokeLink(request: ApiRequest<'revokeLink'>) {
      await openRequested(database, request);
      const [shipment, own] = [request.path['shipment']!, request.actor()];
      await revokeLink(database, shipment, request.path['link']!, request.body.reason, own);
      return lastEntryOf(database, shipment, own);
    },
  };
}
