import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { gunzipSync } from 'node:zlib';
import * as answers from '../../src/api/routes/responses.ts';
import { openApi } from '../../src/api/routes/open-api.ts';
import { type Route, type RouteId, routes } from '../../src/api/routes/routes.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { waitingQueueNames } from '../../src/telemetry/waiting-message.ts';
import { openAccount } from '../proof/account.ts';
import { eventOf } from '../simulation/gateway-event.ts';
import { profiles } from '../simulation/profiles.ts';
import type { Chance } from '../proof/chance.ts';
import type { TableShape } from '../models/table-shape.ts';
import { type Schema, valueBy } from './from-schema.ts';
import { mutatedTree, payloadBy } from './mutate.ts';
import type { AskOnce } from './ask-once.ts';

type Operation = {
  readonly operationId: RouteId;
  readonly parameters: readonly { name: string; in: string; schema: Schema }[];
  readonly requestBody?: { content: { 'application/json'?: { schema: Schema } } };
};

const everybody = { username: 'eve', groups: ['logistics', 'pharmacist', 'operations', 'site:north'] };
const strange = ['..', '%2e%2e%2f', 'x'.repeat(300), '%', '%ff', '', 'S 1', '<b>', '\u0000'];

/**
 * Sends a request that follows the API's own description, or strays from it. It must be answered, and never with a
 * server error.
 */
export async function askApi(shapes: Readonly<Record<string, TableShape>>): Promise<AskOnce> {
  const { invoke, database, services, tokenOf } = await openAccount(shapes);
  for (const profile of profiles) await putProfile(database, profile, 'proof');
  const profile = { id: 'sim-10', version: 1 };
  const now = Date.now();
  const plan = { goods: 'x', origin: 'A', destination: 'B', site: 'north', profile, audience: [] };
  await createShipment(database, 'S-1', plan, 'proof');
  await attachDevice(
    database,
    'box-1',
    { shipment: 'S-1', profile, since: now - 3_600_000, intervalMs: 600_000, attachedAt: now },
    'proof',
  );
  const token = await tokenOf(everybody);
  const operations = Object.values(openApi().paths).flatMap((methods) =>
    Object.values(methods),
  ) as Operation[];
  const quick = operations.filter(({ operationId }) => !/^(getBundle|getReport)$/.test(operationId));
  const waiting = [...services.waiting.values()];
  return async (chance) => {
    if (chance.is(0.05)) chance.pick(waiting).send(waitingBodyBy(chance), Date.now());
    // Drawing takes a hundred times as long as anything else.
    const operation = chance.pick(chance.is(0.9) ? quick : operations);
    const route: Route = routes[operation.operationId];
    const event = eventBy(operation, chance, token);
    const answer = (await invoke(route.function, event)) as APIGatewayProxyStructuredResultV2;
    const status = answer.statusCode ?? 0;
    const given = JSON.stringify({ ...event, headers: { ...event.headers, authorization: '' } });
    if (status >= 500 || status < 200)
      return { what: `${operation.operationId} answered ${status}: ${answer.body ?? ''}`, given };
    if (status !== (route.status ?? 200)) {
      const problem = answers.problem.safeParse(JSON.parse(bodyOf(answer)));
      if (!problem.success || problem.data.status !== status)
        return { what: `${operation.operationId} refused in an undocumented way`, given };
    }
    return { became: String(status) };
  };
}

/** A message that failed: one of a device, one that a topic rule could not deliver, or neither. */
function waitingBodyBy(chance: Chance): string {
  const payload = Buffer.from(payloadBy(chance)).toString('base64');
  const topic = `coldwatch/box-1/${chance.pick(['telemetry', 'x', ''])}`;
  return chance.pick([
    JSON.stringify({ payload, thing: 'box-1', kind: 'telemetry', receivedAt: Date.now() }),
    JSON.stringify({ ruleName: 'forward', topic, base64OriginalPayload: payload, failures: [] }),
    payload,
    '{}',
  ]);
}

function bodyOf({ body = '', isBase64Encoded = false }: APIGatewayProxyStructuredResultV2): string {
  return isBase64Encoded ? gunzipSync(Buffer.from(body, 'base64')).toString() : body;
}

function eventBy({ operationId, parameters, requestBody }: Operation, chance: Chance, token: string) {
  const value = (schema: Schema): string =>
    chance.is(0.2) ? chance.pick(strange) : String(valueBy(schema, chance));
  const known: Record<string, string> = {
    shipment: 'S-1',
    device: 'box-1',
    rule: 'warm',
    profile: 'sim-10',
    version: '1',
    queue: chance.pick(waitingQueueNames),
  };
  const path: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const { name, in: where, schema } of parameters)
    if (where === 'path')
      path[name] = known[name] !== undefined && chance.is(0.8) ? known[name] : value(schema);
    else if (where === 'query' && chance.is(0.5)) query[name] = value(schema);
  const schema = requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? undefined : valueBy(schema, chance);
  const event = eventOf(
    operationId,
    chance.is(0.95) ? token : chance.pick(['', 'a.b.c', token.slice(0, -3)]),
    {
      path,
      query,
      ...(body !== undefined && {
        body: (chance.is(0.5) ? mutatedTree(body, chance, 1 + chance.below(3)) : body) as Record<
          string,
          unknown
        >,
      }),
      ...(chance.is(0.9) && { key: `key-${Math.floor(chance.number() * 1e9)}` }),
    },
  );
  return chance.is(0.03) && 'body' in event ? { ...event, body: String(event.body).slice(1) } : event;
}
