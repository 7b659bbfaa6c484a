import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeFiles } from '../../src/evaluation/judge-files.ts';
import { RecordOfFiles } from '../../src/evaluation/record-of-files.ts';
import { openFile } from '../../src/logger-files/open-file.ts';
import { streamLogFile } from '../../src/logger-files/read-logger-file.ts';
import { sha256 } from '../../src/model/digest.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { isMeasured } from '../../src/model/reading.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { fileDevice } from '../../src/shipments/file-device.ts';
import { loggerAlarmsDiffer } from '../../src/shipments/receipt/file-checks.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { pointsToJournal } from '../../src/storage/decode-device-item.ts';
import { readRecords } from '../../src/storage/shipment-record.ts';
import { checkReceipt } from '../../src/shipments/receipt/receipt.ts';
import { Crash, dyingAt } from '../support/chaos.ts';
import { begin, cool, csv, filesAtShipments, later } from '../support/files-at-shipment.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

let own: Awaited<ReturnType<typeof filesAtShipments>>;
beforeAll(async () => {
  own = await filesAtShipments();
});
afterAll(() => own.stop());

const kindsIn = async (shipment: string) => (await own.entries(shipment)).map(({ fact }) => fact.kind);
const checksOf = async (shipment: string) => {
  const { checks, recommendation } = checkReceipt({
    entries: await own.entries(shipment),
    verdict: await own.verdict(shipment),
    approvalOf: () => ({ writtenBy: 'a', approvedBy: 'b' }),
    scanned: null,
  });
  const byId = checks.map(({ id, outcome, sentence }) => [id, { outcome, sentence }] as const);
  return {
    recommendation,
    ...(Object.fromEntries(byId) as Record<
      'files-read' | 'logger-alarms',
      { outcome: string; sentence: string }
    >),
  };
};

describe('a file that can be read', () => {
  test('becomes a sensor of the goods, from the departure on', async () => {
    await own.planned('F-1', -5);
    const file = await own.drop('F-1', csv(cool(30)));
    expect(file).toMatchObject({
      state: 'attached',
      serial: null,
      intervalSeconds: 600,
      readings: 30,
      from: new Date(begin).toISOString(),
      to: new Date(later(290)).toISOString(),
      rowsWithoutTime: 0,
      loggerAlarms: [],
      preview: { headings: ['time', 'temperature'] },
      chart: { channel: 'temperature' },
    });
    expect(await kindsIn('F-1')).toEqual([
      'shipment-created',
      'departed',
      'file-received',
      'file-attached',
      'device-attached',
    ]);
    expect(await own.attachments('F-1')).toMatchObject([
      { device: file.device, since: later(-5), intervalMs: 10 * minute, role: 'product' },
    ]);
    await own.arrived('F-1', 295);
    expect(await own.verdict('F-1')).toMatchObject({ recommendation: 'release' });
    expect(await checksOf('F-1')).toMatchObject({
      recommendation: 'release',
      'files-read': { outcome: 'pass', sentence: '1 file read: a.csv.' },
      'logger-alarms': { outcome: 'not-applicable' },
    });
    expect(await own.listed('F-1')).toEqual([file]);
    expect(own.archive.held.get(`files/${file.sha256}`)).toEqual(Buffer.from(csv(cool(30))));
  });

  test('is judged as `judge` judges it in the same span', async () => {
    const parsed = parseProfile(warmProfile);
    if (!parsed.ok) throw new Error();
    for (let seed = 1; seed <= 12; seed++) {
      const celsius = cool(40, seed).map((value, index) =>
        index % 9 === seed % 9 ? 'ERR' : index > 20 && index < 20 + (seed % 6) ? 9 + seed / 10 : value,
      );
      const content = `${csv(celsius)}${seed % 4 === 0 ? 'yesterday,7.7\n' : ''}`;
      const shipment = `P-${seed}`;
      await own.planned(shipment);
      await own.drop(shipment, content);
      await own.arrived(shipment, 420);
      const collected = new RecordOfFiles();
      const bytes = Buffer.from(content);
      await collected.add({ path: 'a.csv', name: 'a.csv', sha256: sha256(bytes) }, async (readings) =>
        streamLogFile(await openFile([bytes]), null, null, readings),
      );
      const judged = judgeFiles(collected.input(), parsed, {
        from: later(0),
        to: later(420),
        ownInterval: true,
      });
      const { schema: _, profile: _p, input: _i, ...expected } = judged;
      const [sensor] = (await own.verdict(shipment)).sensors;
      expect({ ...sensor!.judgement, reasons: [] }).toEqual({ ...expected, reasons: [] });
    }
  });

  test('with an excursion it raises the alarm of any sensor', async () => {
    await own.planned('F-2');
    await own.drop('F-2', csv([...cool(10), 9, 9, 9.5, 9, ...cool(10)]));
    expect(await kindsIn('F-2')).toContain('excursion-opened');
    await own.arrived('F-2', 235);
    expect(await own.verdict('F-2')).toMatchObject({ recommendation: 'quarantine' });
    expect(own.inbox.subjects().join()).toContain('warm-20m');
  });

  test('of a logger that died before the arrival leaves a gap', async () => {
    await own.planned('F-3');
    await own.drop('F-3', csv(cool(12)));
    await own.arrived('F-3', 600);
    const { recommendation, sensors } = await own.verdict('F-3');
    expect(recommendation).toBe('quarantine');
    expect(sensors[0]!.pending).toEqual([]);
    expect(sensors[0]!.judgement.coverage.gaps).toMatchObject([{ cause: 'no-data' }]);
    expect(await kindsIn('F-3')).not.toContain('contact-lost');
  });
});

