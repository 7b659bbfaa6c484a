import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { NotConsistent } from '../../src/evidence/not-consistent.ts';
import { unpack } from '../../src/evidence/unpack.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { arrivedShipment, challengeOf, nextSscc, sign, steady, reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
});
afterAll(() => run.stop());

async function load(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

describe('over HTTP', { timeout: 60_000 }, () => {
  test('a shipment goes from its plan to a signed release and a bundle that anybody can verify', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'CLEAN-1');
    const path = { shipment: 'CLEAN-1' };
    const described = await paul.do('getReceipt', {
      path,
      query: { label: `https://id.gs1.org/00/${sscc}` },
    });
    expect(described.recommendation).toBe('release');
    expect(described.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'rules pass',
      'mean-kinetic-temperature pass',
      'worst-case pass',
      'record-complete pass',
      'values-readable pass',
      'calibration pass',
      'alarms-acknowledged not-applicable',
      'profile-approved pass',
      'goods-identified pass',
    ]);
    const { items } = await sign(paul, 'CLEAN-1', { decision: 'released', label: sscc });
    expect(items).toMatchObject([
      {
        decision: 'released',
        meaning: 'released',
        recommendation: 'release',
        signer: { name: 'Paul Okafor', username: 'paul' },
        corrects: null,
        correctedBy: null,
        contradictedBy: [],
      },
    ]);
    const shown = await lena.do('showShipment', { path });
    expect(shown).toMatchObject({ status: 'released', decision: { name: 'Paul Okafor' } });
    expect((await lena.do('listVerdicts', { path })).items).toEqual(items);

    const early = await paul.do('getBundle', { path });
    const early1 = await verifyBundle(await load(early.url));
    expect(early1.signatures[0]!.withheldUntil).not.toBeNull();
    // The token is withheld until it has expired.
    await sleep(Math.max(0, Date.parse(early1.signatures[0]!.withheldUntil!) - Date.now() + 50));
    const link = await paul.do('getBundle', { path });
    const bundle = await load(link.url);
    expect(bundle.length).toBe(link.bytes);
    const thumbprint = early1.signatures[0]!.keyThumbprint;
    const verified = await verifyBundle(bundle, thumbprint);
    expect(verified).toMatchObject({
      recommendation: 'release',
      signatures: [{ meaning: 'released', name: 'Paul Okafor', withheldUntil: null }],
    });
    // The archive contains the input unchanged, with the time it was received.
    expect(verified.raw).toEqual({ readings: 26, backed: 26, unrecorded: 0, foreign: 0, shifted: 0 });
    expect(verified.client).toBe((await paul.do('getConfiguration')).signingClientId);
    await expect(verifyBundle(bundle, 'x'.repeat(43))).rejects.toThrow(NotConsistent);
    const report = await paul.do('getReport', { path });
    expect(
      Buffer.from(await load(report.url))
        .subarray(0, 8)
        .toString(),
    ).toBe('%PDF-1.7');
  });

  test('another shipment is rejected', async () => {
    const notified = steady().map((each) => (each.minutesAgo === 71 ? { ...each, celsius: -2 } : each));
    const { sscc } = await arrivedShipment(run, lena, 'FROZEN-1', notified);
    const path = { shipment: 'FROZEN-1' };
    const alarms = await lena.do('listShipmentAlarms', { path });
    expect(alarms.items).toMatchObject([{ rule: 'frozen', acknowledgedAt: null }]);
    await lena.step('acknowledgeAlarm', 'FROZEN-1', { comment: 'carrier asked' }, { rule: 'frozen' });
    const described = await paul.do('getReceipt', { path, query: { label: sscc } });
    expect(described.recommendation).toBe('reject');
    expect(described.checks.find(({ id }) => id === 'alarms-acknowledged')).toMatchObject({
      outcome: 'pass',
    });
    const { items } = await sign(paul, 'FROZEN-1', { decision: 'rejected', label: sscc });
    expect(items).toMatchObject([{ decision: 'rejected', recommendation: 'reject' }]);
    expect(await lena.do('showShipment', { path })).toMatchObject({ status: 'rejected' });
  });

  test('boxes without problems are signed with one step-up, and nothing else is signed with them', async () => {
    const receipts = [];
    for (const shipment of ['BOX-1', 'BOX-2', 'BOX-3']) {
      const { sscc } = await arrivedShipment(run, lena, shipment);
      const { sequence } = await paul.do('showShipment', { path: { shipment } });
      receipts.push({ shipment, basedOn: sequence, decision: 'released', label: sscc });
    }
    const uncertain = [receipts[0]!, { ...receipts[1]!, decision: 'quarantined', reason: 'a doubt' }];
    expect(await paul.ask('challengeReceipt', { body: { receipts: uncertain } })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('only receipts that are released as recommended') as unknown },
    });
    const { challenge, nonce } = await paul.do('challengeReceipt', { body: { receipts } });
    const idToken = await paul.stepUp(nonce);
    const { items } = await paul.do('signReceipt', { body: { challenge, idToken } });
    expect(items.map(({ decision }) => decision)).toEqual(['released', 'released', 'released']);
    for (const { shipment } of receipts) {
      const link = await paul.do('getBundle', { path: { shipment } });
      expect((await verifyBundle(await load(link.url))).signatures).toHaveLength(1);
    }
  });

  test('late data that contradict a signed release are notified with high severity, and change nothing signed', async () => {
    const { sscc, now, device } = await arrivedShipment(run, lena, 'LATE-1');
    const { items: before } = await sign(paul, 'LATE-1', { decision: 'released', label: sscc });
    const path = { shipment: 'LATE-1' };
    // Within limits and from the same time: nothing to report.
    await reportReadings(run, device, [{ minutesAgo: 56, celsius: 5 }], now);
    expect(await lena.do('showShipment', { path })).toMatchObject({ status: 'released' });
    await reportReadings(run, device, [{ minutesAgo: 36, celsius: 17 }], now);
    const shown = await lena.do('showShipment', { path });
    expect(shown.status).toBe('contradicted');
    const notified = run.notifications().filter(({ shipment }) => shipment === 'LATE-1');
    const critical = notified.filter(({ kind }) => kind === 'release-contradicted');
    expect(critical).toMatchObject([{ severity: 'critical' }]);
    expect(critical[0]!.text).toContain('Paul Okafor');
    const inbox = run.cloud.inbox.received.find(({ message }) => message.includes('release-contradicted'));
    expect(JSON.parse(inbox!.attributes['audience']!)).toEqual(['site:north', 'person:paul']);
    const { items: after } = await paul.do('listVerdicts', { path });
    expect(after).toMatchObject([{ evidence: before[0]!.evidence, decision: 'released' }]);
    expect(after[0]!.contradictedBy).toHaveLength(1);
    const link = await paul.do('getBundle', { path });
    const verified = await verifyBundle(await load(link.url));
    expect(verified).toMatchObject({ recommendation: 'quarantine', signatures: [{ meaning: 'released' }] });
    // A correction is a new signature; the old one remains.
    const corrects = after[0]!.sequence;
    await lena.step('acknowledgeAlarm', 'LATE-1', { comment: 'seen' }, { rule: 'hot-15' });
    const { items } = await sign(paul, 'LATE-1', {
      decision: 'quarantined',
      reason: 'it was warm after all',
      label: sscc,
      corrects,
    });
    expect(items).toMatchObject([{ corrects, meaning: `quarantined (replaces ledger entry ${corrects})` }]);
    expect((await paul.do('listVerdicts', { path })).items).toMatchObject([
      { decision: 'released', correctedBy: items[0]!.sequence },
      { decision: 'quarantined', correctedBy: null },
    ]);
    expect(await lena.do('showShipment', { path })).toMatchObject({ status: 'quarantined' });
    const corrected = await paul.do('getBundle', { path });
    expect((await verifyBundle(await load(corrected.url))).signatures.map(({ meaning }) => meaning)).toEqual([
      'released',
      `quarantined (replaces ledger entry ${corrects})`,
    ]);
  });

  test('a correction reuses the scanned label until another is scanned', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'CORRECT-1');
    const path = { shipment: 'CORRECT-1' };
    const label = async (query: { label?: string } = {}) =>
      (await paul.do('getReceipt', { path, query })).checks.find(({ id }) => id === 'goods-identified');
    expect(await label()).toMatchObject({
      outcome: 'fail',
      sentence: `The label was not scanned. It must read ${sscc}.`,
    });
    const { items: first } = await sign(paul, 'CORRECT-1', { decision: 'released', label: sscc });
    expect(await label()).toMatchObject({
      outcome: 'pass',
      sentence: `The label reads ${sscc}, as planned.`,
    });
    const some = { decision: 'partly-released', lots: ['A1'], reason: 'B2 was wet' };
    const answered = await challengeOf(paul, 'CORRECT-1', { ...some, corrects: first[0]!.sequence });
    const { receipts } = answered.body as { receipts: { checks: { id: string; outcome: string }[] }[] };
    expect(receipts[0]!.checks.at(-1)).toMatchObject({ id: 'goods-identified', outcome: 'pass' });
    const { items: second } = await sign(paul, 'CORRECT-1', { ...some, corrects: first[0]!.sequence });
    expect(second).toMatchObject([
      { meaning: expect.stringContaining('lot A1') as unknown, recommendation: 'release' },
    ]);
    // A correction of the correction still has it; a new scan replaces it.
    const third = { decision: 'released', reason: 'B2 was dry', corrects: second[0]!.sequence };
    const { items: whole } = await sign(paul, 'CORRECT-1', third);
    const other = nextSscc();
    expect(await label({ label: other })).toMatchObject({ outcome: 'fail' });
    const last = {
      decision: 'quarantined',
      reason: 'other goods',
      label: other,
      corrects: whole[0]!.sequence,
    };
    await sign(paul, 'CORRECT-1', last);
    const bundle = await load((await paul.do('getBundle', { path })).url);
    expect((await verifyBundle(bundle)).signatures).toHaveLength(4);
    const files = await unpack(bundle);
    expect(
      [1, 2, 3, 4].map(
        (n) =>
          (JSON.parse(Buffer.from(files[`signed/0${n}/evidence.json`]!).toString()) as { scanned: string })
            .scanned,
      ),
    ).toEqual([sscc, sscc, sscc, other]);
  });

  const decided = [
    ['CLEAN-1', 'accepting'],
    ['FROZEN-1', 'inspecting'],
    ['LATE-1', 'holding'],
  ] as const;

  test.each(decided)('%s has its journey and its decision as EPCIS events', async (shipment, expected) => {
    const epcis = await paul.do('getEpcis', { path: { shipment } });
    const events = (epcis['epcisBody'] as { eventList: { bizStep: string; disposition?: string }[] })
      .eventList;
    const steps = events.map(({ bizStep }) => bizStep);
    for (const step of ['shipping', 'arriving', 'receiving', expected]) expect(steps).toContain(step);
    if (expected === 'holding')
      expect(events.find(({ bizStep }) => bizStep === 'holding')!.disposition).toBe('non_sellable_other');
  });

  test.skipIf(!hasSharedData)('its EPCIS events conform to the GS1 schema', async () => {
    const schema = JSON.parse(readFileSync(sharedPath('epcis/EPCIS-JSON-Schema.json'), 'utf8')) as object;
    const ajv = new Ajv({ strict: false, allErrors: true });
    (addFormats as unknown as (on: Ajv) => void)(ajv);
    const validate = ajv.compile(schema);
    for (const [shipment] of decided) {
      validate(await paul.do('getEpcis', { path: { shipment } }));
      expect(validate.errors).toBeNull();
    }
  });
});
