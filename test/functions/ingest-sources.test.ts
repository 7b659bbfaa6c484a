import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SourceMapping } from '../../src/model/source-mapping.ts';
import type { SourceTransport } from '../../src/model/source.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { retireSource } from '../../src/storage/change-source.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';
import { accessKey } from '../../src/storage/source-items.ts';
import { deregisterDevice, registerDevice } from '../../src/storage/source-devices.ts';
import { approveMapping, putMapping } from '../../src/storage/source-mappings.ts';
import { handedOver, routedBody } from '../benchmarks/function-under-test.ts';
import { apiAt } from '../support/api-at.ts';
import { beforeRequest } from '../support/before-request.ts';
import { readRefused } from '../support/refused-messages.ts';
import { sourceRecords } from '../support/source-bodies.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const minute = 60_000;
const api = apiAt(noon);
let count = 0;

/**
 * Runs the function on messages, and returns the positions of those that failed, its requests and its archive lines.
 */
async function process(...bodies: string[]) {
  const { services } = api.account;
  const requests: string[] = [];
  const send = services.send.bind(services);
  const counting: typeof services.send = async (service, command) => {
    // Evaluating a device that is not attached asks for its assignments.
    if (command.constructor.name !== 'QueryCommand') requests.push(command.constructor.name);
    return send(service, command);
  };
  services.send = counting;
  const before = services.archived.size;
  const Records = bodies.map((body) => handedOver(`s${++count}`, body, Date.now() - 1000));
  const { batchItemFailures } = (await api.account.invoke('ingest-telemetry', {
    Records,
  })) as SQSBatchResponse;
  if (services.send === counting) services.send = send;
  return {
    failed: batchItemFailures.map(({ itemIdentifier }) =>
      Records.findIndex(({ messageId }) => messageId === itemIdentifier),
    ),
    requests,
    archived: [...services.archived].slice(before).map((line) => JSON.parse(line) as { thing: string }),
  };
}

/** A message of a source, as the topic rule of gateways or the ingest route puts it on the queue. */
function sourceBody(thing: string, payload: unknown, kind: 'gateway' | 'source' = 'gateway', at = noon) {
  const text = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return JSON.stringify({ payload: text.toString('base64'), thing, kind, receivedAt: at });
}

/** Creates a source that may speak for devices, each by the name in its messages. */
async function sourceWith(
  name: string,
  devices: Record<string, string>,
  transport: SourceTransport = 'mqtt',
) {
  const { database } = api.account;
  await createSource(
    database,
    {
      name,
      transport,
      description: 'at the dock',
      authentication: transport === 'mqtt' ? null : 'secret',
      messagesPerMinute: 100,
      silentAfterMs: 3_600_000,
      audience: ['dock'],
    },
    { by: 'otto', at: noon, request: name },
  );
  for (const [named, device] of Object.entries(devices))
    await registerDevice(database, name, { named, device });
}

const tive = sourceRecords.Tive;
const valuesOf = async (device: string) =>
  readingsOf(await readDeviceItem(api.account.database, device)).flatMap((each) =>
    'value' in each && each.channel === 'temperature' ? [each.value] : [],
  );
/** When a source was last noted as heard; NaN if it never was. */
async function heardAtOf(source: string): Promise<number> {
  const { client, tables } = api.account.database;
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: accessKey(source) }),
  );
  return Number(Item!['heardAt']?.N ?? NaN);
}
const refusedOf = async (device: string) =>
  (await readRefused(api.account.database, device)).map(({ topic, refused, payload }) => ({
    topic,
    reasons: refused.map(({ reason }) => reason),
    payload: Buffer.from(payload).toString(),
  }));

