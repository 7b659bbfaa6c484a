import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkReceipt } from '../../src/shipments/receipt/receipt.ts';
import { declareMilestone, withdrawMilestone } from '../../src/storage/shipment-actions.ts';
import { cool, csv, filesAtShipments, later } from '../support/files-at-shipment.ts';

// What a logger has read must not disappear by which of its files counts, or from when on one counts.

let own: Awaited<ReturnType<typeof filesAtShipments>>;
beforeAll(async () => {
  own = await filesAtShipments();
});
afterAll(() => own.stop());

const filesReadOf = async (shipment: string) => {
  const { checks, recommendation } = checkReceipt({
    entries: await own.entries(shipment),
    verdict: await own.verdict(shipment),
    approvalOf: () => ({ writtenBy: 'a', approvedBy: 'b' }),
    scanned: null,
  });
  const { outcome, sentence } = checks.find(({ id }) => id === 'files-read')!;
  return { recommendation, outcome, sentence };
};

const values = cool(30, 3);
const good = csv(values);
const withErrors = csv(values.map((value, index) => (index > 9 && index < 14 ? 'ERR' : value)));
const isHidden = (sentence: string) => ({
  recommendation: 'quarantine',
  outcome: 'fail',
  sentence: expect.stringContaining(sentence) as string,
});

describe('a file that was set aside is compared with the files of its logger', () => {
  test('that come later', async () => {
    await own.planned('L-1');
    const first = await own.drop('L-1', withErrors, { name: 'err.csv' });
    await own.setAside('L-1', first.sha256, 'a wrong export');
    await own.drop('L-1', good, { name: 'good.csv' });
    await own.arrived('L-1', 295);
    expect(await filesReadOf('L-1')).toEqual(
      isHidden(
        'err.csv was set aside, and good.csv is of the same logger and lacks 4 readings of it, the first an unreadable temperature at 2026-03-03 07:40 UTC.',
      ),
    );
  });

  test('that came before, and no release is recommended until then', async () => {
    await own.planned('L-2');
    await own.drop('L-2', good, { name: 'good.csv' });
    const second = await own.drop('L-2', withErrors, { name: 'err.csv' });
    expect(second.question?.option).toBe('source-of-record');
    await own.setAside('L-2', second.sha256, 'a duplicate');
    await own.arrived('L-2', 295);
    expect(await filesReadOf('L-2')).toEqual(isHidden('is being compared with good.csv'));
    await own.drop('L-2', withErrors, { name: 'err.csv' });
    expect(await filesReadOf('L-2')).toEqual(isHidden('lacks 4 readings of it'));
  });

  test('by the answers of those, where it was set aside before it was read', async () => {
    const local = (content: string) => content.replace('temperature', 'temp [°C]').replaceAll('.000Z', '');
    await own.planned('L-3');
    const asks = await own.drop('L-3', local(withErrors), { name: 'err.csv' });
    expect(asks.question?.option).toBe('time-zone');
    await own.setAside('L-3', asks.sha256, 'a wrong export');
    await own.drop('L-3', local(good), { name: 'good.csv', answers: { 'time-zone': 'UTC' } });
    await own.arrived('L-3', 295);
    expect(await filesReadOf('L-3')).toEqual(isHidden('lacks 4 readings of it'));
  });

  test('whatever arrival was declared then', async () => {
    await own.planned('L-4');
    await own.arrived('L-4', 60);
    await own.drop('L-4', withErrors, { name: 'err.csv' });
    await own.drop('L-4', good, { name: 'good.csv', answers: { 'source-of-record': 'this file' } });
    await withdrawMilestone(own.database, 'L-4', 'arrived', 'a mistake', 'Ann');
    await own.arrived('L-4', 295);
    expect(await filesReadOf('L-4')).toEqual(isHidden('lacks 4 readings of it'));
  });

  test('with the readings before the time from which it counted, and the rows without a time', async () => {
    await own.planned('L-5');
    const since = new Date(later(200)).toISOString();
    await own.drop('L-5', withErrors, { name: 'err.csv', answers: { since } });
    await own.drop('L-5', good, { name: 'good.csv', answers: { 'source-of-record': 'this file' } });
    await own.arrived('L-5', 295);
    expect(await filesReadOf('L-5')).toEqual(isHidden('lacks 4 readings of it'));

    await own.planned('L-6');
    const untimed = good.replace(new Date(later(100)).toISOString(), '??');
    await own.drop('L-6', untimed, { name: 'untimed.csv' });
    await own.drop('L-6', good, { name: 'good.csv', answers: { 'source-of-record': 'this file' } });
    await own.arrived('L-6', 295);
    expect(await filesReadOf('L-6')).toEqual(isHidden('the first a row without a readable time'));
  });

  test('and hides nothing where one of those has everything, also if it was read by a wrong answer', async () => {
    const local = (content: string) => content.replace('temperature', 'temp [°C]').replaceAll('.000Z', '');
    await own.planned('L-7');
    const wrong = await own.drop('L-7', local(good), {
      name: 'wrong.csv',
      answers: { 'time-zone': '-01:00' },
    });
    await own.setAside('L-7', wrong.sha256, 'read in a wrong zone');
    await own.drop('L-7', `${local(good)}\n`, { name: 'right.csv', answers: { 'time-zone': 'UTC' } });
    await own.arrived('L-7', 295);
    expect(await filesReadOf('L-7')).toMatchObject({ recommendation: 'release', outcome: 'pass' });
  });

  test('and a file of another logger hides nothing', async () => {
    await own.planned('L-8');
    const other = await own.drop('L-8', csv(cool(30, 9)), { name: 'other.csv' });
    await own.setAside('L-8', other.sha256, 'of another box');
    await own.drop('L-8', good, { name: 'good.csv' });
    await own.arrived('L-8', 295);
    expect(await filesReadOf('L-8')).toEqual({
      recommendation: 'release',
      outcome: 'pass',
      sentence: '1 file read: good.csv. other.csv was set aside: of another box.',
    });
  });
});

