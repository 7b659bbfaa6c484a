import { InvalidParameterException, SNSClient } from '@aws-sdk/client-sns';
import { parseNewProfile } from '../src/model/parse-profile.ts';
import { shipmentOf } from '../src/shipments/ledger.ts';
import { mayAt } from '../src/shipments/permissions.ts';
import { subscribersOf } from '../src/notifications/subscribers.ts';
import { detachDevice } from '../src/storage/attach-device.ts';
import { readFirstEntry, readLedger } from '../src/storage/ledger.ts';
import { NoSuchProfile, approveProfile, putProfile, readKeptProfile } from '../src/storage/profiles.ts';
import { rebuildPage } from '../src/storage/rebuild-summary.ts';
import {
  acknowledgeAlarm,
  createShipment,
  declarePassage,
  declareSensor,
  handOver,
  takeBackDeclaration,
} from '../src/storage/shipment-actions.ts';
import { StepRefused, type Taker, nameOf, requestOf } from '../src/storage/execute-action.ts';
import { attach } from '../src/api/handlers/attach.ts';
import { createdOf } from '../src/api/handlers/to-shipment-created.ts';
import { identityProviderOfEnvironment } from '../src/api/http/authenticate.ts';
import { type ApiRequest, httpApi } from '../src/api/http/http-api.ts';
import { openShipment } from '../src/api/handlers/open-shipment.ts';
import { cursorOf, placeOf } from '../src/api/http/pages.ts';
import { printProfile } from '../src/api/handlers/to-responses.ts';
import { RequestRefused } from '../src/api/http/problem.ts';
import { subscribingRefused } from '../src/api/handlers/subscribing-refused.ts';
import { recordsOfEnvironment } from '../src/storage/database-from-env.ts';
import { required } from '../src/runtime/require-env.ts';
import { claimKeyOfEnvironment } from '../src/api/http/claim-idempotency-key.ts';

const database = recordsOfEnvironment();
const provider = identityProviderOfEnvironment();
const subscribers = subscribersOf(new SNSClient({}), required('ALERTS_TOPIC_ARN'));

type Step = Pick<ApiRequest<'depart'>, 'person' | 'action' | 'path' | 'taker'> & {
  readonly body: { readonly basedOn: number };
};

/** Takes a step of a shipment, for who may, and says where its ledger stands then. */
async function takeStep(
  request: Step,
  step: (shipment: string, taker: Taker, entries: Awaited<ReturnType<typeof openShipment>>) => Promise<void>,
) {
  const { person, action, path, body, taker } = request;
  const shipment = path['shipment']!;
  const entries = await openShipment(database, person, action, shipment);
  const own = taker(body.basedOn);
  await step(shipment, own, entries);
  return headOf(shipment, own);
}

/** The entry that a request made, also where it was sent again; the head of the ledger where it made none. */
async function headOf(shipment: string, taker: Taker) {
  const { entries } = await readLedger(database, shipment);
  const { request } = requestOf(taker);
  const own = request === undefined ? undefined : entries.find((entry) => entry.request === request);
  const { sequence, hash } = own ?? entries.at(-1)!;
  return { shipment, sequence, hash };
}