describe('a file that cannot be read', () => {
  const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 3, 4, 5]);

  test('is refused, stays listed, and forbids a release until it is set aside with a reason', async () => {
    await own.planned('R-1');
    await own.drop('R-1', csv(cool(30)));
    const refused = await own.drop('R-1', photo, { name: 'box.jpg' });
    expect(refused).toMatchObject({ state: 'refused', preview: null, chart: null, question: null });
    expect(refused.reason).toContain('it is binary');
    await own.arrived('R-1', 295);
    const before = await checksOf('R-1');
    expect(before).toMatchObject({ recommendation: 'quarantine', 'files-read': { outcome: 'fail' } });
    expect(before['files-read'].sentence).toContain('box.jpg could not be read: it is binary');
    expect(await own.setAside('R-1', refused.sha256, 'a photo of the box')).toMatchObject({
      state: 'set-aside',
      reason: 'a photo of the box',
    });
    expect(await checksOf('R-1')).toMatchObject({
      recommendation: 'release',
      'files-read': {
        outcome: 'pass',
        sentence: '1 file read: a.csv. box.jpg was set aside: a photo of the box.',
      },
    });
    expect((await own.drop('R-1', photo, { name: 'box.jpg' })).state).toBe('set-aside');
  });

  test('is refused once, however often it comes', async () => {
    await own.planned('R-2');
    const first = await own.drop('R-2', photo, { name: 'box.jpg' });
    expect(await own.drop('R-2', photo, { name: 'again.jpg' })).toEqual(first);
    expect((await kindsIn('R-2')).slice(2)).toEqual(['file-received', 'file-refused']);
  });

  test('is set aside once, by the first reason, which says something', async () => {
    await own.planned('R-3');
    const { sha256: photographed } = await own.drop('R-3', photo, { name: 'box.jpg' });
    await expect(own.setAside('R-3', photographed, ' \t')).rejects.toThrow('the reason is missing');
    const first = await own.setAside('R-3', photographed, 'a photo');
    expect(await own.setAside('R-3', photographed, 'a picture')).toEqual(first);
    expect((await kindsIn('R-3')).filter((kind) => kind === 'file-set-aside')).toHaveLength(1);
    await expect(own.setAside('R-3', 'f'.repeat(64), 'a photo')).rejects.toThrow(
      'no file ffffffff came to shipment R-3',
    );
  });
});

