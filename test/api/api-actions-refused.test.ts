import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/api/routes/responses.ts';
import type { RouteId } from '../../src/api/routes/routes.ts';
import type { Somebody } from '../simulation/identity.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const { lena, otto, paul, sara } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let steps: Steps;
let shipment = '';
let count = 0;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
});
beforeEach(async () => {
  shipment = await steps.plan(`ST-${++count}`);
});
afterAll(() => stopApi(api));

/** The problem returned for a refused action; the ledger must stay unchanged. */
async function refusal(
  id: RouteId,
  fields: Record<string, unknown> = {},
  path: Record<string, string> = {},
  requester: Somebody = lena,
) {
  const before = await steps.basedOn(shipment);
  const body = { basedOn: before, ...fields };
  const { status, body: answer } = await api.ask(requester, id, { path: { shipment, ...path }, body });
  expect(await steps.basedOn(shipment)).toBe(before);
  return [status, (answer as Problem).detail];
}

describe('attaching a device', () => {
  test('is refused for an invalid thing name, for that of a file, and without a profile for the role', async () => {
    expect(await refusal('attachDevice', { device: 'a b' })).toEqual([
      400,
      'device: must be a valid thing name: letters, digits, ":", "_", "-", at most 128',
    ]);
    expect(await refusal('attachDevice', { device: 'file-0123456789abcdef', role: 'spare' })).toEqual([
      409,
      "file-0123456789abcdef is the name of a file's device; drop the file at the shipment instead.",
    ]);
    expect(await refusal('attachDevice', { device: 'a', role: 'ambient' })).toEqual([
      422,
      'The shipment has no ambient profile; plan it with "ambientProfile".',
    ]);
  });

  test('is refused at an interval longer than the maximum gap of the profile, not at exactly that gap', async () => {
    expect(await refusal('attachDevice', { device: 'slow', interval: 'PT30M1S' })).toEqual([
      422,
      'interval: 1801 s must be at most the maxGap of profile warm, 1800 s',
    ]);
    await steps.step('attachDevice', shipment, { device: 'slow', interval: 'PT30M' });
    const { fact } = (await readLedger(api.account.database, shipment)).entries.at(-1)!;
    expect(fact).toEqual({
      kind: 'device-attached',
      device: 'slow',
      since: noon,
      intervalMs: 30 * minute,
      role: 'product',
      profile: { id: 'warm', version: 1 },
      calibratedUntil: null,
    });
  });

  test('is refused while it monitors another shipment, named only to people who may read it', async () => {
    const own = await steps.plan(`${shipment}-own`);
    const secret = await steps.plan(`${shipment}-south`, { site: 'south' });
    await steps.step('attachDevice', own, { device: `d-${own}` });
    await steps.step('attachDevice', secret, { device: `d-${secret}` });
    const nina = { username: 'nina', groups: ['logistics', 'site:north'] };
    expect(await refusal('attachDevice', { device: `d-${own}` }, {}, nina)).toEqual([
      409,
      `d-${own} is attached to shipment ${own}; detach it first`,
    ]);
    expect(await refusal('attachDevice', { device: `d-${secret}` }, {}, nina)).toEqual([
      409,
      `d-${secret} was attached to another shipment at that time; detach it there first.`,
    ]);
  });
});

test('detaching is refused for a device that is not attached, and before the time of its attachment', async () => {
  expect(await refusal('detachDevice', {}, { device: 'none' })).toEqual([
    409,
    'none is not attached to this shipment',
  ]);
  const device = `lid-of-${shipment}`;
  await steps.step('attachDevice', shipment, { device, since: iso(noon) });
  expect(await refusal('detachDevice', { at: iso(noon - 1) }, { device })).toEqual([
    409,
    `${device} was attached 2026-11-20 12:00 UTC; it cannot be detached earlier`,
  ]);
});

test('an action without a time takes the current time', async () => {
  const device = `lid-of-${shipment}`;
  await steps.step('attachDevice', shipment, { device });
  await steps.step('depart', shipment);
  await steps.step('handOver', shipment, { to: 'the driver' });
  await steps.step('declareSensor', shipment, { fate: 'lost', reason: 'gone' }, { device });
  await steps.step('arrive', shipment, { reason: 'as the driver says' });
  await steps.step('detachDevice', shipment, {}, { device });
  const { entries } = await readLedger(api.account.database, shipment);
  expect(entries.slice(1).map(({ fact, why }) => [fact.kind, 'at' in fact ? fact.at : null, why])).toEqual([
    ['device-attached', null, expect.any(String)],
    ['departed', noon, 'declared by a person'],
    ['handed-over', noon, 'custody was handed over'],
    ['sensor-declared', noon, 'gone'],
    ['arrived', noon, 'as the driver says'],
    ['device-detached', null, expect.any(String)],
  ]);
  expect(entries[1]!.fact).toMatchObject({ since: noon });
  expect(entries.at(-1)!.fact).toMatchObject({ until: noon });
});

