import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  attachmentsRecorded,
  excursionsRecorded,
  diagnosticsRecorded,
  lastReceipt,
  presentOf,
  receiptsRecorded,
  shipmentOf,
  outagesRecorded,
} from '../../src/shipments/ledger.ts';
import {
  arrived,
  at,
  attached,
  closed,
  created,
  declared,
  detached,
  excursion,
  finding,
  found,
  foundNoMore,
  ledger,
  lost,
  opened,
  restored,
  signed,
  withdrawn,
} from '../support/facts.ts';

const without = (facts: readonly LedgerEvent[]) => facts.map((fact) => ({ fact }));

test('a ledger must begin with its shipment', () => {
  expect(shipmentOf(ledger(attached('lid')))).toEqual(created());
  for (const facts of [[], [attached('lid'), created()]])
    expect(() => shipmentOf(without(facts))).toThrow('the ledger does not begin with its shipment');
});

test('the decision in force is the last one signed, and earlier ones stay', () => {
  const second = signed({ decision: 'rejected', corrects: 2 });
  const entries = ledger(signed(), arrived(at(0)), second, arrived(at(1)));
  expect(receiptsRecorded(entries)).toEqual([entries[1], entries[3]]);
  expect(lastReceipt(entries)).toEqual(entries[3]);
  expect([receiptsRecorded(ledger()), lastReceipt(ledger())]).toEqual([[], null]);
});

describe('an excursion of a ledger', () => {
  test.each<[string, LedgerEvent[], string, ReturnType<typeof excursion>]>([
    ['is open', [opened()], 'open', excursion()],
    ['is closed', [opened(), closed()], 'closed', excursion({ to: at(30) })],
    ['is merged', [opened(), closed({}, 'e0')], 'merged', excursion({ to: at(30) })],
    ['is withdrawn', [opened(), closed(), withdrawn()], 'withdrawn', excursion()],
    ['is open again', [opened(), closed(), opened({ peak: 10 })], 'open', excursion({ peak: 10 })],
  ])('an excursion %s', (_, facts, state, as) => {
    expect([...excursionsRecorded(ledger(...facts))]).toEqual([
      ['e1', { device: 'lid', excursion: as, state }],
    ]);
  });

  test('an excursion keeps the position of its first opening', () => {
    const facts = [opened({ id: 'b' }), opened({ id: 'a', device: 'floor' }), closed({ id: 'b' })];
    expect([...excursionsRecorded(ledger(...facts))].map(([id, { device }]) => [id, device])).toEqual([
      ['b', 'lid'],
      ['a', 'floor'],
    ]);
  });
});

describe('a device that is offline', () => {
  test.each<[string, LedgerEvent[], [string, number][]]>([
    ['since contact was lost', [lost('lid', at(5))], [['lid', at(5)]]],
    ['until it is back online', [lost('lid', at(5)), restored('lid', at(6))], []],
    ['until it is declared', [lost('lid', at(5)), declared('lid', at(6))], []],
    ['until it is attached again', [lost('lid', at(5)), attached('lid', at(6))], []],
    ['until it is detached', [lost('lid', at(5)), detached('lid', at(6))], []],
    ['whatever else is recorded about it', [lost('lid', at(5)), found('lid')], [['lid', at(5)]]],
    [
      'whatever is recorded about another device',
      [lost('lid', at(5)), restored('floor', at(6))],
      [['lid', at(5)]],
    ],
    ['since contact was last lost', [lost('lid', at(5)), lost('lid', at(7))], [['lid', at(7)]]],
  ])('a device is offline %s', (_, facts, silent) => {
    expect([...outagesRecorded(ledger(...facts))]).toEqual(silent);
  });
});