/** Takes steps of shipments, keeps profiles, and changes who hears of what. */
export const handler = httpApi(
  'api-write',
  provider,
  {
    async createShipment({ person, action, body, taker }) {
      const { shipment, ...plan } = body;
      const { profile, ambientProfile, site } = plan;
      if (!mayAt(person, action, site))
        throw new RequestRefused(
          403,
          `You may plan shipments of ${person.sites.join(', ') || 'no site'}, not of ${site}.`,
        );
      for (const each of [profile, ambientProfile])
        if (each !== null) await readKeptProfile(database, each.id, each.version);
      const first = await readFirstEntry(database, shipment);
      // Of a site that is not theirs, nobody learns more than that the id cannot be had.
      if (first !== null && !mayAt(person, 'read-shipment', shipmentOf([first]).site))
        throw new RequestRefused(409, `The id ${shipment} cannot be had; give this shipment another.`);
      const own = taker();
      await createShipment(database, shipment, createdOf(plan), own);
      return headOf(shipment, own);
    },
    async attachDevice(request) {
      return takeStep(request, (_, taker, entries) =>
        attach(database, request.person, entries, request.body, taker),
      );
    },
    async detachDevice(request) {
      return takeStep(request, async (shipment, taker) => {
        const device = request.path['device']!;
        const at = request.body.at ?? Date.now();
        if ((await detachDevice(database, device, at, taker, shipment)) === null)
          throw new StepRefused(`${device} does not watch this shipment`);
      });
    },
    async declareSensor(request) {
      return takeStep(request, (shipment, taker) => {
        const { fate, reason, at = Date.now() } = request.body;
        return declareSensor(
          database,
          shipment,
          { device: request.path['device']!, fate, at, reason },
          taker,
        );
      });
    },
    async depart(request) {
      return takeStep(request, (shipment, taker) =>
        declarePassage(
          database,
          shipment,
          'departed',
          request.body.at ?? Date.now(),
          taker,
          request.body.reason,
        ),
      );
    },
    async arrive(request) {
      return takeStep(request, (shipment, taker) =>
        declarePassage(
          database,
          shipment,
          'arrived',
          request.body.at ?? Date.now(),
          taker,
          request.body.reason,
        ),
      );
    },
    async takeBackDeparture(request) {
      return takeStep(request, (shipment, taker) =>
        takeBackDeclaration(database, shipment, 'departed', request.body.reason, taker),
      );
    },
    async takeBackArrival(request) {
      return takeStep(request, (shipment, taker) =>
        takeBackDeclaration(database, shipment, 'arrived', request.body.reason, taker),
      );
    },
    async handOver(request) {
      return takeStep(request, (shipment, taker) => {
        const { to, at = Date.now() } = request.body;
        return handOver(database, shipment, { to, at }, taker);
      });
    },
    async acknowledgeAlarm(request) {
      return takeStep(request, (shipment, taker) =>
        acknowledgeAlarm(database, shipment, request.path['rule']!, request.body.comment, taker),
      );
    },
    async addProfile({ body, taker }) {
      const parsed = parseNewProfile(body);
      if (!parsed.ok)
        throw new RequestRefused(400, parsed.problems.join('; '), { problems: parsed.problems });
      const { id, version } = parsed.profile;
      await putProfile(database, body, nameOf(taker()));
      return printProfile(await readKeptProfile(database, id, version));
    },
    async approveProfile({ path, body, taker }) {
      const [id, version] = [path['profile']!, Number(path['version'])];
      try {
        const { sha256 } = await readKeptProfile(database, id, version);
        if (sha256 !== body.sha256)
          throw new RequestRefused(
            422,
            `This version has the SHA-256 ${sha256}; approve what you have read.`,
          );
        return printProfile(await approveProfile(database, id, version, nameOf(taker()), Date.now()));
      } catch (error) {
        if (error instanceof NoSuchProfile) throw new RequestRefused(404, `${error.message}.`);
        throw error;
      }
    },
    async listSubscribers({ query }) {
      return subscribers.list(query.cursor).catch((error: unknown) => {
        // The cursor is a token of SNS.
        if (!(error instanceof InvalidParameterException)) throw error;
        throw new RequestRefused(400, 'cursor: must be the "next" of the page before');
      });
    },
    async subscribe({ path, body, taker }) {
      taker();
      try {
        return await subscribers.add({ ...body, audience: path['audience']! });
      } catch (error) {
        throw subscribingRefused(error, body.endpoint) ?? error;
      }
    },
    async unsubscribe({ path, taker }) {
      taker();
      const known = await subscribers.find(path['subscriber']!);
      if (known?.audience?.includes(path['audience']!) !== true)
        throw new RequestRefused(404, `There is no such subscriber of ${path['audience']!}.`);
      await subscribers.remove(known.subscriber);
      return known;
    },
    async rebuildLists({ body, taker }) {
      taker();
      const after = placeOf(
        body.cursor ?? undefined,
        (place): place is string =>
          typeof place === 'string' && /^((told|kept)#)?\d{8} \S{1,64}$/.test(place),
      );
      const { rebuilt, last } = await rebuildPage(database, after);
      return { items: rebuilt, next: last === null ? null : cursorOf(last) };
    },
  },
  claimKeyOfEnvironment(database.client),
);