describe('a file whose recording is interrupted', () => {
  test('is in the archive before the ledger names it', async () => {
    await own.planned('I-1');
    const archive = { ...own.archive.objects, put: () => Promise.reject(new Error('the archive is away')) };
    const dropped = own.drop('I-1', csv(cool(30)), { on: { ...own.services, archive } });
    await expect(dropped).rejects.toThrow('the archive is away');
    expect(await kindsIn('I-1')).not.toContain('file-received');
  });

  test('is completed where only a part of its readings was appended', async () => {
    await own.planned('I-2');
    const content = csv(cool(30));
    const readings = cool(10).map((value, index) => ({
      channel: 'temperature' as const,
      at: later(index * 10),
      value,
    }));
    await append(own.database, fileDevice('I-2', sha256(Buffer.from(content))), [readings]);
    await own.drop('I-2', content);
    await own.arrived('I-2', 295);
    const verdict = await own.verdict('I-2');
    expect(verdict.sensors[0]!.judgement.channels['temperature']!.readings).toBe(30);
    expect(verdict.recommendation).toBe('release');
  });

  test('is refused where the goods arrived meanwhile, and by then it would record nothing', async () => {
    const content = csv(cool(30));
    const isBetween = async (shipment: string) => {
      const kinds = await kindsIn(shipment);
      return kinds.includes('file-attached') && !kinds.includes('device-attached');
    };
    let shipment = '';
    for (let requests = 3; requests < 30; requests++) {
      shipment = `I-3-${requests}`;
      await own.planned(shipment, null);
      const on = own.servicesOn(dyingAt(own.database, requests));
      await own.drop(shipment, content, { on }).catch(() => undefined);
      if (await isBetween(shipment)) break;
    }
    expect(await isBetween(shipment)).toBe(true);
    await own.arrived(shipment, -10);
    const refused = await own.drop(shipment, content);
    expect(refused).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('a sensor attached now would record nothing') as string,
    });
    expect(await checksOf(shipment)).toMatchObject({ 'files-read': { outcome: 'fail' } });
    expect((await kindsIn(shipment)).at(-1)).toBe('file-refused');
    const before = await own.entries(shipment);
    expect(await own.drop(shipment, content)).toEqual(refused);
    expect(await own.entries(shipment)).toEqual(before);
  });
});

describe('what a file leaves open', () => {
  const content =
    'Serial Number;LG-0417\n\nDate;Time;Temperature [°C]\n' +
    cool(30)
      .map((value, index) => {
        const at = new Date(later(60 + index * 10)).toISOString();
        return `${at.slice(0, 10)};${at.slice(11, 19)};${value}`;
      })
      .join('\n') +
    '\n';

  test('is asked for with a preview, and read by the answer', async () => {
    await own.planned('Q-1');
    const asks = await own.drop('Q-1', content, { name: 'lg.csv' });
    expect(asks).toMatchObject({ state: 'asks', question: { option: 'time-zone' }, reason: null });
    expect(asks.preview!.headings).toEqual(['Date', 'Time', 'Temperature [°C]']);
    expect(asks.preview!.rows[0]).toEqual(['2026-03-03', '07:00:00', '4']);
    await own.arrived('Q-1', 295);
    expect((await checksOf('Q-1'))['files-read']).toMatchObject({ outcome: 'fail' });
    const wrong = await own.drop('Q-1', content, { name: 'lg.csv', answers: { 'time-zone': 'Mars' } });
    expect(wrong).toMatchObject({ state: 'asks', question: { option: 'time-zone' } });
    const answered = await own.drop('Q-1', content, { name: 'lg.csv', answers: { 'time-zone': '+01:00' } });
    expect(answered).toMatchObject({
      state: 'attached',
      serial: 'LG-0417',
      timeZone: '+01:00',
      from: new Date(begin).toISOString(),
    });
    expect((await checksOf('Q-1'))['files-read']).toEqual({
      outcome: 'pass',
      sentence: '1 file read: logger LG-0417. People answered about lg.csv: time zone +01:00.',
    });
    // An answer that comes later changes nothing of a file that is attached.
    const answers = { 'time-zone': '+03:00' };
    expect(await own.drop('Q-1', content, { name: 'lg.csv', answers })).toEqual(answered);
    expect(answered.answers).toEqual({ 'time-zone': '+01:00' });
    const aside = await own.setAside('Q-1', answered.sha256, 'of another box');
    expect(aside).toEqual({ ...answered, state: 'set-aside', reason: 'of another box' });
    expect((await own.drop('Q-1', content, { answers })).answers).toEqual({ 'time-zone': '+01:00' });
    const { reasons } = await own.verdict('Q-1');
    expect(reasons.join()).not.toMatch(/file-[0-9a-f]{16}/);
  });

  test('is read by one of two answers that come at the same time, and by it only', async () => {
    await own.planned('Q-3');
    const both = await Promise.all(
      ['+01:00', '+02:00'].map((zone) => own.drop('Q-3', content, { answers: { 'time-zone': zone } })),
    );
    expect(both[0]).toMatchObject({ state: 'attached', readings: 30 });
    expect(both[1]).toEqual(both[0]);
    const recordOf = await readRecords(own.database, await own.entries('Q-3'));
    const { readings } = recordOf((await own.attachments('Q-3'))[0]!);
    expect(readings.filter(({ channel }) => isMeasured(channel))).toHaveLength(30);
    expect(new Date(readings[0]!.at).toISOString()).toBe(both[0]!.from);
  });

  test('an interval beyond the maximum gap is asked for', async () => {
    await own.planned('Q-2');
    const asks = await own.drop('Q-2', csv(cool(10), 0, 60));
    expect(asks).toMatchObject({ state: 'asks', question: { option: 'interval' } });
    expect(asks.chart!.points).toHaveLength(10);
    const read = await own.drop('Q-2', csv(cool(10), 0, 60), { answers: { interval: 'PT20M' } });
    expect(read).toMatchObject({ state: 'attached', intervalSeconds: 1200 });
  });
});