test('a future time is refused, except for ten minutes by which a clock may be ahead', async () => {
  expect(await refusal('depart', { at: iso(noon + 10 * minute + 1) })).toEqual([
    409,
    '2026-11-20 12:10:00 UTC is in the future; give a past time',
  ]);
  await steps.step('depart', shipment, { at: iso(noon + 10 * minute) });
});

test('the withdrawal of a declaration names what is withdrawn and the reason', async () => {
  for (const [id, what] of [
    ['takeBackDeparture', 'departure'],
    ['takeBackArrival', 'arrival'],
  ] as const)
    expect(await refusal(id, { reason: 'wrong' })).toEqual([409, `there is no declared ${what} to withdraw`]);
  await steps.step('depart', shipment);
  await steps.step('arrive', shipment);
  await steps.step('takeBackArrival', shipment, { reason: 'not yet' }, {}, paul);
  await steps.step('takeBackDeparture', shipment, { reason: 'still here' });
  const { entries } = await readLedger(api.account.database, shipment);
  expect(entries.slice(-2).map(({ fact, why, by }) => ({ fact, why, by }))).toMatchObject([
    { by: 'paul', why: 'not yet', fact: { kind: 'milestone-withdrawn', milestone: 'arrived', at: noon } },
    { by: 'lena', why: 'still here', fact: { kind: 'milestone-withdrawn', milestone: 'departed', at: noon } },
  ]);
});

test('an action based on an outdated ledger is refused with the entries added since', async () => {
  await steps.step('handOver', shipment, { to: 'one' });
  const { entries } = await readLedger(api.account.database, shipment);
  const { body } = await api.ask(lena, 'depart', { path: { shipment }, body: { basedOn: 1 } });
  expect(body).toEqual({
    type: 'urn:coldwatch:problem:stale',
    title: 'Conflict',
    status: 409,
    detail: `shipment ${shipment} has 1 new ledger entry since 1; review them, then try again`,
    entries: entries.slice(1),
  });
  expect((await refusal('depart', { basedOn: 9 }))[1]).toBe(
    `shipment ${shipment} has 2 ledger entries, not 9; read it again`,
  );
});

test('an action returns its own entry, also when it is repeated after other actions', async () => {
  const body = { basedOn: 1, to: 'one' };
  const first = await api.ask(lena, 'handOver', { path: { shipment }, body, key: `own-${shipment}` });
  await steps.step('handOver', shipment, { to: 'two' });
  const { entries } = await readLedger(api.account.database, shipment);
  expect(first.body).toEqual({ shipment, sequence: 2, hash: entries[1]!.hash });
  const again = await api.ask(lena, 'handOver', { path: { shipment }, body, key: `own-${shipment}` });
  expect(again.body).toEqual(first.body);
  // A declaration that was made already adds no entry; the last entry of the ledger is returned.
  await steps.step('depart', shipment, { at: iso(noon) });
  const deviceItem = (await readLedger(api.account.database, shipment)).entries.at(-1)!;
  const repeat = { path: { shipment }, body: { at: iso(noon), basedOn: 4 } };
  expect((await api.ask(lena, 'depart', repeat)).body).toEqual({
    shipment,
    sequence: 4,
    hash: deviceItem.hash,
  });
});

test('a forbidden action is refused, naming the roles that may perform it', async () => {
  const mayNot = (requester: Somebody, id: RouteId, fields = {}, path = {}) =>
    refusal(id, fields, path, requester);
  expect(await mayNot(paul, 'depart')).toEqual([403, 'Only people with the role logistics can do this.']);
  expect(await mayNot(otto, 'arrive')).toEqual([
    403,
    'Only people with the role logistics or pharmacist can do this.',
  ]);
  expect(await mayNot(sara, 'depart')).toEqual([404, `There is no shipment ${shipment}.`]);
  const both = { username: 'bo', groups: ['logistics', 'operations', 'site:south'] };
  expect(await mayNot(both, 'depart')).toEqual([403, 'You may not do this at the site north.']);
  expect(await mayNot(paul, 'addProfile')).not.toEqual([403, expect.anything()]);
  expect(await mayNot(lena, 'addProfile')).toEqual([
    403,
    'Only people with the role pharmacist or operations can do this.',
  ]);
});
