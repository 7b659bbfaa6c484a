import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandError } from '../../src/cli/exit-status.ts';
import { type EvaluateOptions, evaluateFiles } from '../../src/cli/evaluate-files.ts';
import { whatIf } from '../../src/cli/what-if.ts';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import { type Verdict, verdictSchema } from '../../src/model/verdict.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const minute = 60_000;
const time = (index: number, from = '2026-11-20T06:00:00Z'): string =>
  new Date(Date.parse(from) + index * 10 * minute).toISOString();

/** A CSV with a row every ten minutes; a row with a comma has its own time. */
function csv(name: string, rows: readonly (number | string)[]): string {
  const lines = rows.map((row, index) =>
    typeof row === 'string' && row.includes(',') ? row : `${time(index)},${row}`,
  );
  return file(name, `time,temperature\n${lines.join('\n')}\n`);
}

const cold = (count: number): number[] => Array.from({ length: count }, (_, index) => 5 + (index % 5) / 10);

/** Evaluates a file as the command does. The verdict is that of --json, and the text for people must agree with it. */
async function judged(
  path: string,
  options: Partial<EvaluateOptions> = {},
): Promise<{ verdict: Verdict; status: number }> {
  const given = { profile: 'controlled-cold', ...options };
  const { output, status } = await evaluateFiles([path], { ...given, json: true });
  const verdict = verdictSchema.parse(JSON.parse(output));
  const text = (await evaluateFiles([path], given)).output.replaceAll(/\s+/g, ' ');
  for (const reason of verdict.reasons)
    expect(text).toContain(inRoundNumbers(reason).replaceAll(/\s+/g, ' '));
  return { verdict, status };
}

async function refusal(
  path: string,
  options: Partial<EvaluateOptions> = {},
): Promise<{ status: number; message: string }> {
  try {
    await evaluateFiles([path], { profile: 'controlled-cold', ...options });
  } catch (error) {
    if (error instanceof CommandError) return { status: error.status, message: error.message };
    throw error;
  }
  throw new Error('it was judged');
}

describe('a file with rows that have no readable time', () => {
  test('is not released, and the rows are listed', async () => {
    const { verdict, status } = await judged(
      csv('untimed.csv', [...cold(60), 'later,5', '1970-01-01T00:00:00Z,5']),
    );
    expect(status).toBe(1);
    expect(verdict.reasons[0]).toMatch(
      /^2 rows of untimed\.csv contain data that could not be read \(lines 62, 63\): time must be ISO 8601/,
    );
    expect(verdict.input[0]!.refused).toEqual([
      { line: 62, reason: expect.any(String) },
      { line: 63, reason: expect.stringContaining('before 2000') },
    ]);
  });

  test('is released if they are totals and units', async () => {
    const path = file(
      'totals.csv',
      `time,temperature\nUTC,°C\n${cold(60)
        .map((value, index) => `${time(index)},${value}`)
        .join('\n')}\n\nMax,5.4\nAverage,5.2\n`,
    );
    const { verdict, status } = await judged(path);
    expect(status).toBe(0);
    expect(verdict.input[0]!.refused.map(({ line }) => line)).toEqual([2, 64, 65]);
  });

  test('is not released by either profile of what-if', async () => {
    const { output } = await whatIf([csv('untimed.csv', [...cold(60), 'later,5'])], {
      profile: 'controlled-cold',
      against: 'who-storage',
    });
    expect(output).toContain('controlled-cold: quarantine; who-storage: quarantine');
  });
});

describe('a file without any readable value', () => {
  test('is evaluated, but not released', async () => {
    const { verdict, status } = await judged(csv('errors.csv', ['ERR', 'ERR']));
    expect(status).toBe(1);
    expect(verdict.span).toEqual({ from: time(0), to: time(1), seconds: 600 });
    expect(verdict.input[0]).toMatchObject({ readings: 0, unreadable: [{ line: 2 }, { line: 3 }] });
  });
});

