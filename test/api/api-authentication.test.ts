import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { gatewayWith, problemAnswer as problem } from '../support/gateway-answer.ts';

const { lena } = people;

let api: Api;
let token: string;
let answerTo: ReturnType<typeof gatewayWith>;
beforeAll(async () => {
  api = await apiInProcess();
  token = await api.account.tokenOf(lena);
  answerTo = gatewayWith(api, token);
});
afterAll(() => api.account.close());

test('a request without a valid token is asked to sign in', async () => {
  const ask = problem(401, 'Sign in', 'Sign in: send an access token as "Authorization: Bearer ..."');
  for (const authorization of [undefined, '', 'Bearer', 'Bearer ', `Basic ${token}`, `Bearer ${token} x`])
    expect(await answerTo('getMe', {}, ({ headers }) => (headers['authorization'] = authorization!))).toEqual(
      ask,
    );
  const invalid = problem(401, 'Sign in', 'This token is invalid or has expired; sign in again.');
  const [deviceItem, claims, signature] = token.split('.') as [string, string, string];
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const given of [
    'x',
    'x.y.z',
    `${deviceItem}.${claims}.${'A'.repeat(signature.length)}`,
    `${unsigned}.${claims}.`,
  ])
    expect(await answerTo('getMe', {}, undefined, given)).toEqual(invalid);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await answerTo('getMe', {})).toEqual(invalid);
});

test('a token of another kind, of another client or without the scope is refused', async () => {
  const elsewhere = problem(401, 'Sign in', 'This token is not valid for this API; sign in again.');
  const access = {
    token_use: 'access',
    client_id: 'client',
    scope: 'openid coldwatch/api',
    username: 'lena',
  };
  const given = (claims: Record<string, unknown>) =>
    api.account
      .stepUp(lena, 'none', { ...access, ...claims })
      .then((each) => answerTo('getMe', {}, undefined, each));
  expect((await given({})).statusCode).toBe(200);
  for (const claims of [
    { token_use: 'id' },
    { token_use: undefined },
    { client_id: 'signing-client' },
    { client_id: undefined },
    { scope: 'openid' },
    { scope: 'coldwatch/api2' },
    { scope: undefined },
    { scope: ['coldwatch/api'] },
  ])
    expect([claims, await given(claims)]).toEqual([claims, elsewhere]);
  // A person without a username is named by the subject.
  expect(JSON.parse((await given({ username: undefined })).body!)).toMatchObject({
    username: 'subject-lena',
  });
});
