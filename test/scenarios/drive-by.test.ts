import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { type Sent, driveBys } from '../support/drive-by.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { challengeOf } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = [await signInAs(run, 'lena'), await signInAs(run, 'paul')];
}, 60_000);
afterAll(() => run.stop());

/** The readings of a device, shifted so that the last was a minute ago. */
function shifted(sent: readonly Sent[], now: number): (Omit<Sent, 'time'> & { time: number })[] {
  const by = now - minute - Date.parse(sent.at(-1)!.time);
  return sent.map((each) => ({ ...each, time: Date.parse(each.time) + by }));
}

async function publish(device: string, messages: readonly object[]): Promise<void> {
  const connection = await run.connect(device);
  for (const message of messages)
    await connection.publish(`coldwatch/${device}/telemetry`, JSON.stringify(message));
  await connection.close();
  await run.drained();
}

const show = (shipment: string) => lena.do('showShipment', { path: { shipment } });

describe.each(driveBys)(
  'a truck that passes its destination over MQTT, %s',
  { timeout: 120_000 },
  (kind, driveBy) => {
    const name = kind === 'made up' ? 'MADE' : 'FIELD';

    test('has not arrived, raises an alarm and is quarantined, message by message as in one batch', async () => {
      const readings = shifted(driveBy.sent, Date.now());
      const verdicts: string[] = [];

      for (const [way, messages] of [
        ['EACH', readings],
        ['BATCH', [readings]],
      ] as const) {
        const shipment = `${name}-${way}`;
        const device = `box-${shipment}`;
        await lena.do('createShipment', { body: { ...driveBy.plan, shipment, sscc: null } });
        await lena.step('attachDevice', shipment, {
          device,
          since: new Date(readings[0]!.time).toISOString(),
          interval: 'PT5M',
        });
        await publish(device, messages);
        const shown = await show(shipment);
        expect(shown).toMatchObject({ status: 'in-transit', arrivedAt: null, inferredArrivedAt: null });
        expect(shown.inferredDepartedAt).not.toBeNull();
        expect(shown.openAlarms).toContain('hot-15');
        const notified = run.notifications().filter((each) => each.shipment === shipment);
        expect(notified.map(({ kind: what, rule }) => `${what} ${rule}`)).toContain(
          'excursion-opened hot-15',
        );
        expect(notified.some(({ kind: what }) => what === 'arrived')).toBe(false);
      }
      const asOf = new Date().toISOString();
      for (const shipment of [`${name}-EACH`, `${name}-BATCH`]) {
        const verdict = await lena.do('getVerdict', { path: { shipment }, query: { asOf } });
        expect(verdict.recommendation).toBe('quarantine');
        verdicts.push(JSON.stringify(verdict).replaceAll(shipment, 'SHIPMENT'));
      }
      expect(verdicts[1]).toBe(verdicts[0]);
    });

    test('is not released after an arrival declared at the place it only passed, until that is withdrawn', async () => {
      const shipment = `${name}-BATCH`;
      const passed = driveBy.sent.find(({ temperature }) => temperature > 15)!;
      const at = Date.parse(passed.time) - Date.parse(driveBy.sent.at(-1)!.time) + Date.now() - 90 * minute;
      await lena.step('arrive', shipment, { at: new Date(at).toISOString(), reason: 'unloaded' });
      expect((await show(shipment)).status).toBe('arrived');
      const verdict = await lena.do('getVerdict', { path: { shipment } });
      expect(verdict.recommendation).toBe('quarantine');
      const reasons = verdict.reasons.join(' ');
      expect(reasons).toMatch(/On .* UTC lena declared the arrival as of .* UTC \(unloaded\)\./);
      expect(reasons).toMatch(/was out of range from .* Rule hot-15\./);
      expect(reasons).toContain('Positions of');
      await lena.step('takeBackArrival', shipment, { reason: 'it drove past' });
      expect(await show(shipment)).toMatchObject({ status: 'in-transit', arrivedAt: null });
      await run.watch();
      await run.drained();
      const after = await lena.do('getVerdict', { path: { shipment } });
      expect(after.reasons.join(' ')).not.toContain('declared the arrival');
      expect(after.sensors[0]!.judgement.rules.find(({ id }) => id === 'hot-15')!.outcome).toBe('fail');
    });
  },
);

test(
  'an apparent arrival is reported once, and takes effect when somebody confirms it',
  { timeout: 120_000 },
  async () => {
    const shipment = 'SEEMS-1';
    const [, { plan }] = driveBys[0]!;
    const now = Date.now();
    const since = now - 200 * minute;
    const devices = ['box-seems-1', 'box-seems-2'];
    await lena.do('createShipment', { body: { ...plan, shipment } });
    for (const device of devices)
      await lena.step('attachDevice', shipment, { device, since: new Date(since).toISOString() });
    // At the depot, an hour on the road, at the destination.
    const readings = Array.from({ length: 20 }, (_, index) => {
      const share = Math.min(1, Math.max(0, (index - 5) / 6));
      return {
        time: since + index * 10 * minute,
        temperature: 5,
        latitude: 48.2 - 0.4 * share,
        longitude: 11.4 + 0.1 * share,
      };
    });
    for (const device of devices) await publish(device, readings);
    const arrivedAt = new Date(readings[11]!.time).toISOString();
    const shown = await show(shipment);
    expect(shown).toMatchObject({ status: 'in-transit', arrivedAt: null, inferredArrivedAt: arrivedAt });
    const asked = run.notifications().filter((each) => each.shipment === shipment && each.kind === 'arrived');
    expect(asked).toHaveLength(1);
    // The date stands there too when the readings began on the day before.
    const [day, time] = [arrivedAt.slice(0, 10), arrivedAt.slice(11, 16)];
    expect([
      `Seems to have arrived ${time} UTC. Confirm?`,
      `Seems to have arrived ${day} ${time} UTC. Confirm?`,
    ]).toContain(asked[0]!.text.split('\n')[0]);
    expect(asked[0]!.severity).toBe('info');
    expect(await challengeOf(paul, shipment, { decision: 'quarantined', reason: 'x' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('declare its arrival first') },
    });
    // It blocks nothing: a device can be attached, and the departure declared.
    await lena.step('attachDevice', shipment, { device: 'box-seems-3' });
    await lena.step('depart', shipment, { at: shown.inferredDepartedAt });
    await lena.step('detachDevice', shipment, {}, { device: 'box-seems-3' });
    await paul.step('arrive', shipment, { at: shown.inferredArrivedAt });
    expect(await show(shipment)).toMatchObject({ status: 'arrived', arrivedAt });
    const verdict = await lena.do('getVerdict', { path: { shipment } });
    expect(verdict.reasons.join(' ')).not.toContain('declared the arrival');
    expect(verdict.sensors[0]!.judgement.span.to).toBe(arrivedAt);
    const { checks } = await paul.do('getReceipt', { path: { shipment } });
    expect(checks.find(({ id }) => id === 'record-complete')!.sentence).toContain(
      '8 readings of temperature from box-seems-1 after the declared arrival',
    );
  },
);