describe('a file whose start or end is not that of the journey', () => {
  const proposal = ({ reasons }: Verdict): string | undefined =>
    reasons.find((each) => each.includes('Leaving out'));

  test('raises a suggestion to leave out its warm end, which gives release', async () => {
    const path = csv('late.csv', [...cold(60), 12, 18, 22, 22]);
    const { verdict, status } = await judged(path);
    expect(status).not.toBe(0);
    expect(proposal(verdict)).toBe(
      'Leaving out the 4 readings after 2026-11-20 15:50 UTC, if the logger was not with the goods then, would give release: --from 2026-11-20T06:00:00Z --to 2026-11-20T15:50:00Z.',
    );
    const [, from, to] = /--from (\S+) --to (\S+)\.$/.exec(proposal(verdict)!)!;
    expect((await judged(path, { from: from!, to: to! })).status).toBe(0);
  });

  test('has the line of a reading that is years apart from the others in its reasons', async () => {
    const { verdict } = await judged(csv('ahead.csv', [...cold(60), '2036-11-20T06:00:00Z,5.2']));
    expect(verdict.reasons).toEqual(
      expect.arrayContaining([
        'One reading lies 9 years 11 months after the one next to it: 2036-11-20 06:00 UTC, line 62 of ahead.csv; if its time is wrong, leave it out by --to 2026-11-20T15:50:00Z.',
        'Leaving out the one reading after 2026-11-20 15:50 UTC, if the logger was not with the goods then, would give release: --from 2026-11-20T06:00:00Z --to 2026-11-20T15:50:00Z.',
      ]),
    );
  });

  test.each<[string, string, Partial<EvaluateOptions>]>([
    ['that is released', csv('clean.csv', cold(60)), {}],
    ['that is too warm in the middle', csv('middle.csv', [...cold(30), 20, ...cold(30)]), {}],
    ['whose end was given', csv('late.csv', [...cold(60), 22, 22]), { to: time(61) }],
    ['with rows that cannot be placed in time', csv('both.csv', [...cold(60), 22, 22, 'later,5']), {}],
  ])('raises no suggestion if it is one %s', async (_, path, options) => {
    expect(proposal((await judged(path, options)).verdict)).toBeUndefined();
  });

  test('raises a warning with the number and range of readings outside --from and --to', async () => {
    const name = csv('left-out.csv', [...cold(60), -3, 9]);
    const warnings = async (more: Partial<EvaluateOptions>) =>
      (await evaluateFiles([name], { profile: 'controlled-cold', ...more })).warnings;
    expect(await warnings({})).toEqual([]);
    expect(await warnings({ to: time(59) })).toEqual([
      '2 readings of temperature outside --from and --to were not evaluated: -3 to 9 °C',
    ]);
    expect(await warnings({ from: time(1) })).toEqual([
      '1 reading of temperature outside --from and --to was not evaluated: 5 °C',
    ]);
  });
});

test.each([
  ['a folder', folder, 'it is a folder; name the files in it'],
  ['no file', join(folder, 'nowhere.csv'), 'there is no such file'],
])('%s is refused with an explanation', async (_, path, reason) => {
  expect(await refusal(path)).toEqual({ status: 65, message: `${path} cannot be read: ${reason}` });
});

test('unreadable values outside --from and --to are reported too', async () => {
  const name = csv('unread-out.csv', ['HI', 'HI', 'ERR', ...cold(60)]);
  const { warnings } = await evaluateFiles([name], { profile: 'controlled-cold', from: time(3) });
  expect(warnings).toEqual([
    '3 unreadable values of temperature outside --from and --to were not evaluated: "ERR", "HI", 2026-11-20T06:00:00Z to 2026-11-20T06:20:00Z',
  ]);
  expect((await evaluateFiles([name], { profile: 'controlled-cold', from: time(2) })).warnings).toEqual([
    '2 unreadable values of temperature outside --from and --to were not evaluated: "HI", 2026-11-20T06:00:00Z to 2026-11-20T06:10:00Z',
  ]);
});

