import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/shipments/actions/actions.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import {
  KeyReused,
  ActionRefused,
  StaleVersion,
  type Actor,
  isExecuted,
  nameOf,
  refuse,
  refuseStale,
  requestOf,
  sameEvent,
} from '../../src/storage/execute-action.ts';
import {
  arrived,
  at,
  cameFrom,
  cameFromNoMore,
  cancelled,
  contradicted,
  created,
  ledger,
  lost,
  opened,
  openingEntered,
  planChanged,
  readmitted,
  signed,
} from '../support/facts.ts';
import { facts, ledgerOf } from '../support/signed-evidence.ts';

const entries = ledgerOf(...facts);
const asking = (key: string, content: string): Actor => ({ by: 'Ann', request: { key, content } });
const handed = { kind: 'handed-over', to: 'Ben', at: at(9) } as const;
const withRequest = (request: string): Entry[] => entries.map((entry) => ({ ...entry, request }));

test('an actor is known by name, and by the request that it identifies', () => {
  expect([nameOf('Ann'), nameOf({ by: 'Bea' })]).toEqual(['Ann', 'Bea']);
  expect(requestOf('Ann')).toEqual({});
  expect(requestOf({ by: 'Ann', basedOn: 1 })).toEqual({});
  expect(requestOf(asking('k-1', 'abc'))).toEqual({ request: 'k-1 abc' });
});

describe('whether a request was executed', () => {
  test('a request was executed where an entry has its key and content', () => {
    expect(isExecuted(withRequest('k-1 abc'), asking('k-1', 'abc'))).toBe(true);
    expect(isExecuted(entries, asking('k-1', 'abc'))).toBe(false);
    expect(isExecuted(withRequest('k-1 abc'), 'Ann')).toBe(false);
    expect(isExecuted(withRequest('k-1 abc'), { by: 'Ann' })).toBe(false);
    const [first, ...rest] = entries as [Entry, ...Entry[]];
    expect(isExecuted([{ ...first, request: 'k-1 abc' }, ...rest], asking('k-1', 'abc'))).toBe(true);
  });

  test('a key is compared as a whole: neither a prefix of it nor an extension is the same', () => {
    expect(isExecuted(withRequest('k-10 abc'), asking('k-1', 'abc'))).toBe(false);
    expect(isExecuted(withRequest('k-1 abc'), asking('k-10', 'abc'))).toBe(false);
    expect(isExecuted(withRequest('xk-1 abc'), asking('k-1', 'abc'))).toBe(false);
  });

  test('a key with other content is refused', () => {
    for (const content of ['abd', 'abcd', 'ab', '']) {
      const reused = () => isExecuted(withRequest('k-1 abc'), asking('k-1', content));
      expect(reused).toThrow(KeyReused);
      expect(reused).toThrow('this idempotency key was used for another request; use a new one');
    }
  });
});

describe('an action based on another ledger is stale', () => {
  const stale = (basedOn: number): StaleVersion => {
    try {
      refuseStale('S-1', entries, { by: 'Ann', basedOn });
    } catch (error) {
      return error as StaleVersion;
    }
    throw new Error('it was not refused');
  };

  test('the error lists the entries added since', () => {
    expect(stale(0).message).toBe(
      'shipment S-1 has 5 new ledger entries since 0; review them, then try again',
    );
    expect(stale(0).entries).toEqual(entries);
    expect(stale(3).message).toBe(
      'shipment S-1 has 2 new ledger entries since 3; review them, then try again',
    );
    expect(stale(4).message).toBe('shipment S-1 has 1 new ledger entry since 4; review them, then try again');
    expect(stale(4)).toBeInstanceOf(StaleVersion);
    expect(stale(4).entries).toEqual(entries.slice(4));
  });

  test('an action about earlier shipments is stale only where plan, journey, legs or decisions have changed since', () => {
    const named = cameFrom();
    const isStale = (action: Action, later: LedgerEvent): boolean => {
      const known = ledger(created(), named, later);
      try {
        refuse('S-1', known, action, { by: 'Ann', basedOn: 2 });
        return false;
      } catch (error) {
        if (error instanceof StaleVersion) return true;
        throw error;
      }
    };
    const elsewhere = { ...named, shipment: 'S-9' };
    const opening = openingEntered({ kind: 'unknown' });
    const others = [opened(), lost('lid', at(9)), handed];
    const decided = [signed(), contradicted(1), readmitted()];
    const concerning = [
      planChanged(),
      arrived(at(9)),
      elsewhere,
      cameFromNoMore(elsewhere),
      opening,
      ...decided,
    ];
    for (const action of [elsewhere, cameFromNoMore(named), opening]) {
      expect([action.kind, others.filter((later) => isStale(action, later))]).toEqual([action.kind, []]);
      expect([action.kind, concerning.filter((later) => !isStale(action, later))]).toEqual([action.kind, []]);
      const travelsOn = { kind: 'followed-by', shipment: 'S-2', product: 'a' } as const;
      expect(isStale(action, travelsOn)).toBe(false);
      expect(isStale(action, cancelled)).toBe(true);
    }
    expect(others.filter((later) => !isStale(handed, later))).toEqual([]);
  });

  test('an action is stale even if it claims more entries than there are', () => {
    expect(stale(6).message).toBe('shipment S-1 has 5 ledger entries, not 6; read it again');
    expect(stale(6).entries).toEqual([]);
  });

  test('an action based on the whole ledger, or on no stated length, is not stale', () => {
    refuseStale('S-1', entries, { by: 'Ann', basedOn: 5 });
    refuseStale('S-1', entries, { by: 'Ann' });
    refuseStale('S-1', entries, 'Ann');
  });
});

describe('refusing an action', () => {
  const departed = { kind: 'departed', at: 1, detectedBy: null } as const;

  test('an action is refused first for its shipment, then for being stale, then for its content', () => {
    const late = { ...departed, at: Date.now() + 3_600_000 };
    expect(() => refuse('S-1', [], late, { by: 'Ann', basedOn: 3 })).toThrow(ActionRefused);
    expect(() => refuse('S-1', [], late)).toThrow('shipment S-1 does not exist');
    expect(() => refuse('S-1', entries, late, { by: 'Ann', basedOn: 3 })).toThrow(StaleVersion);
    expect(() => refuse('S-1', entries, late)).toThrow(ActionRefused);
    expect(() => refuse('S-1', entries, late)).toThrow('is in the future; give a past time');
    refuse('S-1', entries, departed);
  });

  test('two events are the same where their content is, whatever the order of the fields', () => {
    expect(sameEvent(departed, { detectedBy: null, at: 1, kind: 'departed' })).toBe(true);
    expect(sameEvent(departed, { ...departed, at: 2 })).toBe(false);
  });
});
