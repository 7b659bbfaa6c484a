import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type EvaluateOptions, evaluateFiles } from '../../src/cli/evaluate-files.ts';
import { CommandError } from '../../src/cli/exit-status.ts';
import { readFiles } from '../../src/cli/read-files.ts';
import { type Verdict, verdictSchema } from '../../src/model/verdict.ts';
import { commandLine, runCommand } from '../support/run-command.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'coldwatch-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function coldwatch(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(...options), {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What the command `judge` prints and exits with, without a process of its own. */
async function judge(...given: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const files: string[] = [];
  const options: Record<string, string | boolean> = {};
  const words = given.values();
  for (const word of words) {
    if (!word.startsWith('--')) files.push(word);
    else if (word === '--json') options['json'] = true;
    else
      options[word.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] =
        words.next().value!;
  }
  try {
    const { output, warnings, status } = await evaluateFiles(files, options as unknown as EvaluateOptions);
    return { status, stdout: output, stderr: warnings.map((warning) => `note: ${warning}\n`).join('') };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: error.status, stdout: '', stderr: `coldwatch: ${error.message}\n` };
  }
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function csv(name: string, celsius: readonly (number | string)[]): string {
  const rows = celsius.map(
    (value, index) => `${new Date(Date.UTC(2026, 0, 1) + index * 600_000).toISOString()},${value}`,
  );
  return file(name, `time,temperature\n${rows.join('\n')}\n`);
}

async function verdictOf(...options: string[]): Promise<{ verdict: Verdict; status: number }> {
  const { stdout, status } = await judge('--json', ...options);
  const verdict = JSON.parse(stdout) as Verdict;
  expect(verdictSchema.safeParse(verdict).error).toBeUndefined();
  return { verdict, status };
}

test('output that nobody reads on ends a command as usual, with its status and without a word', async () => {
  const path = csv(
    'warm.csv',
    Array.from({ length: 40 }, () => 12),
  );
  const command = commandLine('judge', path, '--profile', 'controlled-cold');
  const child = spawn(process.execPath, command, { cwd: root });
  // As `| head -0` does: the reader is gone before anything is printed.
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [status] = (await once(child, 'exit')) as [number];
  expect({ status, said }).toEqual({
    status: (await judge(path, '--profile', 'controlled-cold')).status,
    said: '',
  });
  expect(status).not.toBe(0);
});

test.each(['profile list', 'shipment list', 'shipment leg show'])(
  'an unknown option of %s is quoted without control sequences',
  async (command) => {
    expect(await runCommand(...command.split(' '), '--\u{1B}[31mred')).toEqual({
      status: 64,
      stdout: '',
      stderr: expect.stringContaining(String.raw`error: unknown option '--\u001b[31mred'`) as unknown,
    });
  },
);

test('rows of several channels are counted as times, and their values as readings', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, index) => `${new Date(Date.UTC(2026, 0, 1) + index * 600_000).toISOString()},5.1,44`,
  );
  const path = file('two-channels.csv', `time,temperature,humidity\n${rows.join('\n')}\n`);
  expect((await judge(path, '--profile', 'controlled-cold')).stdout).toContain('60 readings at 30 times');
});