describe('several files', () => {
  const of = (name: string, heading: string, device: string): string =>
    file(name, `time,${heading},temperature\n${time(0)},${device},5\n${time(1)},${device},5\n`);
  const judgeBoth = async (...paths: string[]) =>
    (await evaluateFiles(paths, { profile: 'controlled-cold' })).output.split('\n')[2];

  test('are refused if they name different devices under one heading', async () => {
    const [one, other] = [of('one.csv', 'device', 'A'), of('other.csv', 'Device', 'B')];
    await expect(judgeBoth(one, other)).rejects.toThrow('evaluate each logger separately');
    expect(await judgeBoth(one, of('same.csv', 'Device', 'A'))).toContain('4 readings, 2 of them repeated');
  });

  test.each([
    ['deviceId', 'device_id'],
    ['device', 'deviceId'],
    ['serial', 'Seriennummer'],
    ['name', 'Sensor'],
  ])('are refused if they name different devices, one as %s, the other as %s', async (first, second) => {
    const paths = [of('first.csv', first, 'A'), of('second.csv', second, 'B')] as const;
    await expect(judgeBoth(...paths)).rejects.toThrow('evaluate each logger separately');
  });

  test('are refused if they are SenML packs with different base names', async () => {
    const pack = (name: string, v: number) =>
      file(`${name}.json`, JSON.stringify([{ bn: `${name}:`, bt: 1_795_154_400, n: 't', u: 'Cel', v }]));
    await expect(judgeBoth(pack('aaaa', 9), pack('bbbb', 5))).rejects.toThrow(
      'evaluate each logger separately',
    );
  });

  test('may name one device in two ways', async () => {
    expect(await judgeBoth(of('name.csv', 'device', 'box'), of('serial.csv', 'serial', '4711'))).toContain(
      '4 readings',
    );
  });
});

describe('a comma-separated file with decimal commas', () => {
  const path = csv('commas.csv', cold(60));
  const split = file(
    'split.csv',
    `time,temperature,humidity\n${Array.from({ length: 180 }, (_, index) => `${time(index)},8,6`).join('\n')}\n`,
  );

  test('raises a question, and is evaluated as the user answered', async () => {
    expect(await refusal(split)).toMatchObject({
      status: 64,
      message: expect.stringContaining('--decimal comma'),
    });
    const comma = await judged(split, { decimal: 'comma' });
    expect(comma.verdict.channels['temperature']).toMatchObject({ min: 8.6, max: 8.6 });
    expect(comma.verdict.channels['humidity']).toBeUndefined();
    expect(comma.status).toBe(1);
    expect(await judged(split, { decimal: 'point' })).toMatchObject({ status: 0 });
    expect((await judged(path)).verdict.input[0]!.format).toContain('decimal point');
  });
});

