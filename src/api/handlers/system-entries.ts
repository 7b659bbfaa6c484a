import type * as z from 'zod/mini';
import type { SystemEntry } from '../../model/system-entry.ts';
import { counted } from '../../model/wording.ts';
import { type AuditTable, recordSystemEntry } from '../../storage/audit.ts';
import { nameOf } from '../../storage/execute-action.ts';
import type { ApiRequest } from '../http/http-api.ts';
import type { RouteId, routes } from '../routes/routes.ts';

type Answer<Id extends RouteId> = z.input<(typeof routes)[Id]['answer']>;
type Handler = (request: never) => Promise<unknown>;

/** What is recorded of a request that succeeded: all but who did it. */
type Described = Omit<SystemEntry, 'actor' | 'reason'> & { readonly reason?: string };
type Descriptions = {
  readonly [Id in RouteId]?: (request: ApiRequest<Id>, answer: Answer<Id>) => Described;
};

/** The routes that change the system itself, in no shipment's ledger, and what is recorded of each. */
const descriptions: Descriptions = {
  addProfile: (_, { id, version }) => ({ kind: 'profile-added', detail: `added profile ${id}@${version}` }),
  approveProfile: (_, { id, version, sha256 }) => ({
    kind: 'profile-approved',
    detail: `approved profile ${id}@${version}, SHA-256 ${sha256}`,
  }),
  createSource: (_, { source }) => ({ kind: 'source-created', detail: `created source ${source}` }),
  changeSource: ({ body, path }) => ({
    kind: 'source-changed',
    detail: `changed ${Object.keys(body).join(', ')} of source ${path['source']}`,
  }),
  retireSource: ({ body, path }) => ({
    kind: 'source-retired',
    detail: `retired source ${path['source']}`,
    reason: body.reason,
  }),
  rotateSecret: (_, { source }) => ({
    kind: 'secret-rotated',
    detail: `gave source ${source} a new secret`,
  }),
  registerDevices: (_, { source, devices }) => ({
    kind: 'devices-registered',
    detail: `registered ${counted(devices.length, 'device')} with source ${source}`,
  }),
  deregisterDevice: (_, { source, device }) => ({
    kind: 'device-deregistered',
    detail: `deregistered ${device} from source ${source}`,
  }),
  addMapping: ({ path }, { version }) => ({
    kind: 'mapping-added',
    detail: `added mapping ${version} of source ${path['source']}`,
  }),
  approveMapping: ({ path }, { version, sha256 }) => ({
    kind: 'mapping-approved',
    detail: `approved mapping ${version} of source ${path['source']}, SHA-256 ${sha256}`,
  }),
  subscribe: ({ path }, { protocol, endpoint }) => ({
    kind: 'audience-changed',
    detail: `subscribed ${endpoint} (${protocol}) to ${path['audience']}`,
  }),
  unsubscribe: ({ path }, { protocol, endpoint }) => ({
    kind: 'audience-changed',
    detail: `unsubscribed ${endpoint} (${protocol}) from ${path['audience']}`,
  }),
  // A rebuild is many requests, of which the first has no cursor.
  rebuildLists: ({ body }) => ({
    kind: 'lists-rebuilt',
    detail: body.cursor == null ? 'began to rebuild lists' : 'went on rebuilding lists',
  }),
};

/**
 * The same handlers; those that change the system itself also record it. A request whose entry could not be recorded
 * fails, and is repeated by whoever sent it.
 */
export function recordingSystemEntries<Handlers extends { readonly [id: string]: Handler }>(
  audit: AuditTable,
  handlers: Handlers,
): Handlers {
  const recording = Object.entries(handlers).map(([id, handle]) => {
    const describe = descriptions[id as RouteId] as
      ((request: ApiRequest<RouteId>, answer: unknown) => Described) | undefined;
    if (describe === undefined) return [id, handle];
    const recorded = async (request: ApiRequest<RouteId>): Promise<unknown> => {
      const answer = await handle(request as never);
      const { kind, detail, reason = null } = describe(request, answer);
      await recordSystemEntry(audit, { actor: nameOf(request.actor()), kind, detail, reason });
      return answer;
    };
    return [id, recorded];
  });
  return Object.fromEntries(recording) as Handlers;
}
