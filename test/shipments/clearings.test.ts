import { describe, expect, test } from 'vitest';
import { type DeviceClearings, withClearings } from '../../src/shipments/alarm-lifecycle.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { NewEntry } from '../../src/shipments/ledger.ts';
import { acknowledged, at, cleared, closed, found, ledger, opened, withdrawn } from '../support/facts.ts';
import { hour, rule } from '../support/series.ts';

const limit = { kind: 'above', limit: 8 } as const;
const warm = rule({ id: 'warm', limit, allowance: { mode: 'instant' }, clearAfterMs: hour });
const cold = rule({ id: 'cold', limit, allowance: { mode: 'instant' }, clearAfterMs: 2 * hour });
const position = { latitude: 1, longitude: 2, at: at(1) };
const now = at(600);

const newEntries = (...facts: LedgerEvent[]): NewEntry[] => facts.map((fact) => ({ why: 'news', fact }));
const holds = 'back within limits for long enough';
const clearing = (when: number, fields: object = {}, why = holds): NewEntry => ({
  why,
  fact: { ...cleared(when), position, ...fields },
});

function after(
  before: LedgerEvent[],
  what: NewEntry[],
  { rules = [warm], ...of }: Partial<DeviceClearings> & { rules?: (typeof warm)[] } = {},
  as = now,
): NewEntry[] {
  const clearings = {
    device: 'lid',
    position,
    owns: () => true,
    endsAt: () => null,
    clearedAt: () => null,
    ...of,
  };
  return withClearings(ledger(...before), what, rules, clearings, as);
}

const over = [opened(), closed()];
const ofFloor = { id: 'e2', device: 'floor' };

describe('clearing an alarm', () => {
  test('the device that broke the rule clears the alarm once the rule has been met for long enough', () => {
    expect(after(over, [], { clearedAt: () => at(90) })).toEqual([clearing(at(90))]);
  });

  test('the clearing comes after the entries that end the alarm', () => {
    const ends = newEntries(closed());
    expect(after([opened()], ends, { clearedAt: () => at(90) })).toEqual([...ends, clearing(at(90))]);
  });

  test("the clearing time is that of the alarm's own rule", () => {
    const asked: string[] = [];
    const clearedAt = (id: string) => {
      asked.push(id);
      return id === 'cold' ? at(150) : null;
    };
    const both = [...over, opened({ id: 'e2', rule: 'cold' }), closed({ id: 'e2', rule: 'cold' })];
    expect(after(both, [], { rules: [warm, cold], clearedAt })).toEqual([
      clearing(at(150), { rule: 'cold' }),
    ]);
    expect(asked).toEqual(['warm', 'cold']);
  });

  test('an alarm is cleared, with that reason, where its rule is no longer evaluated', () => {
    const isUnseen = { isUnseen: true };
    const end = [opened(), closed({ endedBy: 'end-of-record' })];
    expect(after(end, [], { clearedAt: () => at(30) })).toEqual([
      clearing(at(30), isUnseen, 'the rule is no longer evaluated'),
    ]);
  });

  test.each<[string, LedgerEvent[], Partial<DeviceClearings>]>([
    ['before the rule has been met for long enough', over, {}],
    ['while the excursion is ongoing', [opened()], { clearedAt: () => at(90) }],
    ['while another device is outside its limits', [...over, opened(ofFloor)], { clearedAt: () => at(90) }],
    ['twice', [...over, cleared(at(90))], { clearedAt: () => at(90) }],
    ['where it was never raised', [], { clearedAt: () => at(90) }],
    ['where it was withdrawn', [opened(), withdrawn()], { clearedAt: () => at(90) }],
    ['by a device to which none of it belongs', over, { clearedAt: () => at(90), owns: () => false }],
    ['by another device', over, { clearedAt: () => at(90), device: 'floor' }],
  ])('an alarm is not cleared %s', (_, before, clearings) => {
    expect(after(before, [], clearings)).toEqual([]);
  });
});

