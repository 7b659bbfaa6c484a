import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UnusableArgument, UnusableFile } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { mutatedBytes } from './mutate.ts';
import type { AskOnce } from './ask-once.ts';

const root = join(import.meta.dirname, '../..');
const parsed = parseProfile(JSON.parse(readFileSync(join(root, 'profiles/controlled-cold.json'), 'utf8')));
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');
const time = (index: number): string => new Date(Date.UTC(2026, 0, 1) + index * 600_000).toISOString();

/** Files as loggers write them, including the real ones next to the project if they are there. */
const bases: readonly Buffer[] = [
  `time,temperature,pressure\n${rows(40, (index) => `${time(index)},${4 + (index % 9)},101.3`)}\n`,
  `time,temperature[degF],latitude,longitude\n${rows(30, (index) => `${time(index)},${40 + (index % 5)},51.5,0.1`)}\n`,
  `"time";"temperature"\r\n${rows(20, (index) => `"2026-01-01 ${String(index).padStart(2, '0')}:00";"4,${index}"`)}\r\n`,
  `time,device,temperature\n${rows(30, (index) => `2026-10-25 0${1 + Math.floor(index / 10)}:${index % 6}0,${index % 2 === 0 ? 'A' : 'B'},${index % 7 === 0 ? 'HI' : index % 9}`)}\nMax,,8\n`,
  `time,temperature,humidity\n${rows(20, (index) => `${time(index)},8,${index % 10}`)}\n`,
  JSON.stringify(Array.from({ length: 20 }, (_, index) => ({ time: time(index), temperature: 5 }))),
]
  .map((text): Buffer => Buffer.from(text))
  .concat(realFiles());

function realFiles(): Buffer[] {
  const folder = join(root, '../shared/data/loggers');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => readFileSync(join(folder, name)).subarray(0, 4000));
}

/** A changed file must be either evaluated or refused with a message. */
export const judgeFile: AskOnce = (chance) => {
  const content = mutatedBytes(chance.pick(bases), chance);
  const given = Buffer.from(content).toString('base64');
  try {
    const zone = chance.pick(['Europe/London', 'Europe/Berlin', '+01:00', null]);
    const answers = {
      decimal: chance.pick(['point', 'comma', undefined] as const),
      device: chance.is(0.3) ? 'A' : undefined,
    };
    const { readings, refused } = readLogFile(content, null, zone, answers);
    for (const { reason } of refused)
      if (reason.length === 0) return { what: 'refused without a reason', given };
    if (readings.length === 0) return { became: 'no readings' };
    const ats = readings.map(({ at }) => at);
    const span = { from: Math.min(...ats), to: Math.max(...ats), open: true, phases: null };
    const { recommendation, reasons } = evaluateRecord(readings, profile, span);
    return reasons.length === 0
      ? { what: `${recommendation} without a reason`, given }
      : { became: recommendation };
  } catch (error) {
    if (error instanceof UnusableFile || error instanceof UnusableArgument) return { became: 'refused' };
    return { what: `threw ${String(error)}`, given };
  }
};