describe('two files of one logger', () => {
  const long = csv(cool(40, 3));
  const short = csv(cool(30, 3));
  const changed = csv(cool(30, 3).map((value, index) => (index === 4 ? 5.55 : value)));

  test('a person says which is the source of record; the other is set aside', async () => {
    await own.planned('S-1');
    await own.drop('S-1', short, { name: 'short.csv' });
    const asks = await own.drop('S-1', long, { name: 'long.csv' });
    expect(asks).toMatchObject({
      state: 'asks',
      question: {
        option: 'source-of-record',
        candidates: ['this file', 'the earlier file short.csv', 'both, they are of different loggers'],
      },
    });
    await own.drop('S-1', long, { name: 'long.csv', answers: { 'source-of-record': 'this file' } });
    await own.arrived('S-1', 395);
    expect(await own.verdict('S-1')).toMatchObject({
      recommendation: 'release',
      sensors: [{ decides: false }, { decides: true }],
    });
    expect((await checksOf('S-1'))['files-read']).toMatchObject({ outcome: 'pass' });
    expect((await own.listed('S-1')).map(({ state }) => state)).toEqual(['set-aside', 'attached']);
  });

  test('one that differs forbids a release', async () => {
    await own.planned('S-2');
    await own.drop('S-2', short, { name: 'short.csv' });
    const answers = { 'source-of-record': 'the earlier file short.csv' };
    expect(await own.drop('S-2', changed, { name: 'changed.csv', answers })).toMatchObject({
      state: 'set-aside',
    });
    await own.arrived('S-2', 295);
    const checks = await checksOf('S-2');
    expect(checks).toMatchObject({ recommendation: 'quarantine', 'files-read': { outcome: 'fail' } });
    expect(checks['files-read'].sentence).toContain(
      'lacks 1 reading of it, the first temperature 5.55 °C at 2026-03-03 06:40 UTC',
    );
  });

  test('the excursions of one that is set aside are withdrawn at once', async () => {
    const warm = [...cool(8), 9, 9, 9, 9];
    for (const [shipment, isByPerson] of [
      ['S-7', true],
      ['S-8', false],
    ] as const) {
      await own.planned(shipment);
      const { sha256: first } = await own.drop(shipment, csv(warm), { name: 'first.csv' });
      expect(await kindsIn(shipment)).toContain('excursion-opened');
      const answers = { 'source-of-record': 'this file' };
      if (isByPerson) await own.setAside(shipment, first, 'of another box');
      else await own.drop(shipment, csv([...warm, ...cool(10)]), { name: 'long.csv', answers });
      expect(await kindsIn(shipment)).toContain('excursion-withdrawn');
    }
  });

  test('a file that was set aside is no source of record', async () => {
    await own.planned('S-5');
    const { sha256: first } = await own.drop('S-5', short, { name: 'short.csv' });
    await own.setAside('S-5', first, 'of another box');
    expect(await own.drop('S-5', long, { name: 'long.csv' })).toMatchObject({ state: 'attached' });
  });

  test('those with one serial number are never of different loggers', async () => {
    const numbered = (content: string) =>
      `Serial Number,LG-9\n${content.replace('temperature', 'Temperature [°C]')}`;
    await own.planned('S-6');
    await own.drop('S-6', numbered(csv(cool(30, 3))), { name: 'numbered.csv' });
    const both = 'both, they are of different loggers';
    const options = { name: 'plain.csv', answers: { 'source-of-record': both } };
    expect(await own.drop('S-6', csv(cool(30, 3)), options)).toMatchObject({ state: 'attached' });
    const again = numbered(csv(cool(40, 3)));
    const asks = await own.drop('S-6', again, { ...options, name: 'again.csv' });
    expect(asks).toMatchObject({ state: 'asks', question: { option: 'source-of-record' } });
    expect(asks.question!.candidates).toEqual([
      'this file',
      'the earlier file numbered.csv',
      'the earlier file plain.csv',
    ]);
  });

  test('setting aside a file with an excursion never leads to a release', async () => {
    await own.planned('S-3');
    await own.drop('S-3', csv(cool(30, 5)), { name: 'good.csv' });
    const bad = await own.drop('S-3', csv([...cool(8), 9, 9, 9, 9, ...cool(10)]), { name: 'bad.csv' });
    await own.setAside('S-3', bad.sha256, 'of another box');
    await own.arrived('S-3', 295);
    const verdict = await own.verdict('S-3');
    expect(verdict).toMatchObject({ recommendation: 'quarantine', contested: [expect.any(String)] });
    expect(verdict.sensors.map(({ decides }) => decides)).toEqual([true, false]);
    expect(verdict.reasons.join(' ')).toContain(
      'set bad.csv aside (of another box). This excludes an excursion',
    );
  });
});

