import { expect, test } from 'vitest';
import { type FileAlarm, differenceInWords } from '../../src/logger-files/logger-alarms.ts';
import { berlingerAlarms } from '../../src/logger-files/berlinger-alarms.ts';
import type { Verdict } from '../../src/model/verdict.ts';

const none: FileAlarm = { file: 'box.txt', line: 31, text: 'First Alarm : NC', isAlarm: false };
const alarm: FileAlarm = { file: 'box.txt', line: 32, text: 'First Alarm : 2026-03-16 15:20', isAlarm: true };
const excursion: Verdict['excursions'][number] = {
  rule: 'high',
  from: '2026-03-16T15:00:00.000Z',
  to: null,
  endedBy: null,
  firedAt: '2026-03-16T15:10:00.000Z',
  observedSeconds: 600,
  peak: 9,
};

const noted =
  'the logger itself noted an alarm (box.txt, line 32: "First Alarm : 2026-03-16 15:20"), and this record is in order here: its limits, or the time that they are for, may be others than here';
const notNoted =
  'the logger itself noted no alarm (box.txt, line 31: "First Alarm : NC"), and an excursion was found here: its limits, or the time that they are for, may be others than here';

test.each<[string, FileAlarm[], Verdict['recommendation'], Verdict['excursions'], string[]]>([
  ['an alarm, and a release', [none, alarm], 'release', [], [noted]],
  ['an alarm, and an excursion', [none, alarm], 'quarantine', [excursion], []],
  ['an alarm, and no release for another reason', [alarm], 'quarantine', [], []],
  ['no alarm, and an excursion', [none], 'quarantine', [excursion], [notNoted]],
  ['no alarm, and a release', [none], 'release', [], []],
  ['nothing, and an excursion', [], 'reject', [excursion], []],
])('the logger says %s', (_, alarms, recommendation, excursions, sentences) => {
  expect(differenceInWords(alarms, { recommendation, excursions })).toEqual(sentences);
});

test('the alarms of a Berlinger logger are those of its days, not its limits', () => {
  const report = [
    'Device: Q-tag Fridge-tag 2',
    'Conf:',
    ' Alarm:',
    '  0:',
    '   T AL: 2.0, t AL: 60',
    'Hist:',
    ' 1:',
    '  Date: 2026-05-11',
    '  Alarm:',
    '   0:',
    '    t Acc: 0',
    '   1:',
    '    t Acc: 75, TS A: 09:40',
    '  Events: 2',
    ' 2:',
    '  Date: 2026-05-10',
    '  Alarm:',
    '   0:',
    '',
    'Cert:',
    ' Alarm:',
    '  0:',
  ];
  expect(berlingerAlarms(report)).toEqual([
    { line: 10, text: '2026-05-11, Alarm 0, t Acc: 0', isAlarm: false },
    { line: 12, text: '2026-05-11, Alarm 1, t Acc: 75, TS A: 09:40', isAlarm: true },
    { line: 18, text: '2026-05-10, Alarm 0', isAlarm: false },
  ]);
});
