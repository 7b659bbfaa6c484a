import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { filesRead, loggerAlarmsCompared } from '../../src/shipments/receipt/file-checks.ts';
import type { RecordVerdict } from '../../src/model/verdict.ts';
import { attached, ledger } from '../support/facts.ts';
import {
  deviceOf,
  fileAttached,
  fileReceived,
  fileRefused,
  fileSetAside,
  fileSetAsideFor,
} from '../support/file-events.ts';
import { checkAnswers, receiptRecord, sensor } from '../support/receipt-records.ts';

const files = (...facts: LedgerEvent[]) => receiptRecord([], { entries: ledger(...facts) });
const read = (name: string): LedgerEvent[] => [
  fileReceived(name),
  fileAttached(name),
  attached(deviceOf(name)),
];
const reason = 'b.csv is of the same logger, and is the source of record';

checkAnswers('files', filesRead, [
  [files(...read('a.csv')), 'pass', '1 file read: a.csv.'],
  [
    files(fileReceived('a.csv')),
    'fail',
    'a.csv was not read yet: answer what it leaves open, or set it aside with a reason.',
  ],
  [
    files(fileReceived('a.csv'), fileAttached('a.csv'), ...read('b.csv')),
    'fail',
    'a.csv is not a sensor of the goods yet: it is being read.',
  ],
  [
    files(...read('a.csv'), fileRefused('a.csv', 'it is binary')),
    'fail',
    'a.csv could not be read: it is binary. Set it aside with a reason, or drop a readable file of the same logger.',
  ],
  [files(...read('a.csv'), fileSetAside('a.csv')), 'pass', 'a.csv was set aside: of another box.'],
  [
    files(...read('a.csv'), fileSetAside('a.csv'), fileReceived('a.csv')),
    'pass',
    'a.csv was set aside: of another box.',
  ],
  [
    files(...read('b.csv'), fileReceived('a.csv'), fileSetAsideFor('a.csv', 'b.csv', 0)),
    'pass',
    `1 file read: b.csv. a.csv was set aside: ${reason}.`,
  ],
  [
    files(...read('b.csv'), fileReceived('a.csv'), fileSetAsideFor('a.csv', 'b.csv', 1)),
    'fail',
    'a.csv was set aside in favour of b.csv, which is of the same logger and lacks 1 reading of it, the first temperature 9 °C at 2026-01-01 00:10 UTC.',
  ],
]);

const judged = (recommendation: 'release' | 'quarantine', excursions = 0) =>
  sensor(
    deviceOf('a.csv'),
    {},
    {
      judgement: {
        recommendation,
        excursions: Array.from({ length: excursions }, () => ({})),
      } as unknown as RecordVerdict,
    },
  );
const noted = (isAlarm: boolean, text = isAlarm ? 'Alarm 1' : 'OK'): LedgerEvent[] => [
  fileReceived('a.csv'),
  fileAttached('a.csv', { serial: 'L-1', loggerAlarms: [{ line: 3, text, isAlarm }] }),
  attached(deviceOf('a.csv')),
];
const compared = (of: ReturnType<typeof judged>, ...facts: LedgerEvent[]) =>
  receiptRecord([of], { entries: ledger(...facts) });
const mayDiffer = 'its limits, or the time that they are for, may be others than here.';
const nothingSaid = 'No logger says anything of alarms of its own.';

checkAnswers('alarms of loggers', loggerAlarmsCompared, [
  [compared(judged('release'), ...read('a.csv')), 'not-applicable', nothingSaid],
  [compared(judged('release'), ...noted(false)), 'pass', 'logger L-1 noted no alarm, as here.'],
  [
    compared(judged('quarantine'), ...noted(true)),
    'pass',
    'logger L-1 noted an alarm, and the record is not in order here either.',
  ],
  [
    compared(judged('release'), ...noted(true)),
    'not-known',
    `The logger itself noted an alarm (a.csv, line 3: "Alarm 1"), and this record is in order here: ${mayDiffer}`,
  ],
  [
    compared(judged('quarantine', 1), ...noted(false)),
    'not-known',
    `The logger itself noted no alarm (a.csv, line 3: "OK"), and an excursion was found here: ${mayDiffer}`,
  ],
  [compared(judged('release'), ...noted(true), fileSetAside('a.csv')), 'not-applicable', nothingSaid],
]);
