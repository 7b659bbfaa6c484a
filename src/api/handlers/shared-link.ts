import { randomBytes } from 'node:crypto';
import type { Entry } from '../../shipments/ledger.ts';
import type { RequestDelivery } from '../../notifications/delivery-request.ts';
import type { LinkRecorded } from '../../shipments/links.ts';
import { type LinkAction, linkMay } from '../../shipments/permissions.ts';
import { summarise } from '../../shipments/summary.ts';
import type { Actor } from '../../storage/execute-action.ts';
import { readLedger } from '../../storage/ledger.ts';
import { LinkUnusable, lockLink, openLink, reportArrival, usableLink } from '../../storage/link-actions.ts';
import { readVersionOfProfile } from '../../storage/profiles.ts';
import { type SharesTable, putSession, readSession, tryPin } from '../../storage/shares.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { liveShipmentsFrom } from './live-shipments.ts';
import { iso } from './to-responses.ts';
import { toSharedResponse } from './to-shared-response.ts';

/** How long a link stays open after its PIN was given. */
const sessionMs = 3_600_000;
/**
 * After this time a refused PIN is answered, whatever was found: an unknown link takes no less time than a wrong PIN.
 * Counting and comparing take a tenth of it.
 */
const refusedAfterMs = 400;

/**
 * Makes the handlers for the holders of links; `requestDelivery` is told of arrivals, and `sleep` waits for some
 * milliseconds.
 */
export function sharedLinks(
  database: Database,
  shares: SharesTable,
  requestDelivery: RequestDelivery,
  sleep: (milliseconds: number) => Promise<unknown>,
) {
  const liveOf = liveShipmentsFrom(database);
  return {
    async openShared({ body: { token, pin }, actor }: ApiRequest<'openShared'>) {
      const own = actor();
      const begunAt = performance.now();
      const tried = await tryPin(shares, token, pin);
      if (tried?.kind !== 'right') {
        if (tried?.isLast === true) await lockLink(database, tried.shipment, tried.link);
        await sleep(Math.max(0, begunAt + refusedAfterMs - performance.now()));
        throw new RequestRefused(
          401,
          'This link and this PIN open nothing. Check both. Five wrong PINs lock a link; whoever sent it can make another one.',
          { title: 'Not opened' },
        );
      }
      const { shipment, link } = tried;
      // The hash of a body with a PIN would let who has the token and the ledger try all PINs.
      const by = actorOf(link, own, 'opened');
      const { endsAt: last, openedAt } = await gone(() => openLink(database, shipment, link, by));
      // A repeated request opens for no longer than the one that is recorded.
      const endsAt = Math.min(last, openedAt + sessionMs);
      const session = randomBytes(16).toString('base64url');
      await putSession(shares, { session, shipment, link, endsAt });
      return { session, endsAt: iso(endsAt) };
    },
    async showShared({ session }: ApiRequest<'showShared'>) {
      const { entries, link } = await opened(database, shares, session, 'see-shared');
      const summary = summarise(entries);
      const asOf = Date.now();
      const [[live], profile] = await Promise.all([
        liveOf([summary], asOf),
        readVersionOfProfile(database, summary.profile),
      ]);
      return toSharedResponse({ summary, live: live!, profile, link, asOf });
    },
    async reportSharedArrival({ session, actor }: ApiRequest<'reportSharedArrival'>) {
      const { entries, link } = await opened(database, shares, session, 'report-arrival');
      const by = actorOf(link.link, actor());
      const { shipment } = entries[0]!;
      const { at, sequence } = await gone(() => reportArrival(database, shipment, link.link, by));
      await requestDelivery({ kind: 'arrival', shipment, sequence });
      return { arrivedAt: iso(at) };
    },
  };
}

/**
 * The ledger and the link of a session, both as they are now: what was revoked a moment ago opens nothing.
 * @throws {RequestRefused} 401 when there is no such session, 410 when its link opens nothing any more, 403 when the link
 * does not permit the action.
 */
async function opened(
  database: Database,
  shares: SharesTable,
  session: string,
  action: LinkAction,
): Promise<{ entries: readonly Entry[]; link: LinkRecorded }> {
  const now = Date.now();
  const of = await readSession(shares, session, now);
  if (of === null)
    throw new RequestRefused(401, 'This link is not open, or no longer: open it with its PIN.', {
      title: 'Open the link',
    });
  const { entries } = await readLedger(database, of.shipment);
  const link = await gone(async () => usableLink(entries, of.link, now));
  if (!linkMay(link.permits, action))
    throw new RequestRefused(403, 'This link is for looking only; ask whoever sent it for another one.');
  return { entries, link };
}

/** Answers 410 where a link opens nothing any more. */
async function gone<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LinkUnusable) throw new RequestRefused(410, error.message, { title: 'Link ended' });
    throw error;
  }
}

/**
 * The holder of a link, as the ledger names them. No user name has a space, so nobody signed in is called like this.
 * `content` stands for what the request asks for, in place of a hash of it.
 */
function actorOf(link: string, actor: Actor, content?: string): Actor {
  const by = `link ${link}`;
  if (typeof actor === 'string' || actor.request === undefined) return by;
  const { key, content: hash } = actor.request;
  return { by, request: { key: `${by}${key}`.replace(' ', ':'), content: content ?? hash } };
}