describe('an alarm that another device ended last', () => {
  const two = [opened(), opened(ofFloor), closed({ to: at(40) })];
  // These entries end or withdraw the floor's excursion; the lid's ended last.
  const floor = { device: 'floor' };
  const ends = newEntries(closed({ ...ofFloor, to: at(30) }));
  test("it is cleared with this device's entries, without a position", () => {
    expect(after(two, ends, floor)).toEqual([...ends, clearing(at(100), { position: null })]);
    const gone = newEntries(withdrawn(ofFloor));
    expect(after(two, gone, floor)).toEqual([...gone, clearing(at(100), { position: null })]);
  });

  test.each([
    [at(100) - 1, 0],
    [at(100), 1],
    [at(100) + 1, 1],
  ])('at %d it is cleared %d times', (as, times) => {
    expect(after(two, ends, floor, as)).toHaveLength(1 + times);
  });

  test('it is not cleared by entries of another rule, or of no rule', () => {
    const other = newEntries(opened({ id: 'e3', rule: 'cold' }));
    expect(after(over, other, floor)).toEqual(other);
    expect(after(over, newEntries(found('floor')), floor)).toEqual(newEntries(found('floor')));
  });

  test('it is cleared at the end of its excursion where the evaluated time ends there', () => {
    const at40 = [...ends, clearing(at(40), { position: null })];
    expect(after(two, ends, { ...floor, endsAt: () => at(40) }, at(40))).toEqual(at40);
    expect(after(two, ends, { ...floor, endsAt: () => at(39) }, at(40))).toEqual(at40);
    expect(after(two, ends, { ...floor, endsAt: () => at(41) }, at(40))).toEqual(ends);
  });

  test('it is cleared at the end of its excursion where the rule was never seen to be met again', () => {
    const unseen = [opened(), opened(ofFloor), closed({ to: at(40), endedBy: 'phase' })];
    const why = 'the rule is no longer evaluated';
    expect(after(unseen, ends, floor, at(40))).toEqual([
      ...ends,
      clearing(at(40), { position: null, isUnseen: true }, why),
    ]);
  });

  test('it is not cleared by a device of the same name from another attachment', () => {
    expect(after(two, ends, { device: 'lid', owns: () => false })).toEqual(ends);
  });
});

describe('clearing before a new excursion', () => {
  const again = (from: number, fields: object = {}) => newEntries(opened({ id: 'e9', from, ...fields }));
  test.each([
    ['before the clearing time', at(89), false],
    ['at the clearing time', at(90), false],
    ['a millisecond after the clearing time', at(90) + 1, true],
  ])('whether the alarm is cleared first when an excursion begins %s', (_, from, isCleared) => {
    const what = again(from);
    expect(after(over, what)).toEqual([...(isCleared ? [clearing(at(90))] : []), ...what]);
  });

  test('the alarm of another device is cleared too, without a position', () => {
    const what = again(at(200), { device: 'floor' });
    expect(after(over, what, { device: 'floor' })).toEqual([clearing(at(90), { position: null }), ...what]);
  });

  test('an ongoing alarm, one of another rule and one that no entry concerns are not cleared', () => {
    expect(after([opened()], again(at(200)))).toEqual(again(at(200)));
    const ofCold = again(at(200), { rule: 'cold' });
    expect(after(over, ofCold, { rules: [warm, cold] })).toEqual(ofCold);
    expect(after(over, again(at(200)), { rules: [cold] })).toEqual(again(at(200)));
  });

  test('several alarms are cleared one after another', () => {
    const [first, second] = [again(at(200)), newEntries(closed({ id: 'e9', from: at(200), to: at(230) }))];
    const third = again(at(400), { id: 'e10' });
    expect(after(over, [...first, ...second, ...third])).toEqual([
      clearing(at(90)),
      ...first,
      ...second,
      clearing(at(290)),
      ...third,
    ]);
  });

  test('the new entries themselves are unchanged', () => {
    const what = newEntries(acknowledged(), found('lid'));
    expect(after([], what)).toEqual(what);
  });
});