describe('a body about many devices', () => {
  test('is one write and one line of the archive per registered device, with the name that the body has for it', async () => {
    await sourceWith('gw-a', { P1: 'a-1', P2: 'a-2' });
    const body = [tive('P1', 4.25, noon - minute), tive('P2', 6.5, noon - minute), tive('P1', 4.75, noon)];
    const { failed, requests, archived } = await process(sourceBody('gw-a', body));
    expect(failed).toEqual([]);
    expect(await valuesOf('a-1')).toEqual([4.25, 4.75]);
    expect(await valuesOf('a-2')).toEqual([6.5]);
    expect(archived).toEqual(
      [
        ['a-1', 'P1'],
        ['a-2', 'P2'],
      ].map(([thing, named]) => ({
        receivedAt: noon,
        thing,
        topic: 'coldwatch/gw-a/gateway',
        payload: Buffer.from(JSON.stringify(body)).toString('base64'),
        from: { source: 'gw-a', named, mapping: null },
      })),
    );
    expect(await refusedOf('gw-a')).toEqual([]);
    // One write per device, and one that notes the source, of which the archive's request is none.
    expect(requests.filter((command) => command === 'UpdateItemCommand')).toHaveLength(3);
  });

  test('costs one write and no read per device once it is known; its source is read and noted once a minute', async () => {
    await sourceWith('gw-b', { P1: 'b-1' });
    await process(sourceBody('gw-b', tive('P1', 4, noon)));
    vi.setSystemTime(noon + 30_000);
    const again = await process(sourceBody('gw-b', tive('P1', 5, noon + 30_000), 'gateway', noon + 30_000));
    expect(again.requests.toSorted()).toEqual(['PutRecordCommand', 'UpdateItemCommand']);
    vi.setSystemTime(noon + 61_000);
    const later = await process(sourceBody('gw-b', tive('P1', 6, noon + 61_000), 'gateway', noon + 61_000));
    expect(later.requests.toSorted()).toEqual([
      'GetItemCommand',
      'PutRecordCommand',
      'UpdateItemCommand',
      'UpdateItemCommand',
    ]);
    expect(await valuesOf('b-1')).toEqual([4, 5, 6]);
  });

  test('has one write with the ordinary messages of its devices in the batch', async () => {
    await sourceWith('gw-c', { P1: 'c-1', P2: 'c-2' });
    await process(sourceBody('gw-c', [tive('P1', 1, noon), tive('P2', 1, noon)]));
    const ordinary = routedBody('c-1', JSON.stringify({ time: noon, temperature: 2 }), noon);
    const { failed, requests } = await process(
      ordinary,
      sourceBody('gw-c', [tive('P1', 3, noon + 1000), tive('P2', 3, noon + 1000)]),
      sourceBody('gw-c', tive('P1', 4, noon + 2000)),
    );
    expect(failed).toEqual([]);
    expect(requests.filter((command) => command === 'UpdateItemCommand')).toHaveLength(2);
    expect(new Set(await valuesOf('c-1'))).toEqual(new Set([1, 2, 3, 4]));
    expect(new Set(await valuesOf('c-2'))).toEqual(new Set([1, 3]));
  });

  test('may name devices that are known and others that are not yet', async () => {
    await sourceWith('gw-n', { P1: 'n-1', P2: 'n-2', P3: 'n-3' });
    await process(sourceBody('gw-n', tive('P1', 4, noon)));
    const body = [tive('P1', 5, noon + 1000), tive('P2', 6, noon + 1000)];
    await process(sourceBody('gw-n', body));
    await process(sourceBody('gw-n', [tive('P3', 7, noon + 2000), ...body]));
    expect([await valuesOf('n-1'), await valuesOf('n-2'), await valuesOf('n-3')]).toEqual([[4, 5], [6], [7]]);
    expect(await refusedOf('gw-n')).toEqual([]);
  });

  test('changes nothing when it is delivered again', async () => {
    await sourceWith('gw-d', { P1: 'd-1', P2: 'd-2' });
    const body = sourceBody('gw-d', [tive('P1', 4, noon), tive('P2', 5, noon), tive('P9', 6, noon)]);
    const first = await process(body);
    const again = await process(body);
    expect(again.archived).toEqual([]);
    expect(first.archived).toHaveLength(2);
    expect([await valuesOf('d-1'), await valuesOf('d-2')]).toEqual([[4], [5]]);
    expect(await refusedOf('gw-d')).toHaveLength(1);
  });

  test.each(Object.entries(sourceRecords))('may be of %s', async (kind, recordOf) => {
    const name = `kind-${Object.keys(sourceRecords).indexOf(kind)}`;
    await sourceWith(name, { N1: `${name}-1`, N2: `${name}-2` }, 'https');
    const { failed } = await process(
      sourceBody(name, [recordOf('N1', 3.5, noon), recordOf('N2', 7.5, noon)], 'source'),
    );
    expect(failed).toEqual([]);
    expect([await valuesOf(`${name}-1`), await valuesOf(`${name}-2`)]).toEqual([[3.5], [7.5]]);
  });

  test('is read by the approved mapping of its source, which is archived with it', async () => {
    await sourceWith('gw-e', { '17': 'e-1' });
    const mapping: SourceMapping = {
      devices: ['id'],
      times: [{ path: 't', form: 'milliseconds', clock: 'device' }],
      values: [{ channel: 'temperature', path: 'raw', unit: '°C', factor: 0.01 }],
    };
    const { database } = api.account;
    const { version } = await putMapping(database, 'gw-e', mapping, 'lena');
    const body = sourceBody('gw-e', { id: 17, t: noon, raw: 425 });
    await process(body);
    expect(await valuesOf('e-1')).toEqual([]);
    await approveMapping(database, 'gw-e', version, { by: 'paul', at: noon });
    vi.setSystemTime(noon + 61_000);
    const { archived } = await process(body);
    expect(await valuesOf('e-1')).toEqual([4.25]);
    expect(archived).toMatchObject([
      { thing: 'e-1', from: { source: 'gw-e', named: '17', mapping: { devices: ['id'] } } },
    ]);
  });
});