test('ten files in any order give the same verdict', async () => {
  const contents = Array.from({ length: 10 }, (_, index) => csv(cool(30, index + 1)));
  const verdicts = [];
  for (const [shipment, order] of [
    ['T-1', contents],
    ['T-2', contents.toReversed()],
  ] as const) {
    await own.planned(shipment);
    for (const [index, content] of order.entries())
      await own.drop(shipment, content, { name: `${index}.csv` });
    await own.arrived(shipment, 295);
    const { recommendation, sensors } = await own.verdict(shipment);
    const judgements = sensors.map(({ judgement }) => JSON.stringify(judgement)).sort();
    verdicts.push({ recommendation, judgements });
  }
  expect(verdicts[0]).toEqual(verdicts[1]);
  expect(verdicts[0]).toMatchObject({ recommendation: 'release' });
});

test('a crash between any two steps is completed by the next delivery', { timeout: 120_000 }, async () => {
  const content = csv([...cool(10), 9, 9, 9.5, 9, ...cool(10)]);
  const outcomeOf = async (shipment: string) => {
    const { sensors, recommendation } = await own.verdict(shipment, later(300));
    const kinds = await kindsIn(shipment);
    return { recommendation, judgement: sensors.map(({ judgement }) => judgement), kinds: kinds.toSorted() };
  };
  await own.planned('C-ref');
  await own.drop('C-ref', content);
  await own.drop('C-ref', content);
  const expected = await outcomeOf('C-ref');
  for (let requests = 0; ; requests++) {
    const shipment = `C-${requests}`;
    await own.planned(shipment);
    const on = own.servicesOn(dyingAt(own.database, requests));
    let hasCrashed = false;
    await own.drop(shipment, content, { on }).catch((error: unknown) => {
      if (!(error instanceof Crash) && !(error as Error).message.includes(new Crash().message)) throw error;
      hasCrashed = true;
    });
    await own.drop(shipment, content);
    expect(await outcomeOf(shipment)).toEqual(expected);
    if (!hasCrashed) {
      expect(requests).toBeGreaterThan(10);
      return;
    }
  }
});

describe('files after the decision', () => {
  test('one that contradicts the release is notified as late readings are', async () => {
    await own.planned('L-1');
    await own.drop('L-1', csv(cool(30)), { name: 'good.csv' });
    await own.arrived('L-1', 295);
    await own.release('L-1');
    await own.drop('L-1', csv(cool(30, 9)), { name: 'fine.csv' });
    expect(await kindsIn('L-1')).not.toContain('release-contradicted');
    await own.drop('L-1', csv([...cool(8, 2), 9, 9, 9, 9, ...cool(18, 2)]), { name: 'warm.csv' });
    const contradictions = (await own.entries('L-1')).filter(
      ({ fact }) => fact.kind === 'release-contradicted',
    );
    expect(contradictions).toMatchObject([
      { fact: { recommendation: 'quarantine', failed: [{ rule: 'warm-20m' }] } },
    ]);
    expect(own.inbox.subjects()).toContain('release-contradicted');
  });
});

