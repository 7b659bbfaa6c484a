import { InvalidParameterException, SNSClient } from '@aws-sdk/client-sns';
import { parseNewProfile } from '../src/model/parse-profile.ts';
import { shipmentOf } from '../src/shipments/ledger.ts';
import { mayAt } from '../src/shipments/permissions.ts';
import { subscribersOf } from '../src/notifications/subscribers.ts';
import { detachDevice } from '../src/storage/attach-device.ts';
import { readFirstEntry, readLedger } from '../src/storage/ledger.ts';
import { NoSuchProfile, approveProfile, putProfile, readStoredProfile } from '../src/storage/profiles.ts';
import { rebuildPage } from '../src/storage/rebuild-summary.ts';
import {
  acknowledgeAlarm,
  createShipment,
  declareMilestone,
  declareSensor,
  handOver,
  withdrawMilestone,
} from '../src/storage/shipment-actions.ts';
import { ActionRefused, type Actor, nameOf, requestOf } from '../src/storage/execute-action.ts';
import { attach } from '../src/api/handlers/attach.ts';
import {
  type FileDesk,
  announceFile,
  fileAt,
  requestReading,
  shown,
  uploadLinks,
} from '../src/api/handlers/attached-files.ts';
import { toShipmentCreated } from '../src/api/handlers/to-shipment-created.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { type ApiRequest, httpApi } from '../src/api/http/http-api.ts';
import { sourceManagement } from '../src/api/handlers/manage-sources.ts';
import { openShipment } from '../src/api/handlers/open-shipment.ts';
import { cursorOf, placeOf } from '../src/api/http/pages.ts';
import { toProfileResponse } from '../src/api/handlers/to-responses.ts';
import { RequestRefused } from '../src/api/http/problem.ts';
import { subscribingRefused } from '../src/api/handlers/subscribing-refused.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { setFileAside } from '../src/monitoring/set-file-aside.ts';
import { deviceEvaluator } from '../src/monitoring/evaluate-device.ts';
import { requestNotificationFromEnv } from '../src/notifications/request-notification.ts';
import { claimKeyFromEnv } from '../src/api/http/claim-idempotency-key.ts';

const database = recordsFromEnv();
const provider = identityProviderFromEnv();
const sendToRead = queueSender(requireEnv('FILES_QUEUE_URL'));
const desk: FileDesk = {
  files: { client: database.client, table: requireEnv('FILES_TABLE') },
  link: uploadLinks(requireEnv('UPLOADS_BUCKET')),
  send: (file) => sendToRead(JSON.stringify(file)),
};
const { evaluate } = deviceEvaluator(database, requestNotificationFromEnv());
const sources = sourceManagement(database, {
  endpoint: requireEnv('API_ENDPOINT'),
  topicRoot: requireEnv('TOPIC_ROOT'),
});
const subscribers = subscribersOf(new SNSClient({}), requireEnv('ALERTS_TOPIC_ARN'));

type ActionRequest = Pick<ApiRequest<'depart'>, 'person' | 'action' | 'path' | 'actor'> & {
  readonly body: { readonly basedOn: number };
};

/** Executes an action on a shipment if the person may do it, and returns the resulting ledger entry. */
async function executeAction(
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
  return lastEntryOf(shipment, own);
}

/** The entry that a request made, also for a repeated request; the last entry of the ledger if it made none. */
async function lastEntryOf(shipment: string, actor: Actor) {
  const { entries } = await readLedger(database, shipment);
  const { request } = requestOf(actor);
  const own = request === undefined ? undefined : entries.find((entry) => entry.request === request);
  const { sequence, hash } = own ?? entries.at(-1)!;
  return { shipment, sequence, hash };
}

