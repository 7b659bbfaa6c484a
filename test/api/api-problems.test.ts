import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { logger } from '../../src/runtime/observability.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { beforeRequest } from '../support/before-request.ts';
import { stepsIn } from '../support/api-steps.ts';
import { gatewayWith, problemAnswer as problem, secureHeaders } from '../support/gateway-answer.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena } = people;

let api: Api;
let steps: ReturnType<typeof stepsIn>;
let answerTo: ReturnType<typeof gatewayWith>;
beforeAll(async () => {
  api = await apiInProcess();
  steps = stepsIn(api);
  await putProfile(api.account.database, warmProfile, 'Ann');
  answerTo = gatewayWith(api, await api.account.tokenOf(lena));
});
afterAll(() => api.account.close());

const plan = { shipment: 'H-1', goods: 'x', origin: 'a', destination: 'b', site: 'north', profile: 'warm' };

describe('a problem', () => {
  test('is returned for an unknown route, whoever asks', async () => {
    const answer = answerTo('getMe', {}, (event) => (event.routeKey = 'GET /api/none'), '');
    expect(await answer).toEqual(problem(404, 'Not found', 'There is no GET /api/none.'));
    const ofAnother = answerTo('getMe', {}, (event) => (event.routeKey = 'POST /api/shipments'));
    expect(await ofAnother).toEqual(problem(404, 'Not found', 'There is no POST /api/shipments.'));
  });

  test('names what is wrong in the path, the query, the body or the idempotency key', async () => {
    for (const shipment of ['%zz', 'a b', '-x', 'x'.repeat(65)])
      expect(
        await answerTo(
          'showShipment',
          { path: { shipment: 'S' } },
          (event) => (event.pathParameters = { shipment }),
        ),
      ).toEqual(problem(404, 'Not found', 'There is no such shipment.'));
    const limits = 'limit: must be from 1 to 100';
    for (const limit of ['0', '101'])
      expect(await answerTo('listShipments', { query: { limit } })).toEqual(
        problem(400, 'The request cannot be read', limits, { problems: [limits] }),
      );
    const key = 'request-of-H-1';
    const notJson = problem(400, 'The request cannot be read', 'The body is not JSON.');
    for (const body of [undefined, '', '{'])
      expect(await answerTo('createShipment', { key }, (event) => (event.body = body as string))).toEqual(
        notJson,
      );
    const two = [
      'goods: must not be empty',
      'origin: is missing; must be a name, or an object with name and circle or polygon',
    ];
    const { origin: _, ...rest } = plan;
    expect(await answerTo('createShipment', { key, body: { ...rest, goods: '' } })).toEqual(
      problem(400, 'The request cannot be read', two.join('; '), { problems: two }),
    );
    const nameless =
      'Every write needs a header "Idempotency-Key": 8 to 80 letters, digits, ".", "_", ":", "-"; the same one when the request is repeated.';
    expect(await answerTo('createShipment', { body: plan })).toEqual(
      problem(400, 'The request cannot be read', nameless),
    );
    expect((await readLedger(api.account.database, 'H-1')).entries).toEqual([]);
  });

  test('on our side discloses only the id that operations need', async () => {
    beforeRequest(
      api.account.services,
      (command) => command === 'QueryCommand',
      () => {
        throw new Error('secret');
      },
    );
    expect(await answerTo('showShipment', { path: { shipment: 'S-1' } })).toEqual(
      problem(
        500,
        'Something went wrong on our side',
        'Try again. If the problem persists, give operations this id: proof',
      ),
    );
  });
});

test('a base64 body is decoded', async () => {
  const answer = await answerTo('createShipment', { key: 'base64-of-H-2' }, (event) => {
    event.body = Buffer.from(
      JSON.stringify({ ...plan, shipment: 'H-2', goods: 'Impfstoff für Köln' }),
    ).toString('base64');
    event.isBase64Encoded = true;
  });
  expect(answer.statusCode).toBe(200);
  expect((await readLedger(api.account.database, 'H-2')).entries[0]!.fact).toMatchObject({
    goods: 'Impfstoff für Köln',
  });
});

test('a response of 2 000 characters or more is compressed if the client accepts it', async () => {
  const accepting = (encoding: string) => (event: APIGatewayProxyEventV2) =>
    void (event.headers['accept-encoding'] = encoding);
  const plain = await answerTo('getOpenApi', {});
  expect(plain.isBase64Encoded).toBeUndefined();
  expect(plain.headers).toEqual({ ...secureHeaders, 'content-type': 'application/json; charset=utf-8' });
  expect(await answerTo('getOpenApi', {}, accepting('br, gzipped'))).toEqual(plain);
  const { body, ...compressed } = await answerTo('getOpenApi', {}, accepting('br, gzip;q=0.8'));
  expect(compressed).toEqual({
    statusCode: 200,
    headers: { ...plain.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    isBase64Encoded: true,
  });
  expect(gunzipSync(Buffer.from(body!, 'base64')).toString()).toBe(plain.body);
  expect((await answerTo('getMe', {}, accepting('gzip'))).isBase64Encoded).toBeUndefined();
  await steps.plan('H-3');
  const epcis = await answerTo('getEpcis', { path: { shipment: 'H-3' } });
  expect(epcis.headers).toMatchObject({ 'content-type': 'application/ld+json' });
});

test('each request writes a line to the log with the person, the route and the outcome', async () => {
  const lines = vi.spyOn(logger, 'info');
  onTestFinished(() => lines.mockRestore());
  await answerTo('getMe', {});
  await answerTo('getMe', {}, undefined, 'x');
  await answerTo('getConfiguration', {});
  const line = {
    requestId: 'simulated',
    route: 'GET /api/me',
    status: 200,
    milliseconds: expect.any(Number) as unknown,
    subject: 'subject-lena',
    username: 'lena',
    address: '198.51.100.10',
    gatewayPeer: expect.any(String) as unknown,
  };
  const nobody = { subject: null, username: null };
  expect(lines.mock.calls).toEqual([
    ['a request was answered', line],
    ['a request was answered', { ...line, ...nobody, status: 401 }],
    ['a request was answered', { ...line, ...nobody, route: 'GET /api/configuration' }],
  ]);
});