describe('what a source may not say', () => {
  test('of a device of another source is refused with its name, and is not of the device', async () => {
    await sourceWith('gw-f', { P1: 'f-1' });
    await sourceWith('gw-g', { Q1: 'g-1' });
    const { failed, archived } = await process(
      sourceBody('gw-g', [tive('P1', 20, noon), tive('f-1', 20, noon), tive('Q1', 4, noon)]),
    );
    expect(failed).toEqual([]);
    expect(await valuesOf('f-1')).toEqual([]);
    expect(await valuesOf('g-1')).toEqual([4]);
    expect(archived.map(({ thing }) => thing)).toEqual(['g-1']);
    expect((await refusedOf('gw-g')).map(({ topic, reasons }) => ({ topic, reasons }))).toEqual([
      {
        topic: 'coldwatch/gw-g/gateway',
        reasons: ['P1', 'f-1'].map(
          (named) =>
            `"${named}" is not registered with gw-g; register it: coldwatch source register gw-g "${named}=DEVICE"`,
        ),
      },
    ]);
    expect(await refusedOf('f-1')).toEqual([]);
  });

  test('of nothing registered is archived under its own name, by which nothing is decoded', async () => {
    await sourceWith('gw-h', {});
    const { archived } = await process(sourceBody('gw-h', tive('P1', 4, noon)));
    expect(archived).toMatchObject([
      { thing: 'gw-h', topic: 'coldwatch/gw-h/gateway', from: { source: 'gw-h', named: null } },
    ]);
    expect(await heardAtOf('gw-h')).toBe(noon);
    await registerDevice(api.account.database, 'gw-h', { named: 'P1', device: 'h-1' });
    await process(sourceBody('gw-h', tive('P1', 5, noon + 1000)));
    expect(await valuesOf('h-1')).toEqual([5]);
  });

  test('before its source is created counts from the creation on', async () => {
    await process(sourceBody('gw-o', tive('P1', 4, noon)));
    await sourceWith('gw-o', { P1: 'o-1' });
    await process(sourceBody('gw-o', tive('P1', 5, noon + 1000)));
    expect(await valuesOf('o-1')).toEqual([5]);
  });

  test('of one device in a long body is refused with the number of its record', async () => {
    await sourceWith('gw-p', { P1: 'p-1' });
    await process(sourceBody('gw-p', [tive('P1', 4, noon), tive('P1', 5, noon + 1000), tive('P9', 6, noon)]));
    const [message] = await readRefused(api.account.database, 'gw-p');
    expect(message!.refused.map(({ line }) => line)).toEqual([3]);
  });

  test('counts no longer than a minute once a device is deregistered', async () => {
    await sourceWith('gw-i', { P1: 'i-1' });
    await process(sourceBody('gw-i', tive('P1', 4, noon)));
    await deregisterDevice(api.account.database, 'gw-i', 'i-1');
    vi.setSystemTime(noon + 61_000);
    await process(sourceBody('gw-i', tive('P1', 5, noon + 61_000), 'gateway', noon + 61_000));
    expect(await valuesOf('i-1')).toEqual([4]);
  });

  test('once it is retired is refused; what was accepted before is still read', async () => {
    await sourceWith('gw-retired', { P1: 'retired-1' });
    await process(sourceBody('gw-retired', tive('P1', 4, noon)));
    await retireSource(api.account.database, 'gw-retired', 'sold', { by: 'otto', at: noon + 2000 });
    vi.setSystemTime(noon + 61_000);
    await process(sourceBody('gw-retired', tive('P1', 5, noon + 1000), 'gateway', noon + 1999));
    await process(sourceBody('gw-retired', tive('P1', 6, noon + 2000), 'gateway', noon + 2000));
    expect(await valuesOf('retired-1')).toEqual([4, 5]);
    expect((await refusedOf('gw-retired')).map(({ reasons }) => reasons)).toEqual([
      ['source gw-retired was retired 2026-11-20T12:00:02.000Z'],
    ]);
  });

  test('counts again once the device is registered again, by whatever name', async () => {
    await sourceWith('gw-again', { P1: 'again-1', P2: 'again-2' });
    await process(sourceBody('gw-again', [tive('P1', 4, noon), tive('P2', 4, noon)]));
    await deregisterDevice(api.account.database, 'gw-again', 'again-1');
    await registerDevice(api.account.database, 'gw-again', { named: 'P1', device: 'again-3' });
    vi.setSystemTime(noon + 61_000);
    const later = [tive('P1', 5, noon + 61_000), tive('P2', 5, noon + 61_000)];
    await process(sourceBody('gw-again', later, 'gateway', noon + 61_000));
    expect([await valuesOf('again-1'), await valuesOf('again-2'), await valuesOf('again-3')]).toEqual([
      [4],
      [4, 5],
      [5],
    ]);
  });

  test.each([
    [
      'an unknown one',
      'gw-none',
      'gateway',
      'there is no source gw-none; create it: coldwatch source create gw-none',
    ],
    [
      'one over HTTPS',
      'hook-1',
      'gateway',
      "source hook-1 sends over HTTPS; a message on a gateway's topic is not from it",
    ],
    [
      'a gateway, over HTTPS',
      'gw-j',
      'source',
      'source gw-j is a gateway; a message over HTTPS is not from it',
    ],
  ] as const)('is all that %s says: it is refused and archived', async (_, name, kind, reason) => {
    if (name === 'hook-1') await sourceWith(name, { P1: 'j-1' }, 'https');
    if (name === 'gw-j') await sourceWith(name, { P1: 'j-2' });
    const { failed, archived, requests } = await process(sourceBody(name, tive('P1', 4, noon), kind));
    expect(failed).toEqual([]);
    expect((await refusedOf(name)).map(({ reasons }) => reasons)).toEqual([[reason]]);
    expect(archived).toMatchObject([{ thing: name, from: { named: null } }]);
    expect(requests).not.toContain('UpdateItemCommand');
  });

  test('refused for a device is stored under it, and its shipment records it', async () => {
    await sourceWith('gw-k', { P1: 'k-1' });
    const ahead = tive('P1', 4, noon + 20 * minute);
    await process(sourceBody('gw-k', ahead));
    expect(await refusedOf('k-1')).toMatchObject([
      { topic: 'coldwatch/gw-k/gateway', payload: JSON.stringify(ahead) },
    ]);
    expect(
      readingsOf(await readDeviceItem(api.account.database, 'k-1')).map(({ channel }) => channel),
    ).toEqual(['clock', 'refused']);
  });
});

