import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pendingReadmission } from '../../web/legs/pending-readmission.ts';
import { type Pending, stateShown, storePending } from '../../web/receive/pending.ts';

// Nothing here asks the API.
vi.mock('../../web/api/client.ts', () => ({}));

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

type Inspected = Parameters<typeof stateShown>[0];

const decisions: Pending = {
  challenge: 'c',
  shipments: ['LEG-2'],
  decisions: [],
  returnTo: '/receive/LEG-2',
  key: 'k',
  isSent: false,
};

test('a signature under way is of decisions or of a re-admission, and never taken for the other', () => {
  expect(pendingReadmission()).toBeNull();
  storePending(decisions);
  expect(pendingReadmission()).toBeNull();
  const readmission = { shipment: 'LEG-2', product: 'vaccine' };
  const ofTime = { ...decisions, readmission };
  storePending(ofTime);
  expect(pendingReadmission()).toEqual(ofTime);
});

test('whoever decides on lots is shown it if anything else is recommended for one of them', () => {
  const recommended = (...recommendations: ('release' | 'quarantine')[]) => {
    const lots = recommendations.map((recommendation, index) => ({ lot: `A${index}`, recommendation }));
    const products = [{ product: 'a', lots }];
    return stateShown({ recommendation: 'quarantine', checks: [], products } as unknown as Inspected);
  };
  expect(recommended('release', 'quarantine')).toBe(recommended('release', 'quarantine'));
  expect(recommended('release', 'quarantine')).not.toBe(recommended('quarantine', 'release'));
});
