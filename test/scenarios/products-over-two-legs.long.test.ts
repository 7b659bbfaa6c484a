import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveProfile, putProfile } from '../../src/storage/store-profile.ts';
import { nextSscc, reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
  for (const profile of profiles) {
    await putProfile(run.database, profile, 'Ann');
    await approveProfile(run.database, profile.id, 1, 'Bea', now);
  }
});
afterAll(() => run.stop());

/** Runs a command that must succeed, against the local run. */
async function coldwatch(...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(...words, '--state', run.folder);
  expect([status, stderr], words.join(' ')).toEqual([0, '']);
  return stdout;
}
const given = (name: string, content: object): string => {
  const path = join(run.folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const [rule] = warmProfile.rules;
const budgeted = {
  ...warmProfile,
  id: 'budgeted',
  name: 'Budgeted',
  rules: [{ ...rule!, above: 25 }],
  allowances: [{ id: 'warm-6h', above: 8, total: 'PT6H' }],
};
const profiles = [
  warmProfile,
  budgeted,
  {
    ...warmProfile,
    id: 'thaw-once',
    name: 'Thaw once',
    rules: [{ ...rule!, above: 12 }],
    freezeThaw: { freezesBelow: -10, thawsAbove: 0, cycles: 1 },
  },
];
const products = [
  'name=Vaccine,gtin=9506000134352,profile=warm,lot=V1:120:2027-03-31,lot=V2',
  'name=Serum,profile=budgeted,lot=S1:40,lot=S2',
  'name=Plasma,profile=thaw-once,lot=P1:12',
].flatMap((product) => ['--product', product]);

const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * minute).toISOString();
const readings = (from: number, celsius: readonly number[]) =>
  celsius.map((each, index) => ({ minutesAgo: from - index * 10, celsius: each }));

/** Plans a leg and attaches a sensor of the chilled goods and one of the plasma; from then on their readings come. */
async function leg(
  shipment: string,
  sscc: string,
  from: number,
  readBy: { readonly chilled: readonly number[]; readonly frozen: readonly number[] },
): Promise<void> {
  const plan = { shipment, sscc, origin: 'Leiden', destination: 'Cambridge', site: 'north' };
  const file = given(`${shipment}.json`, { ...plan, audience: ['site:north'] });
  const planned = await coldwatch('shipment', 'create', file, ...products);
  expect(planned).toContain(`Shipment ${shipment} is planned.`);
  const since = ['--since', ago(from), '--calibrated-until', '2099-01-01T00:00:00Z'];
  const attach = (device: string, ...stoodFor: string[]) =>
    coldwatch('shipment', 'attach', shipment, device, '--product', ...stoodFor, ...since);
  await attach(`chilled-${shipment}`, 'vaccine', 'serum');
  await attach(`frozen-${shipment}`, 'plasma');
  await coldwatch('shipment', 'depart', shipment, '--at', ago(from));
  await reportReadings(run, `chilled-${shipment}`, readings(from, readBy.chilled), now);
  await reportReadings(run, `frozen-${shipment}`, readings(from, readBy.frozen), now);
  const until = from - 10 * (readBy.chilled.length - 1);
  await coldwatch('shipment', 'arrive', shipment, '--at', ago(until));
}

const steady = (celsius: number, count: number): number[] => Array.from({ length: count }, () => celsius);

test(
  'three products and five lots go over two legs to a signed decision per lot, by commands',
  { timeout: 180_000 },
  async () => {
    const sscc = nextSscc();
    // On the first leg the serum uses 20 minutes of its allowance, and the plasma thaws and freezes again.
    await leg('LEG-1', sscc, 400, {
      chilled: [...steady(5, 3), 9, 9, ...steady(5, 8)],
      frozen: [...steady(-25, 4), ...steady(2, 3), ...steady(-25, 6)],
    });
    const unused = ['--unused', '--source', 'batch record 12', '--reason', 'fresh from the line'];
    for (const product of ['serum', 'plasma'])
      await coldwatch('shipment', 'leg', 'opening', 'LEG-1', '--product', product, ...unused);
    // On the second it is too warm for the vaccine for 50 minutes, which the serum may bear.
    await leg('LEG-2', sscc, 200, {
      chilled: [...steady(5, 4), ...steady(9, 5), ...steady(5, 4)],
      frozen: steady(-25, 13),
    });
    const shown = (await runCommand('shipment', 'show', 'LEG-2', '--state', run.folder)).stdout;
    expect(shown).toContain('coldwatch: Serum came from LEG-1 (same SSCC)\n');
    expect(shown).toContain('  Serum: chilled-LEG-2 (product, budgeted): release, 100 % monitored\n');
    const acknowledge = ['alarms', 'acknowledge', 'LEG-2', 'warm-20m', '--comment', 'carrier called'];
    const held = await coldwatch('shipment', 'receipt', 'LEG-2', '--label', sscc);
    expect(held).toContain(
      'Plasma: quarantine recommended\n  ! alarms acknowledged: Not acknowledged: alarm warm-20m.\n',
    );
    expect(await coldwatch('alarms')).toMatch(/^LEG-2 {5}warm-20m /m);
    await coldwatch(...acknowledge);
    const receipt = await coldwatch('shipment', 'receipt', 'LEG-2', '--label', sscc);
    expect(receipt).toMatch(
      /Vaccine \(GTIN 09506000134352\): quarantine recommended\n {2}! rules: .* for 50 min/,
    );
    const before = (used: string) =>
      `${used} used before (LEG-1; unused before LEG-1 according to batch record 12)`;
    expect(receipt).toContain(
      `  lot S1 (40 units): release\n    + Within limits: above 8 °C, ${before('20 min of 6 h')}, 50 min on this journey, 4 h 50 min left.`,
    );
    expect(receipt).toContain(
      `  lot P1 (12 units): release\n    + Within limits: ${before('1 of 1 freeze-thaw cycle')}, none on this journey, none left.`,
    );
    const proposed = ['--decision', 'partly-released', '--lot', 'S1', '--lot', 'S2', '--lot', 'P1'];
    expect(receipt).toContain(`\nProposed: ${proposed.join(' ')}`);
    const meaning =
      'partly released: Vaccine, lots V1, V2: in quarantine; Serum, lots S1, S2: released; Plasma, lot P1: released';
    const signed = await coldwatch('shipment', 'sign', 'LEG-2', '--label', sscc, ...proposed);
    expect(signed).toContain(`LEG-2: ${meaning}; quarantine was recommended. Signed by `);
    const bundle = join(run.folder, 'LEG-2.zip');
    await coldwatch('shipment', 'bundle', 'LEG-2', '--out', bundle);
    const verified = await runCommand('verify', bundle);
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    expect(verified.stdout).toContain(meaning);
    // A corrected version of one product's profile concerns its lots alone: by an allowance too.
    const rejudged = async (against: object) =>
      coldwatch('profile', 'rejudge', 'budgeted@1', '--against', given('corrected.json', against));
    const wider = await rejudged({
      ...budgeted,
      allowances: [{ ...budgeted.allowances[0]!, total: 'PT8H' }],
    });
    expect(wider).toContain('No signed release would change.\n\n2 would not change.');
    const narrower = await rejudged({
      ...budgeted,
      allowances: [{ ...budgeted.allowances[0]!, total: 'PT1H' }],
    });
    expect(narrower).toMatch(
      /^1 signed release would not be recommended. Inform the pharmacist:\n {2}LEG-2 {2}Vaccine; Serum; Plasma, partly-released by Paul Okafor .*: Serum: release → quarantine \(.*serum: warm-6h\)\n\n1 would not change/m,
    );
  },
);