describe('judge', () => {
  const clean = csv(
    'clean.csv',
    Array.from({ length: 200 }, () => 5),
  );

  test('exits 0 for release, 1 for quarantine, 2 for reject', () => {
    const profile = file(
      'reject.json',
      JSON.stringify({
        id: 'reject',
        version: 1,
        name: 'Reject',
        reportingInterval: 'PT10M',
        maxGap: 'PT30M',
        completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
        rules: [
          {
            id: 'frozen',
            channel: 'temperature',
            atMost: 0,
            mode: 'instant',
            severity: 'critical',
            rejects: true,
          },
        ],
      }),
    );
    expect(coldwatch('judge', clean, '--profile', 'who-storage').status).toBe(0);
    expect(
      coldwatch(
        'judge',
        csv(
          'warm.csv',
          Array.from({ length: 100 }, () => 9),
        ),
        '--profile',
        'who-storage',
      ).status,
    ).toBe(1);
    expect(coldwatch('judge', csv('frozen.csv', [5, -1, 5]), '--profile', profile).status).toBe(2);
  });

  test('prints the same bytes for the same files in any order', async () => {
    const [a, b] = [csv('a.csv', [5, 5, 5]), csv('b.csv', [5, 6, 5, 5])];
    const first = (await judge('--json', a, b, '--profile', 'who-storage')).stdout;
    expect((await judge('--json', b, a, '--profile', 'who-storage')).stdout).toBe(first);
    const { input, channels } = JSON.parse(first) as Verdict;
    expect(input.reduce((sum, { readings }) => sum + readings, 0)).toBe(7);
    expect(input.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(2);
    expect(channels['temperature']!.readings).toBe(4);
  });

  test('reads a pipe, which can be read only once, like a file', async () => {
    const { verdict: ofFile } = await verdictOf(clean, '--profile', 'who-storage');
    const { stdout } = spawnSync(
      'sh',
      [
        '-c',
        'cat "$1" | { shift; "$@"; }',
        'sh',
        clean,
        process.execPath,
        ...commandLine('judge', '/dev/stdin', '--json', '--profile', 'who-storage'),
      ],
      { cwd: root, encoding: 'utf8' },
    );
    const ofPipe = JSON.parse(stdout) as Verdict;
    expect(ofPipe).toEqual({ ...ofFile, input: ofFile.input.map((each) => ({ ...each, name: 'stdin' })) });
  });

  test('refuses a file that grows while it is read', async () => {
    const path = csv('growing.csv', [5, 5, 5]);
    const push = (): void => appendFileSync(path, 'x');
    await expect(readFiles([path], { format: null, timeZone: null, answers: {} }, { push })).rejects.toThrow(
      'was changed while it was read',
    );
  });

  test('says if only the record was evaluated; --to closes the span', async () => {
    const open = await verdictOf(clean, '--profile', 'who-storage');
    expect(open.verdict.reasons.join(' ')).toContain('Only the record was evaluated');
    const closed = await verdictOf(
      clean,
      '--profile',
      'who-storage',
      '--from',
      '2026-01-01T00:00:00Z',
      '--to',
      '2026-01-03T00:00:00Z',
    );
    expect(closed.verdict.reasons.join(' ')).not.toContain('Only the record');
    expect(closed).toMatchObject({
      status: 1,
      verdict: { recommendation: 'quarantine', span: { seconds: 172_800 } },
    });
  });

  test('lists unreadable values by line, and says how the file was read', async () => {
    const { verdict } = await verdictOf(
      csv('holes.csv', [5, '--.-', 'HI', 5, 5]),
      '--profile',
      'who-storage',
    );
    expect(verdict.input[0]).toMatchObject({
      format:
        'CSV, UTF-8, comma-separated; time in column 1, UTC offsets in every time; temperature in column 2, °C; decimal point',
      readings: 3,
      duplicates: 0,
      unreadable: [
        { line: 3, time: '2026-01-01T00:10:00.000Z', channel: 'temperature', text: '--.-', offScale: null },
        { line: 4, time: '2026-01-01T00:20:00.000Z', channel: 'temperature', text: 'HI', offScale: 'above' },
      ],
      refused: [],
    });
  });

  test('counts repeats of both readable and unreadable values', async () => {
    const files = [csv('once.csv', [5, 'ERR', 5]), csv('twice.csv', [5, 'ERR', 5, 5])];
    const { verdict } = await verdictOf(...files, '--profile', 'who-storage');
    const total = (count: (input: Verdict['input'][number]) => number): number =>
      verdict.input.reduce((sum, input) => sum + count(input), 0);
    expect(total(({ readings }) => readings)).toBe(5);
    expect(total(({ unreadable }) => unreadable.length)).toBe(2);
    expect(total(({ duplicates }) => duplicates)).toBe(3);
  });

  test('refuses to judge by no profile, and a file that is not there', () => {
    expect(coldwatch('judge', clean)).toEqual({
      status: 64,
      stdout: '',
      stderr: "error: required option '--profile <id|file>' not specified\n",
    });
    const missing = join(folder, 'none.csv');
    expect(coldwatch('judge', missing, '--profile', 'who-storage')).toEqual({
      status: 65,
      stdout: '',
      stderr: `coldwatch: ${missing} cannot be read: there is no such file\n`,
    });
  });

  test.each<[string, string[], number, string]>([
    [
      'an unknown profile',
      [clean, '--profile', 'nothing'],
      64,
      'neither built in (comirnaty, controlled-cold, ',
    ],
    [
      'a profile with an unknown field',
      [clean, '--profile', file('odd.json', '{"id":"a","odd":1}')],
      64,
      'unknown field "odd"',
    ],
    [
      'an interval beyond maxGap',
      [clean, '--profile', 'who-storage', '--interval', 'PT1H'],
      64,
      '--interval PT1H and the maxGap',
    ],
    [
      'an unknown zone',
      [clean, '--profile', 'who-storage', '--time-zone', 'Mars/Base'],
      64,
      'Mars/Base is not a zone',
    ],
    [
      '--from after --to',
      [clean, '--profile', 'who-storage', '--from', '2026-01-02T00:00:00Z', '--to', '2026-01-01T00:00:00Z'],
      64,
      'later than',
    ],
    [
      'times without a zone',
      [file('zoneless.csv', 'time,temperature\n2026-01-01 00:00,5\n'), '--profile', 'who-storage'],
      64,
      '--time-zone',
    ],
    ['an empty file', [file('empty.csv', ''), '--profile', 'who-storage'], 65, 'it is empty'],
    [
      'a binary file',
      [file('binary.csv', Buffer.from([1, 2, 3, 0])), '--profile', 'who-storage'],
      65,
      'it is binary',
    ],
    [
      'no row with a time',
      [file('no-time.csv', 'a,b\n1,2\n'), '--profile', 'who-storage'],
      65,
      'no row with a date and a time of day',
    ],
    [
      'a text that is not CSV',
      [file('notes.csv', 'time,temperature\n2026-01-01T00:00:00Z,"5" and "6\n'), '--profile', 'who-storage'],
      65,
      'it is no CSV',
    ],
    [
      'a zone whose sign is misleading',
      [clean, '--profile', 'who-storage', '--time-zone', 'Etc/GMT+2'],
      64,
      'write the offset that is meant, --time-zone -02:00 or --time-zone +02:00',
    ],
    [
      'a time that occurs twice',
      [clean, '--profile', 'who-storage', '--time-zone', 'Europe/Berlin', '--to', '2026-10-25 02:30'],
      64,
      '--to: 2026-10-25 02:30 comes twice',
    ],
    [
      'a time that its zone skips',
      [
        file('skipped.csv', 'time,temperature\n2026-03-29 02:30,5\n'),
        '--profile',
        'who-storage',
        '--time-zone',
        'Europe/Berlin',
      ],
      64,
      'skipped.csv: line 2: 2026-03-29 02:30 does not exist in Europe/Berlin',
    ],
    [
      'a comma that may separate decimals',
      [csv('split.csv', ['8,9', '8,7']), '--profile', 'who-storage'],
      64,
      '--decimal comma',
    ],
    [
      'an unknown separator',
      [clean, '--profile', 'who-storage', '--decimal', 'dot'],
      64,
      '--decimal dot is unknown; known are point, comma',
    ],
    [
      'decimal commas that cannot be distinguished from separators',
      [
        file('odd.csv', 'time,temperature,humidity\n2026-01-01T00:00:00Z,8,9,45\n'),
        '--profile',
        'who-storage',
        '--decimal',
        'comma',
      ],
      65,
      'export it again with semicolons',
    ],
    [
      'two devices',
      [
        file('two.csv', 'time,device,temperature\n2026-01-01T00:00:00Z,A,5\n2026-01-01T00:00:00Z,B,5\n'),
        '--profile',
        'who-storage',
      ],
      64,
      'several devices, A, B',
    ],
    [
      'a device that the file does not name',
      [clean, '--profile', 'who-storage', '--device', 'A'],
      64,
      'names no device',
    ],
    ['a missing file', [join(folder, 'none.csv'), '--profile', 'who-storage'], 65, 'cannot be read'],
    [
      'rows that are all refused',
      [file('all.csv', 'time,temperature\nlater,5\n'), '--profile', 'who-storage'],
      65,
      'no reading could be taken',
    ],
  ])('refuses %s', async (_, options, status, message) => {
    const result = await judge(...options);
    expect(result).toMatchObject({ status, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  test('accepts an offset west of Greenwich', async () => {
    const local = file('local.csv', 'time,temperature\n2026-01-01 00:00,5\n2026-01-01 00:10,5\n');
    const { verdict } = await verdictOf(local, '--profile', 'who-storage', '--time-zone', '-02:00');
    expect(verdict.span.from).toBe('2026-01-01T02:00:00.000Z');
  });

  test('prints a verdict that fits on a screen', async () => {
    const { stdout } = await judge(clean, '--profile', 'who-storage');
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'RELEASE recommended: Vaccines in storage, 2 to 8 °C (WHO refrigerator logger alarms) (who-storage, version 1)',
    );
    expect(lines.length).toBeLessThan(40);
  });
});

describe('profiles', () => {
  test('are listed with their IDs, and shown with rules, sources and what no source confirms', async () => {
    const { stdout, status } = await runCommand('profile', 'list');
    expect(status).toBe(0);
    for (const id of ['who-type-1', 'controlled-cold', 'cryogenic', 'comirnaty', 'plasma-frozen'])
      expect(stdout).toMatch(new RegExp(`^${id} +[123]  `, 'm'));
    expect((await runCommand('profile', 'show', 'controlled-cold')).stdout.split('\n')).toEqual(
      expect.arrayContaining([
        '  high-24h         above 8 °C; allowed: at most 24 h in total (major)',
        '  frozen           at or below 0 °C; allowed: never (rejects)',
        '  Reference values: the label and the manufacturer prevail',
      ]),
    );
    const own = file(
      'doubtful.json',
      JSON.stringify({
        id: 'doubtful',
        version: 1,
        name: 'Doubtful',
        unverified: ['8 °C'],
        reportingInterval: 'PT10M',
        maxGap: 'PT30M',
        completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
        rules: [{ id: 'warm', channel: 'temperature', above: 8, mode: 'instant', severity: 'major' }],
      }),
    );
    expect((await runCommand('profile', 'show', own)).stdout).toContain(
      '\nNot confirmed by a source\n  8 °C\n',
    );
    const judged = (await judge(csv('cool.csv', [5, 5, 5]), '--profile', own)).stdout;
    expect(judged).toContain('recommended: Doubtful');
    for (const words of ['unverified', 'confirmed by a source'])
      expect(judged.toLowerCase()).not.toContain(words);
    expect((await runCommand('profile', 'show', 'nothing')).status).toBe(64);
  });

  test('say what a unit may bear in its life, and goods that used some of it are not released', async () => {
    const own = file(
      'allowing.json',
      JSON.stringify({
        id: 'allowing',
        version: 1,
        name: 'Allowing',
        reportingInterval: 'PT10M',
        maxGap: 'PT30M',
        completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
        rules: [],
        allowances: [{ id: 'out-of-fridge', above: 8, total: 'PT12H' }],
        freezeThaw: { freezesBelow: -2, thawsAbove: 0, cycles: 1 },
      }),
    );
    expect((await runCommand('profile', 'show', own)).stdout).toContain(
      [
        '  out-of-fridge    above 8 °C; allowed: at most 12 h in its whole life',
        '  freeze-thaw cycles in its whole life: at most 1 (frozen at or below -2 °C and thawed above 0 °C)',
      ].join('\n'),
    );
    const warm = csv('nine.csv', [5, 9, 9, 5]);
    expect((await judge(csv('five.csv', [5, 5, 5]), '--profile', own)).status).toBe(0);
    expect((await judge(warm, '--profile', own)).status).toBe(1);
    expect((await judge(warm, '--profile', own)).stdout).toContain('used before this record');
    const compared = (await runCommand('what-if', warm, '--profile', own, '--against', own, '--json')).stdout;
    expect(JSON.parse(compared)).toMatchObject({ before: { recommendation: 'quarantine' } });
  });

  test('are compared by what-if: alarms gained, lost and moved', async () => {
    const warm = csv(
      'warm.csv',
      Array.from({ length: 200 }, (_, index) => (index > 20 && index < 100 ? 9 : index > 150 ? 1.5 : 5)),
    );
    const against = async (one: string, other: string) => {
      const { stdout } = await runCommand('what-if', warm, '--profile', one, '--against', other, '--json');
      return (JSON.parse(stdout) as { changes: { change: string }[] }).changes.map(({ change }) => change);
    };
    expect(await against('who-storage', 'who-storage')).toEqual([]);
    expect(await against('who-storage', 'controlled-cold')).toEqual(['lost', 'gained']);
    expect(await against('controlled-cold', 'who-storage')).toEqual(['gained', 'lost']);
  });
});

describe.skipIf(!hasSharedData)('the real loggers', () => {
  test('of two makes are not read as one record', async () => {
    const files = ['qtag-run3', 'fridgetag-ultralow'].map((name) => sharedPath(`loggers/${name}.txt`));
    const { status, stderr } = await judge(...files, '--profile', 'who-storage');
    expect(status).toBe(65);
    expect(stderr).toContain('evaluate each logger separately');
  });

  test('airliner cabin: pressure is evaluated by floor and rate, and the clock jump is reported', async () => {
    const cabin = file(
      'cabin.json',
      JSON.stringify({
        id: 'cabin',
        version: 1,
        name: 'Cabin',
        reportingInterval: 'PT1S',
        maxGap: 'PT10S',
        completeness: { minimumCoverage: 0.95, longestGap: 'PT5M' },
        rules: [
          { id: 'floor', channel: 'pressure', below: 75, mode: 'instant', severity: 'major' },
          {
            id: 'rate',
            channel: 'pressure',
            outside: { low: -2, high: 2 },
            ratePerMinuteOver: 'PT1M',
            mode: 'instant',
            severity: 'minor',
          },
        ],
      }),
    );
    const flight = sharedPath('flight-cabin-pressure/flight.csv');
    const { verdict } = await verdictOf(flight, '--profile', cabin, '--time-zone', 'Europe/London');
    expect(verdict.rules.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['floor', 'pass'],
      ['rate', 'fail'],
    ]);
    expect(verdict.findings).toMatchObject([{ kind: 'clock-off' }]);
    expect((await judge(flight, '--profile', cabin, '--time-zone', 'Europe/London')).stderr).toContain(
      'the wall clock jumps by +60 min',
    );
  });

  test('qtag-run3: the result agrees with the device within one logging interval', async () => {
    const own = file(
      'qtag.json',
      JSON.stringify({
        id: 'qtag',
        version: 1,
        name: "The logger's own alarms",
        reportingInterval: 'PT10M',
        maxGap: 'PT30M',
        completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
        rules: [
          {
            id: 'above-8',
            channel: 'temperature',
            above: 8,
            mode: 'consecutive',
            for: 'PT30M',
            severity: 'major',
          },
        ],
        meanKineticTemperature: { max: 8, window: 'P30D', deltaH: 83 },
      }),
    );
    const { verdict, status } = await verdictOf(sharedPath('loggers/qtag-run3.txt'), '--profile', own);
    const [excursion] = verdict.excursions;
    const interval = 10 * 60_000;
    const near = (time: string, device: string): number => Math.abs(Date.parse(time) - Date.parse(device));
    expect(status).toBe(1);
    expect(near(excursion!.from, '2023-04-17T15:33:00Z')).toBeLessThanOrEqual(interval);
    expect(near(excursion!.firedAt, '2023-04-17T16:03:00Z')).toBeLessThanOrEqual(interval);
    expect(Math.abs(excursion!.observedSeconds / 60 - 4226)).toBeLessThanOrEqual(10);
    expect(Math.trunc(verdict.meanKineticTemperature!.celsius! * 10) / 10).toBe(10.4);
    expect(Math.trunc(verdict.channels['temperature']!.mean! * 10) / 10).toBe(10.4);
    expect(verdict.channels['temperature']).toMatchObject({ readings: 424, min: 9.7, max: 12.7 });
  });

  test('fridgetag-ultralow: six unreadable values are marked as out of limits', async () => {
    const { verdict } = await verdictOf(
      sharedPath('loggers/fridgetag-ultralow.txt'),
      '--profile',
      'who-storage',
      '--interval',
      'PT5M',
    );
    expect(verdict.input[0]).toMatchObject({
      readings: 835,
      unreadable: [99, 100, 101, 937, 938, 939].map((line) => ({ line, text: '--.-', offScale: 'either' })),
      refused: [],
    });
  });

  test('fridgetag2-daily: the file is refused because it has only daily summaries', async () => {
    const result = await judge(sharedPath('loggers/fridgetag2-daily.txt'), '--profile', 'who-storage');
    expect(result.status).toBe(65);
    expect(result.stderr).toContain('daily summaries only');
  });
});