describe('readings before the time from which a file counts', () => {
  const since = new Date(later(60)).toISOString();
  const warm = csv([20, 19, 15, 9, 8.5, 8.1, ...cool(30)]);
  const words =
    '6 readings of warm.csv from 2026-03-03 06:00 UTC to 2026-03-03 06:50 UTC, 8.1 to 20 °C, were not evaluated, because it was stated to have come to the goods on 2026-03-03 07:00 UTC';

  test('are named where they are from before the departure', async () => {
    await own.planned('S-1', 60);
    await own.drop('S-1', warm, { name: 'warm.csv', answers: { since } });
    await own.arrived('S-1', 355);
    expect(await filesReadOf('S-1')).toEqual({
      recommendation: 'release',
      outcome: 'pass',
      sentence: `1 file read: warm.csv. ${words}.`,
    });
  });

  test('forbid a release after the departure, also if another sensor was there', async () => {
    await own.planned('S-2', 0);
    await own.drop('S-2', csv(cool(36, 4)), { name: 'other.csv' });
    await own.drop('S-2', warm, { name: 'warm.csv', answers: { since } });
    await own.arrived('S-2', 355);
    const hidden = isHidden(`${words}, although the shipment departed on 2026-03-03 06:00 UTC.`);
    expect(await own.verdict('S-2')).toMatchObject({ recommendation: 'quarantine' });
    expect(await filesReadOf('S-2')).toEqual(hidden);
    await declareMilestone(own.database, 'S-2', 'departed', later(60), 'Ann', 'a later one');
    expect(await filesReadOf('S-2')).toEqual(hidden);
  });

  test('forbid a release where no departure is known', async () => {
    await own.planned('S-3', null);
    await own.drop('S-3', warm, { name: 'warm.csv', answers: { since } });
    await own.arrived('S-3', 355);
    expect(await filesReadOf('S-3')).toEqual(isHidden(`${words}: declare the departure`));
  });
});
