import { expect, test } from 'vitest';
import { textIn } from '../../../src/storage/archive/objects.ts';
import { archivedLedger, archivedProfiles, archivedShipments } from '../../../src/storage/archive/records.ts';
import { recordName } from '../../../src/storage/archive/archived-record.ts';
import { objectsInMemory } from '../../support/objects-in-memory.ts';

const hash = (letter: string): string => letter.repeat(64);
const profile = { id: 'warm', version: 1, text: '{}', sha256: hash('a'), writtenBy: 'Ann' };

test('a text is read as UTF-8, and a missing object as null', async () => {
  const { objects } = objectsInMemory({ a: 'ä °C' });
  expect(await textIn(objects, 'a')).toBe('ä °C');
  expect(await textIn(objects, 'b')).toBeNull();
});

test('archived shipments are listed once each, in the order of their names', async () => {
  const { objects } = objectsInMemory({
    [recordName.entry('S-2', 1, hash('a'))]: '{}',
    [recordName.entry('S-1', 1, hash('a'))]: '{}',
    [recordName.entry('S-1', 2, hash('b'))]: '{}',
    [recordName.notified('S-0', 1)]: '{}',
    [recordName.profile('warm', 1)]: '{}',
  });
  expect(await archivedShipments(objects)).toEqual(['S-1', 'S-2']);
  expect(await archivedShipments(objectsInMemory().objects)).toEqual([]);
});

test('an archived ledger has every entry with its exact text, even two of the same number, and the times of notification', async () => {
  const { objects } = objectsInMemory({
    [recordName.entry('S-1', 1, hash('a'))]: '{"one": 1}',
    [recordName.entry('S-1', 12_345_678, hash('1'))]: 'last',
    [recordName.entry('S-1', 2, hash('b'))]: 'second',
    [recordName.entry('S-1', 2, hash('c'))]: 'second, otherwise',
    [recordName.entry('S-10', 1, hash('a'))]: 'of another',
    [recordName.notified('S-1', 1)]: '{"at":17}',
    [recordName.notified('S-1', 12_345_678)]: '{"at":0}',
    [recordName.notified('S-10', 3)]: '{"at":19}',
  });
  expect(await archivedLedger(objects, 'S-1')).toEqual({
    entries: [
      { sequence: 1, text: '{"one": 1}' },
      { sequence: 2, text: 'second' },
      { sequence: 2, text: 'second, otherwise' },
      { sequence: 12_345_678, text: 'last' },
    ],
    notified: new Map([
      [1, 17],
      [12_345_678, 0],
    ]),
  });
  expect(await archivedLedger(objects, 'S-2')).toEqual({ entries: [], notified: new Map() });
});

test('an object that is deleted during reading is named in the error', async () => {
  const { objects } = objectsInMemory({ [recordName.notified('S-1', 1)]: '{"at":17}' });
  await expect(archivedLedger({ ...objects, get: async () => null }, 'S-1')).rejects.toThrow(
    'told/S-1/00000001.json was removed from the archive while it was being read',
  );
});

test('every profile version is read, with its approver where there is one', async () => {
  const second = { ...profile, version: 2, writtenBy: 'Bea' };
  const { objects } = objectsInMemory({
    [recordName.profile('warm', 1)]: JSON.stringify(profile),
    [recordName.profile('warm', 2)]: JSON.stringify(second),
    [recordName.approval('warm', 2)]: JSON.stringify({ approvedBy: 'Cem', approvedAt: 7 }),
    [recordName.approval('other', 1)]: JSON.stringify({ approvedBy: 'Cem', approvedAt: 8 }),
  });
  expect(await Array.fromAsync(archivedProfiles(objects))).toEqual([
    { ...profile, approvedBy: null, approvedAt: null },
    { ...second, approvedBy: 'Cem', approvedAt: 7 },
  ]);
});