/** Executes actions on shipments, stores profiles, and changes the subscribers of audiences. */
export const handler = httpApi(
  'api-write',
  provider,
  {
    async createShipment({ person, action, body, actor }) {
      const { shipment, ...plan } = body;
      const { profile, ambientProfile, site } = plan;
      if (!mayAt(person, action, site))
        throw new RequestRefused(
          403,
          `You may plan shipments at ${person.sites.join(', ') || 'no site'}, not at ${site}.`,
        );
      for (const each of [profile, ambientProfile])
        if (each !== null) await readStoredProfile(database, each.id, each.version);
      const first = await readFirstEntry(database, shipment);
      // A person learns nothing of a shipment of another site, except that its id is not available.
      if (first !== null && !mayAt(person, 'read-shipment', shipmentOf([first]).site))
        throw new RequestRefused(409, `The id ${shipment} is not available; give this shipment another.`);
      const own = actor();
      await createShipment(database, shipment, toShipmentCreated(plan), own);
      return lastEntryOf(shipment, own);
    },
    async attachDevice(request) {
      return executeAction(request, (_, actor, entries) =>
        attach(database, request.person, entries, request.body, actor),
      );
    },
    async detachDevice(request) {
      return executeAction(request, async (shipment, actor) => {
        const device = request.path['device']!;
        const at = request.body.at ?? Date.now();
        if ((await detachDevice(database, device, at, actor, shipment)) === null)
          throw new ActionRefused(`${device} is not attached to this shipment`);
      });
    },
    async declareSensor(request) {
      return executeAction(request, (shipment, actor) => {
        const { fate, reason, at = Date.now() } = request.body;
        return declareSensor(
          database,
          shipment,
          { device: request.path['device']!, fate, at, reason },
          actor,
        );
      });
    },
    async depart(request) {
      return executeAction(request, (shipment, actor) =>
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
    async arrive(request) {
      return executeAction(request, (shipment, actor) =>
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
    async takeBackDeparture(request) {
      return executeAction(request, (shipment, actor) =>
        withdrawMilestone(database, shipment, 'departed', request.body.reason, actor),
      );
    },
    async takeBackArrival(request) {
      return executeAction(request, (shipment, actor) =>
        withdrawMilestone(database, shipment, 'arrived', request.body.reason, actor),
      );
    },
    async handOver(request) {
      return executeAction(request, (shipment, actor) => {
        const { to, at = Date.now() } = request.body;
        return handOver(database, shipment, { to, at }, actor);
      });
    },
    async acknowledgeAlarm(request) {
      return executeAction(request, (shipment, actor) =>
        acknowledgeAlarm(database, shipment, request.path['rule']!, request.body.comment, actor),
      );
    },
    async announceFile({ person, action, path, body, actor }) {
      const shipment = path['shipment']!;
      await openShipment(database, person, action, shipment);
      return announceFile(desk, shipment, body, nameOf(actor()));
    },
    async requestFileReading({ person, action, path, body: { answers }, actor }) {
      const [shipment, sha256] = [path['shipment']!, path['sha256']!];
      await openShipment(database, person, action, shipment);
      return { file: await requestReading(desk, shipment, { sha256, answers }, nameOf(actor())) };
    },
    async setFileAside({ person, action, path, body: { reason }, actor }) {
      const [shipment, sha256] = [path['shipment']!, path['sha256']!];
      await openShipment(database, person, action, shipment);
      const { files } = desk;
      const { name, bytes, answers, state } = await fileAt(files, shipment, sha256);
      const setAside = await setFileAside(
        { database, files, evaluate },
        { shipment, sha256, reason, by: actor() },
      );
      // The function that reads files compares what it has with the attached files; one that was refused has nothing.
      if (state !== 'refused')
        await desk.send({ shipment, sha256, name, bytes, answers, by: nameOf(actor()) });
      return { file: shown(setAside) };
    },
    async addProfile({ body, actor }) {
      const parsed = parseNewProfile(body);
      if (!parsed.ok)
        throw new RequestRefused(400, parsed.problems.join('; '), { problems: parsed.problems });
      const { id, version } = parsed.profile;
      await putProfile(database, body, nameOf(actor()));
      return toProfileResponse(await readStoredProfile(database, id, version));
    },
    async approveProfile({ path, body, actor }) {
      const [id, version] = [path['profile']!, Number(path['version'])];
      try {
        const { sha256 } = await readStoredProfile(database, id, version);
        if (sha256 !== body.sha256)
          throw new RequestRefused(
            422,
            `This version has the SHA-256 ${sha256}; approve only what you have read.`,
          );
        return toProfileResponse(await approveProfile(database, id, version, nameOf(actor()), Date.now()));
      } catch (error) {
        if (error instanceof NoSuchProfile) throw new RequestRefused(404, `${error.message}.`);
        throw error;
      }
    },
    ...sources,
    async listSubscribers({ query }) {
      return subscribers.list(query.cursor).catch((error: unknown) => {
        // The cursor is an SNS token, so only SNS can say that it is invalid.
        if (!(error instanceof InvalidParameterException)) throw error;
        throw new RequestRefused(400, 'cursor: must be the "next" of the page before');
      });
    },
    async subscribe({ path, body, actor }) {
      actor();
      try {
        return await subscribers.add({ ...body, audience: path['audience']! });
      } catch (error) {
        throw subscribingRefused(error, body.endpoint) ?? error;
      }
    },
    async unsubscribe({ path, actor }) {
      actor();
      const known = await subscribers.find(path['subscriber']!);
      if (known?.audience?.includes(path['audience']!) !== true)
        throw new RequestRefused(404, `There is no such subscriber to ${path['audience']!}.`);
      await subscribers.remove(known.subscriber);
      return known;
    },
    async rebuildLists({ body, actor }) {
      actor();
      const after = placeOf(
        body.cursor ?? undefined,
        (place): place is string =>
          typeof place === 'string' && /^((told|kept)#)?\d{8} \S{1,64}$/.test(place),
      );
      const { rebuilt, last } = await rebuildPage(database, after);
      return { items: rebuilt, next: last === null ? null : cursorOf(last) };
    },
  },
  claimKeyFromEnv(database.client),
);