describe.skipIf(!hasSharedData)('field cases', () => {
  const field = (name: string): string => sharedPath(`field-cases/${name}`);

  test.each([
    ['01-nan.csv', 1, { min: 4.4, max: 5.6 }],
    ['01-sentinel-65535.csv', 1, { min: 4.4, max: 5.6 }],
    ['02-celsius-paren.csv', 0, { readings: 60, min: 4.4, max: 5.6 }],
    ['05-utf16le-bom.csv', 0, { readings: 60, min: 4.4, max: 5.6 }],
    ['06-preamble.csv', 0, { readings: 60, min: 4.4, max: 5.6 }],
    ['03-semicolon-comma.csv', 0, { readings: 60, min: 4.4, max: 5.6 }],
    ['06-totals.csv', 0, { readings: 60, min: 4.4, max: 5.6 }],
    ['06-units-row.csv', 0, { readings: 60 }],
    ['08-off-scale-HI.csv', 1, { readings: 58, unreadable: 2, max: 5.6 }],
    ['08-off-scale-at-end.csv', 1, { readings: 60, unreadable: 24, max: 5.6 }],
    ['08-unicode-minus.csv', 2, { readings: 60, min: -0.6 }],
    ['16-unknown-255.json', 0, { readings: 30 }],
  ])('%s', async (name, status, temperature) => {
    const result = await judged(field(name));
    expect(result.verdict.channels['temperature']).toMatchObject(temperature);
    expect(result.status).toBe(status);
  });

  test('03-comma-shift-8.9.csv raises a question, because 8,9 is 8.9', async () => {
    const name = field('03-comma-shift-8.9.csv');
    expect(await refusal(name)).toMatchObject({
      status: 64,
      message: expect.stringContaining('temperature 8.9'),
    });
    expect(await judged(name, { decimal: 'comma' })).toMatchObject({
      status: 1,
      verdict: { channels: { temperature: { readings: 180, min: 8.9, max: 8.9 } } },
    });
  });

  test('09-dst-hourly.csv gives the same result as in UTC', async () => {
    const of = async (name: string) => {
      const profile = field('09-profile-hourly.json');
      const { verdict, status } = await judged(field(name), { profile, timeZone: 'Europe/Berlin' });
      return {
        ...verdict,
        input: verdict.input.map(({ readings, unreadable }) => ({ readings, unreadable })),
        status,
      };
    };
    expect(await of('09-dst-hourly.csv')).toEqual(await of('09-dst-hourly-utc.csv'));
  });

  test('14-berlinger-HI-at-end.txt is read to its last row', async () => {
    const { verdict, status } = await judged(field('14-berlinger-HI-at-end.txt'), { profile: 'freezer' });
    expect(status).not.toBe(0);
    expect(verdict.coverage.unmonitoredSeconds).toBe(13_800);
    expect(verdict.span.to).toBe('2026-11-20T19:50:00.000Z');
    expect(new Set(verdict.input[0]!.unreadable.map(({ offScale }) => offScale))).toEqual(
      new Set(['either']),
    );
  });
});

describe("the logger's own alarms", () => {
  const elitech = (name: string, alarm: string, highest: string): string =>
    file(
      name,
      [
        'Device Information',
        'Model : RC-51H',
        'S/N : EL2600000017',
        'Timezone : UTC +00:00',
        '',
        'Logging Summary',
        `First Alarm(Temperature) : ${alarm}`,
        'First Alarm(Humidity) : NC',
        '',
        'No.\tTime\t\t°C\t%RH',
        `1\t2026-11-20 06:00:00\t\t${highest}\t50,0`,
        '2\t2026-11-20 06:10:00\t\t5,1\t50,0',
        '3\t2026-11-20 06:20:00\t\t5,0\t50,0',
        '',
      ].join('\r\n'),
    );
  const options = { profile: 'controlled-cold', from: '2026-11-20T06:00:00Z', to: '2026-11-20T06:20:00Z' };

  test('are shown, and a sentence says that this record is in order', async () => {
    const path = elitech('alarm.txt', '2026-11-20 06:00:00', '5,2');
    const { verdict } = await judged(path, options);
    expect(verdict.recommendation).toBe('release');
    expect(verdict.reasons.at(-1)).toBe(
      'the logger itself noted an alarm (alarm.txt, line 7: "First Alarm(Temperature) : 2026-11-20 06…"), and this record is in order here: its limits, or the time that they are for, may be others than here',
    );
    const lines = (await evaluateFiles([path], options)).output.split('\n');
    const title = lines.indexOf('Alarms of the logger, by its own limits');
    expect(lines.slice(title + 1, title + 3)).toEqual([
      '  alarm  alarm.txt line 7: First Alarm(Temperature) : 2026-11-20 06:00:00',
      '  none   alarm.txt line 8: First Alarm(Humidity) : NC',
    ]);
  });

  test('are none, and a sentence says that an excursion was found', async () => {
    const { verdict } = await judged(elitech('none.txt', 'NC', '39,0'), options);
    expect(verdict.excursions.length).toBe(1);
    expect(verdict.reasons.at(-1)).toBe(
      'the logger itself noted no alarm (none.txt, line 7: "First Alarm(Temperature) : NC"), and an excursion was found here: its limits, or the time that they are for, may be others than here',
    );
  });
});
