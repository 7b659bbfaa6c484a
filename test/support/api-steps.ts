import { vi } from 'vitest';
import { handedOver, routedBody } from '../benchmarks/function-under-test.ts';
import type { RouteId } from '../../src/api/routes/routes.ts';
import type { GatewayRequest } from '../simulation/gateway-event.ts';
import type { Somebody } from '../simulation/identity.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type AnswerOf, type Api, apiInProcess, people } from './api-in-process.ts';
import { warmProfile } from './shipment.ts';

let messages = 0;

/** Actions of people and devices on shipments. */
export type Steps = ReturnType<typeof stepsIn>;

/** Starts an API in memory with the warm profile, at a fixed time (epoch milliseconds). */
export async function startApiAt(now: number): Promise<{ api: Api; steps: Steps }> {
  vi.useFakeTimers({ toFake: ['Date'], now });
  const api = await apiInProcess();
  await putProfile(api.account.database, warmProfile, 'Ann');
  return { api, steps: stepsIn(api) };
}

/** Stops an API in memory, and lets time pass again. */
export function stopApi(api: Api): void {
  vi.useRealTimers();
  api.account.close();
}

/** Actions of people and devices on shipments of an API in memory; each must succeed. */
export function stepsIn(api: Api) {
  /** Calls a route, and throws unless it succeeds. */
  async function done<Id extends RouteId>(
    requester: Somebody,
    id: Id,
    request?: GatewayRequest,
  ): Promise<AnswerOf<Id>> {
    const { status, body } = await api.ask(requester, id, request);
    if (status !== 200) throw new Error(`${id} is refused: ${JSON.stringify(body)}`);
    return body;
  }

  async function basedOn(shipment: string): Promise<number> {
    return (await readLedger(api.account.database, shipment)).entries.length;
  }

  return {
    done,
    basedOn,
    /** Lena plans a shipment at the site north. */
    async plan(shipment: string, more: Record<string, unknown> = {}): Promise<string> {
      const places = { goods: 'vaccine', origin: 'Cambridge', destination: 'Stansted', site: 'north' };
      await done(people.lena, 'createShipment', { body: { shipment, ...places, profile: 'warm', ...more } });
      return shipment;
    },
    /** Lena executes an action on a shipment. */
    async step(
      id: RouteId,
      shipment: string,
      fields: Record<string, unknown> = {},
      path: Record<string, string> = {},
      requester: Somebody = people.lena,
    ): Promise<void> {
      const body = { ...fields, basedOn: await basedOn(shipment) };
      await done(requester, id, { path: { shipment, ...path }, body });
    },
    /** A device sends a payload that is received at a time (epoch milliseconds). */
    async send(thing: string, payload: unknown, receivedAt = Date.now()): Promise<void> {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const record = handedOver(`sent-${++messages}`, routedBody(thing, text, receivedAt), receivedAt);
      const answer = await api.account.invoke('ingest-telemetry', { Records: [record] });
      if (JSON.stringify(answer) !== '{"batchItemFailures":[]}') throw new Error(`${text} is not processed`);
    },
  };
}