describe('a file that stays with a shipment', () => {
  test('is never offline, and keeps no decided shipment monitored', async () => {
    await own.planned('N-1', null);
    const { device } = await own.drop('N-1', csv(cool(6)));
    const deviceItem = await readDeviceItem(own.database, device!);
    expect(pointsToJournal(deviceItem)).toBe(false);
    const time = { asOf: later(100_000), processedUpTo: later(100_000) };
    await own.services.evaluate(deviceItem, time);
    expect(await kindsIn('N-1')).not.toContain('contact-lost');
    const { isOverdue } = deviceEvaluator(own.database, async () => true);
    expect(await isOverdue(deviceItem, time.asOf)).toBe(false);
    expect(summarise(await own.entries('N-1'))).toMatchObject({ isWatched: true, silentDevices: [] });
    await own.arrived('N-1', 55);
    await own.release('N-1');
    expect(summarise(await own.entries('N-1'))).toMatchObject({ isWatched: false });
  });

  test('no device can be attached under the name of a file that did not come', async () => {
    await own.planned('N-2');
    const attaching = {
      shipment: 'N-2',
      profile: { id: 'warm', version: 1 },
      since: begin,
      intervalMs: 10 * minute,
      attachedAt: begin,
    };
    await expect(attachDevice(own.database, 'file-0123456789abcdef', attaching, 'Bea')).rejects.toThrow(
      'is the name of a file that this shipment does not have',
    );
  });
});

test('two files of one logger that come at the same time are not both attached', async () => {
  await own.planned('S-4');
  const both = await Promise.all([
    own.drop('S-4', csv(cool(40, 3)), { name: 'long.csv' }),
    own.drop('S-4', csv(cool(30, 3)), { name: 'short.csv' }),
  ]);
  expect(both.map(({ state }) => state).sort()).toEqual(['asks', 'attached']);
});

test('the alarms that a logger noted itself are shown with the verdict', async () => {
  const text = (outcome: string) =>
    ({ kind: 'file-attached', loggerAlarms: [{ line: 3, text: outcome, isAlarm: true }] }) as never;
  expect(
    loggerAlarmsDiffer({ name: 'q.txt', attached: text('Alarm 1: > 8 °C') }, {
      recommendation: 'release',
      excursions: [],
    } as never),
  ).toBe(
    'The logger itself noted an alarm (q.txt, line 3: "Alarm 1: > 8 °C"), and this record is in order here: its limits, or the time that they are for, may be others than here.',
  );
});

test('a time from which a file counts leaves earlier readings out', async () => {
  await own.planned('B-1', 60);
  const content = csv([20, 19, 15, 9, 8.5, 8.1, ...cool(30)]);
  const since = new Date(later(60)).toISOString();
  const file = await own.drop('B-1', content, { answers: { since } });
  expect(file).toMatchObject({ state: 'attached', readings: 30, from: new Date(begin).toISOString() });
  await own.arrived('B-1', 355);
  expect(await own.verdict('B-1')).toMatchObject({ recommendation: 'release' });
  const after = new Date(later(9999)).toISOString();
  expect(await own.drop('B-1', csv(cool(30, 4)), { answers: { since: after } })).toMatchObject({
    state: 'asks',
    question: { option: 'since' },
  });
});

describe('an answer that does not fit', () => {
  test('is asked for again, and can be left out', async () => {
    await own.planned('W-1');
    const content = csv(cool(30, 12));
    const asks = await own.drop('W-1', content, { answers: { device: 'X' } });
    expect(asks).toMatchObject({ state: 'asks', question: { option: 'device' }, answers: {} });
    const columns = { temperature: 'no such' };
    const table = content.replace('time,temperature', 'Timestamp,Temperature [°C]').replaceAll(',', ';');
    expect(await own.drop('W-1', table, { answers: { column: columns } })).toMatchObject({
      state: 'asks',
      question: { option: 'column' },
      answers: {},
    });
    expect(
      await own.drop('W-1', content, { answers: { device: 'X', 'time-zone': 'no/zone' } }),
    ).toMatchObject({
      state: 'refused',
      answers: {},
    });
  });
});

test('a serial number cannot steer a terminal, a mail or a report', async () => {
  await own.planned('V-1');
  const content = `Serial Number;LG\u202e7\n${csv(cool(30, 13)).replace('temperature', 'Temperature [°C]').replaceAll(',', ';')}`;
  expect(await own.drop('V-1', content)).toMatchObject({ state: 'attached', serial: 'LG\\u202e7' });
});

test('a file from the future is refused', async () => {
  await own.planned('Z-1');
  const minutes = Math.round((Date.now() - begin) / minute);
  const { state, reason } = await own.drop('Z-1', csv(cool(30), minutes));
  expect([state, reason]).toEqual(['refused', expect.stringContaining('which is in the future')]);
  const begun = await own.drop('Z-1', csv(cool(30, 1), minutes - 150));
  expect([begun.state, begun.reason]).toEqual(['refused', expect.stringContaining('which is in the future')]);
});
