import { approveProfile, putProfile } from '../../src/storage/store-profile.ts';
import { type AnswerOf, type Answered, type Api, people } from './api-in-process.ts';
import { stepsIn } from './api-steps.ts';
import { minute } from './series.ts';
import { warmProfile } from './shipment.ts';

const eight = Date.parse('2026-11-20T08:00:00Z');

/** Arrived shipments of an API in memory, and a pharmacist's signatures on them. */
export function receiptsIn(api: Api) {
  const steps = stepsIn(api);
  return {
    ...steps,
    /** Approves the profile by which they are evaluated. */
    async approveProfile(): Promise<void> {
      await putProfile(api.account.database, warmProfile, 'Ann');
      await approveProfile(api.account.database, 'warm', 1, 'Bea', eight);
    },
    /** Returns what the archive contains under a name. */
    async archived(name: string): Promise<unknown> {
      const { Body } = api.account.services.bucket.answer('GetObjectCommand', { Key: name }) as {
        Body: { transformToByteArray: () => Promise<Uint8Array> };
      };
      return JSON.parse(Buffer.from(await Body.transformToByteArray()).toString());
    },
    /**
     * A shipment with a sensor at 5 °C from eight to nine, when it arrived; `celsius` overrides the readings, one every
     * ten minutes.
     */
    async arrived(
      shipment: string,
      celsius: readonly number[] = [5, 5, 5, 5, 5, 5, 5],
      more: Record<string, unknown> = {},
    ): Promise<string> {
      await steps.plan(shipment, more);
      const device = `lid-of-${shipment}`;
      await steps.step('attachDevice', shipment, { device, since: '2026-11-20T08:00:00Z' });
      await steps.send(
        device,
        celsius.map((temperature, index) => ({ time: eight + index * 10 * minute, temperature })),
      );
      await steps.step('arrive', shipment, { at: '2026-11-20T09:00:00Z' });
      return shipment;
    },
    /** The request for a challenge: these shipments as they are now, released unless `decided` says otherwise. */
    async requestOf(shipments: readonly string[], decided: Record<string, unknown> = {}) {
      const receipts = [];
      for (const shipment of shipments)
        receipts.push({
          shipment,
          basedOn: await steps.basedOn(shipment),
          decision: 'released',
          ...decided,
        });
      return { body: { receipts } };
    },
    /** Returns a challenge that Paul requested. */
    async challenged(
      shipments: readonly string[],
      decided?: Record<string, unknown>,
    ): Promise<AnswerOf<'challengeReceipt'>> {
      return steps.done(people.paul, 'challengeReceipt', await this.requestOf(shipments, decided));
    },
    /** Paul signs it, entering his password now; `claims` changes the token. */
    async sign(
      { challenge, nonce }: { challenge: string; nonce: string },
      { claims, key }: { claims?: Record<string, unknown>; key?: string } = {},
    ): Promise<Answered<'signReceipt'>> {
      const idToken = await api.account.stepUp(people.paul, nonce, claims);
      const body = { challenge, idToken };
      return api.ask(people.paul, 'signReceipt', { body, ...(key !== undefined && { key }) });
    },
  };
}