describe('the diagnostics of a device', () => {
  const late = { kind: 'late', subject: '' } as const;
  test.each<[string, LedgerEvent[], readonly object[]]>([
    ['are open once opened', [found('lid'), found('lid', late)], [finding(), finding(late)]],
    ['do not include those of another device', [found('floor')], []],
    ['are no longer open once closed', [found('lid'), foundNoMore('lid')], []],
    ['of one kind differ by subject', [found('lid'), foundNoMore('lid', { subject: 'x' })], [finding()]],
    ['of one subject differ by kind', [found('lid'), foundNoMore('lid', late)], [finding()]],
    ['start afresh when it is attached', [found('lid'), attached('lid')], []],
    ['end when it is detached', [found('lid'), detached('lid', at(9))], []],
    ['stay open when it is back online', [found('lid'), restored('lid', at(9))], [finding()]],
    ['stay open when another device is attached', [found('lid'), attached('floor')], [finding()]],
    ['are as recorded last', [found('lid'), found('lid', { from: at(9) })], [finding({ from: at(9) })]],
  ])('the diagnostics of a device %s', (_, facts, expected) => {
    expect(diagnosticsRecorded(ledger(...facts), 'lid')).toEqual(expected);
  });
});

describe('the attachments of a shipment', () => {
  const plain = (device: string, since: number, fields: object = {}) => ({
    device,
    since,
    detachedAt: null,
    intervalMs: 600_000,
    role: 'product',
    profile: { id: 'warm', version: 1 },
    calibratedUntil: null,
    products: null,
    declaredAt: null,
    ...fields,
  });
  const given = { role: 'ambient', profile: { id: 'air', version: 3 }, calibratedUntil: at(99) } as const;
  const spare = { role: 'spare' } as const;
  const [lid, floor] = [attached('lid'), attached('floor')];
  test.each<[string, LedgerEvent[], readonly object[]]>([
    ["have the shipment's profile and are sensors of the goods by default", [lid], [plain('lid', at(0))]],
    ['have the given profile and role', [attached('lid', at(0), given)], [plain('lid', at(0), given)]],
    [
      'end with the last attachment of the device',
      [lid, attached('lid', at(50)), detached('lid', at(90))],
      [plain('lid', at(0)), plain('lid', at(50), { detachedAt: at(90) })],
    ],
    [
      'end with the attachment that the entry names by its beginning',
      [lid, attached('lid', at(50)), detached('lid', at(40), at(0))],
      [plain('lid', at(0), { detachedAt: at(40) }), plain('lid', at(50))],
    ],
    [
      'continue when another device is detached',
      [lid, floor, detached('lid', at(9), at(0))],
      [plain('lid', at(0), { detachedAt: at(9) }), plain('floor', at(0))],
    ],
    [
      'do not end where none began at the named time',
      [lid, detached('lid', at(40), at(1))],
      [plain('lid', at(0))],
    ],
    [
      'do not end for a device that was never attached',
      [lid, detached('x', at(4)), declared('x', at(4))],
      [plain('lid', at(0))],
    ],
    ['can be declared', [lid, declared('lid', at(7))], [plain('lid', at(0), { declaredAt: at(7) })]],
    [
      'of a spare decide once a deciding sensor is declared',
      [attached('spare', at(0), spare), attached('air', at(0), given), lid, declared('lid', at(7))],
      [plain('spare', at(0)), plain('air', at(0), given), plain('lid', at(0), { declaredAt: at(7) })],
    ],
    [
      'of a spare wait where another spare is declared',
      [lid, attached('spare', at(0), spare), attached('air', at(0), given), declared('air', at(7))],
      [
        plain('lid', at(0)),
        plain('spare', at(0), spare),
        plain('air', at(0), { ...given, declaredAt: at(7) }),
      ],
    ],
    [
      'of a spare decide even if the last declared sensor did not',
      [
        lid,
        attached('spare', at(0), spare),
        declared('lid', at(7)),
        attached('air', at(0), given),
        declared('air', at(8)),
      ],
      [
        plain('lid', at(0), { declaredAt: at(7) }),
        plain('spare', at(0)),
        plain('air', at(0), { ...given, declaredAt: at(8) }),
      ],
    ],
    [
      'of a spare wait where a sensor is only detached',
      [lid, attached('spare', at(0), spare), detached('lid', at(7))],
      [plain('lid', at(0), { detachedAt: at(7) }), plain('spare', at(0), spare)],
    ],
  ])('the attachments of a shipment %s', (_, facts, expected) => {
    expect(attachmentsRecorded(ledger(...facts))).toEqual(expected);
  });
});

test('the present is not before the last entry', () => {
  const entries = ledger([at(5), attached('lid')]);
  expect([at(4), at(5), at(6)].map((now) => presentOf(entries, now))).toEqual([at(5), at(5), at(6)]);
  expect(presentOf([], at(1))).toBe(at(1));
});
