import { describe, expect, test } from 'vitest';
import { recordsToPublish } from '../../src/cli/records-to-publish.ts';
import { replaySummary } from '../../src/cli/replay-summary.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { recordOf } from '../../src/evaluation/series.ts';

const rows = (heading: string, ...cells: string[]) =>
  readLogFile(
    Buffer.from(
      `time,${heading}\n${cells.map((row, index) => `2026-11-21T08:0${index}:00Z,${row}`).join('\n')}\n`,
    ),
    null,
    null,
    { decimal: 'point' },
  ).readings;

describe('the records to publish of a file', () => {
  test('have unreadable values as their original texts', () => {
    expect(recordsToPublish(rows('temperature,humidity', '4.5,45', 'HI,46', 'ERR,', ','))).toEqual([
      { time: '2026-11-21T08:00:00.000Z', temperature: 4.5, humidity: 45 },
      { time: '2026-11-21T08:01:00.000Z', temperature: 'HI', humidity: 46 },
      { time: '2026-11-21T08:02:00.000Z', temperature: 'ERR', humidity: '' },
      { time: '2026-11-21T08:03:00.000Z', temperature: '', humidity: '' },
    ]);
  });

  test('have differing values of one time in separate objects', () => {
    const twice = [
      ...rows('temperature', '4.5'),
      ...rows('temperature', 'HI'),
      ...rows('temperature', '4.5'),
    ];
    expect(recordsToPublish(twice).map((record) => record['temperature'])).toEqual([4.5, 'HI']);
  });

  test.each<[string, string, string[]]>([
    ['numbers and texts', 'temperature,humidity', ['4.5,45', 'HI,46', 'ERR,', '-0.6*,NC', ',']],
    ['the end of the scale', 'temperature', ['>72.0', '<-40', '\u2265 60']],
    ['numbers beyond any sensor', 'temperature,battery', ['655.35,255', '-300,-1']],
    ['numbers with a comma', 'temperature', ['"4,5"', '5']],
    [
      'positions',
      'latitude,longitude,accuracy',
      ['51.9,0.25,12', '51.9,,', '91,0.25,3', 'n/a,n/a,n/a', '51.9,0.25,'],
    ],
  ])('are received as they were read: %s', (_, heading, cells) => {
    const readings = rows(heading, ...cells);
    const payload = Buffer.from(JSON.stringify(recordsToPublish(readings)));
    const received = parsePayload(payload, Date.parse('2026-11-21T09:00:00Z'));
    expect(received.refused).toEqual([]);
    expect(recordOf(received.readings)).toEqual(recordOf(readings));
  });

  test('have the end of the scale in the unit used for publishing', () => {
    const published = recordsToPublish(rows('temperature[degF]', '>161.6', '<-40', '<14', 'LO'));
    expect(published.map((record) => record['temperature'])).toEqual(['>72', '<-40', '<-10', 'LO']);
  });

  test('stay unreadable if only the unit of the file made them so', () => {
    const payload = Buffer.from(JSON.stringify(recordsToPublish(rows('pressure[psi]', '100'))));
    const [reading] = parsePayload(payload, Date.parse('2026-11-21T09:00:00Z')).readings;
    expect(reading).toMatchObject({ channel: 'pressure', text: 'out of bounds: 100', offScale: null });
  });

  test("have a device's own mark as a value out of limits", () => {
    const text =
      'Device: Q-tag CLm\r\nConf:\r\n Zone: 0.00\r\nData:\r\n\tyyyy-MM-dd hh:mm\tT\tOut of limits\r\n\t2026-11-21 08:00\t--.-\tx\r\n';
    const records = recordsToPublish(readLogFile(Buffer.from(text), null, null).readings);
    expect(records).toEqual([{ time: '2026-11-21T08:00:00.000Z', temperature: 'OUT OF LIMITS' }]);
  });
});

describe('the summary of a replay', () => {
  const file = {
    name: 'log.csv',
    sha256: '',
    format: '',
    readings: 5,
    duplicates: 1,
    unreadable: [],
    refused: [],
  };
  const row = { file: 'log.csv', line: 3, reason: 'later is no time' };
  const text = { line: 2, time: '', channel: 'temperature', text: 'HI', offScale: 'above' as const };

  test('counts what was published', () => {
    expect(replaySummary('spare-1', { files: [file], withoutTime: [] })).toEqual({
      output: '4 readings of log.csv published as spare-1 and acknowledged.',
      status: 0,
    });
  });

  test('counts what was not published, and exits with 65', () => {
    const input = {
      files: [{ ...file, unreadable: [text], refused: [row, row, row, { line: 9, reason: 'no data' }] }],
      withoutTime: [row, row, row],
    };
    expect(replaySummary('spare-1', input)).toEqual({
      output:
        '5 readings of log.csv published as spare-1 and acknowledged; unreadable values among them, published unchanged: 1; 1 lines were refused; 3 rows without a readable time were not published.',
      status: 65,
    });
  });
});
