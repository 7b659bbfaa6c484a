import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetKey, isUnanswered, keptKey } from '../../web/plan/kept-key.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a request has the same key until it is answered, and another content has another one', () => {
  const first = keptKey('plan', { shipment: 'A' });
  expect(keptKey('plan', { shipment: 'A' })).toBe(first);
  expect(keptKey('elsewhere', { shipment: 'A' })).not.toBe(first);
  expect([isUnanswered('plan', { shipment: 'A' }), isUnanswered('plan', { shipment: 'B' })]).toEqual([
    true,
    false,
  ]);
  const changed = keptKey('plan', { shipment: 'B' });
  expect(changed).not.toBe(first);
  forgetKey('plan');
  expect(isUnanswered('plan', { shipment: 'B' })).toBe(false);
  expect(keptKey('plan', { shipment: 'B' })).not.toBe(changed);
});

test('a request has a key of its own each time where nothing can be stored', () => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  expect(keptKey('plan', 'x')).not.toBe(keptKey('plan', 'x'));
  vi.stubGlobal('sessionStorage', { getItem: () => 'not JSON', setItem: () => undefined });
  expect(keptKey('plan', 'x')).toMatch(/^[0-9a-f-]{36}$/);
});