describe('a failure', () => {
  test('of one device of a body lets the whole body be delivered again, and no other message', async () => {
    await sourceWith('gw-l', { P1: 'l-1', P2: 'l-2' });
    api.account.refuseWritesOf(new Set(['l-1']));
    const bodies = [
      sourceBody('gw-l', [tive('P1', 4, noon), tive('P2', 5, noon)]),
      sourceBody('gw-l', tive('P2', 6, noon + 1000)),
      routedBody('l-3', JSON.stringify({ time: noon, temperature: 7 }), noon),
    ];
    const { failed } = await process(...bodies);
    api.account.refuseWritesOf(new Set());
    expect(failed).toEqual([0]);
    expect(await valuesOf('l-1')).toEqual([]);
    expect((await process(bodies[0]!)).failed).toEqual([]);
    expect([await valuesOf('l-1'), await valuesOf('l-2'), await valuesOf('l-3')]).toEqual([[4], [5, 6], [7]]);
  });

  test('to archive lets the bodies of sources be delivered again, as it does with ordinary messages', async () => {
    await sourceWith('gw-r', { P1: 'r-1' });
    const { services } = api.account;
    const send = services.send.bind(services);
    services.send = async (service, command) => {
      if (service === 'stream' || service === 'queue') throw new Error('away');
      return send(service, command);
    };
    const body = sourceBody('gw-r', tive('P1', 4, noon));
    expect((await process(body)).failed).toEqual([0]);
    services.send = send;
    const again = await process(body);
    expect([again.failed, again.archived.map(({ thing }) => thing)]).toEqual([[], ['r-1']]);
    expect(await valuesOf('r-1')).toEqual([4]);
  });

  test('to note that a source was heard fails nothing, and the next message notes it', async () => {
    await sourceWith('gw-q', { P1: 'q-1' });
    beforeRequest(
      api.account.services,
      (command, input) => command === 'UpdateItemCommand' && input.includes('heardAt'),
      () => {
        throw new Error('away');
      },
    );
    expect((await process(sourceBody('gw-q', tive('P1', 4, noon)))).failed).toEqual([]);
    expect([await valuesOf('q-1'), await heardAtOf('gw-q')]).toEqual([[4], NaN]);
    await process(sourceBody('gw-q', tive('P1', 5, noon + 1000), 'gateway', noon + 1000));
    expect([await valuesOf('q-1'), await heardAtOf('gw-q')]).toEqual([[4, 5], noon + 1000]);
  });

  test('to read the table of sources fails only the messages of sources', async () => {
    await sourceWith('gw-m', { P1: 'm-1' });
    beforeRequest(
      api.account.services,
      (command) => command === 'GetItemCommand',
      () => {
        throw new Error('away');
      },
    );
    const body = sourceBody('gw-m', tive('P1', 4, noon));
    const { failed } = await process(
      body,
      routedBody('m-2', JSON.stringify({ time: noon, temperature: 7 }), noon),
    );
    expect(failed).toEqual([0]);
    expect(await valuesOf('m-2')).toEqual([7]);
    expect((await process(body)).failed).toEqual([]);
    expect(await valuesOf('m-1')).toEqual([4]);
  });
});

test('an archive that fails while bodies are divided fails the messages, not the instance', async () => {
  await sourceWith('gw-slow', { P1: 'slow-1' });
  const { services } = api.account;
  const send = services.send.bind(services);
  services.send = async (service, command) => {
    if (/PutRecord|SendMessage/.test(command.constructor.name)) throw new Error('rate exceeded');
    if (command.constructor.name === 'GetItemCommand') await sleep(20);
    return send(service, command);
  };
  const unhandled: unknown[] = [];
  const note = (error: unknown): number => unhandled.push(error);
  globalThis.process.on('unhandledRejection', note);
  onTestFinished(() => {
    services.send = send;
    globalThis.process.off('unhandledRejection', note);
  });
  const bodies = [routedBody('slow-2', '{"time":1795176000000,"temperature":4}', noon)];
  expect((await process(...bodies, sourceBody('gw-slow', tive('P1', 5, noon)))).failed).toEqual([0, 1]);
  expect(unhandled).toEqual([]);
});
