import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { isFileAppended, lackingOfFile } from '../../src/shipments/files.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { at, attached, ledger } from '../support/facts.ts';
import { deviceOf, fileAttached, fileReceived, fileSetAside } from '../support/file-events.ts';

const temperatures = (count: number): Reading[] =>
  Array.from({ length: count }, (_, index) => ({ channel: 'temperature', at: at(index * 10), value: 5 }));
const device = deviceOf('a.csv');
const withoutTime = ['Line 9 of a.csv contains data that could not be read: "yesterday".'];
const of = (...facts: LedgerEvent[]) => {
  const entries = ledger(...facts);
  return { entries, attachment: attachmentsRecorded(entries)[0]! };
};
const lacking = (readings: readonly Reading[], ...facts: LedgerEvent[]) => {
  const { entries, attachment } = of(...facts);
  return lackingOfFile(entries, attachment, readings);
};
const read = [fileReceived('a.csv'), fileAttached('a.csv', { readings: 25 }), attached(device)];

describe('what the record of a file lacks', () => {
  test('is nothing once every reading is in it', () => {
    expect(lacking(temperatures(25), ...read)).toEqual([]);
  });

  test('are readings that were not appended yet, each counted once however often it is there', () => {
    expect(lacking(temperatures(24), ...read)).toEqual(['1 reading of a.csv are not in the record yet.']);
    expect(lacking([...temperatures(20), ...temperatures(20)], ...read)).toEqual([
      '5 readings of a.csv are not in the record yet.',
    ]);
  });

  test('are rows without a readable time', () => {
    const fact = fileAttached('a.csv', { readings: 25, rowsWithoutTime: 1, withoutTime });
    expect(lacking(temperatures(25), fileReceived('a.csv'), fact, attached(device))).toEqual(withoutTime);
  });

  test('is not known of a file that was never read to its end', () => {
    expect(lacking(temperatures(25), fileReceived('a.csv'), attached(device))).toEqual([
      'The file was not read to its end yet.',
    ]);
    expect(lacking(temperatures(25), attached(device))).toEqual(['The file was not read to its end yet.']);
  });

  test('is no matter of a file that was set aside, nor of a device that is none', () => {
    expect(lacking([], ...read, fileSetAside('a.csv'))).toEqual([]);
    expect(lacking([], attached('lid'))).toEqual([]);
  });
});

test('a file is appended once its distinct readings are', () => {
  const { entries, attachment } = of(...read);
  const isAppended = (readings: readonly Reading[]) => isFileAppended(entries, attachment, readings);
  expect(
    [temperatures(25), temperatures(24), [...temperatures(20), ...temperatures(20)]].map(isAppended),
  ).toEqual([true, false, false]);
});
