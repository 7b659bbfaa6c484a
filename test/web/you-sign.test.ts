import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { DecidedLots } from '../../src/model/lot-fates.ts';
import type { Receipt } from '../../web/receive/decision-readiness.ts';
import { YouSign } from '../../web/receive/you-sign.tsx';

const shown = {
  shipment: 'S-1',
  goods: 'Vaccine A',
  lots: ['L1', 'L2'],
  products: [
    {
      id: 'a',
      name: 'Vaccine A',
      gtin: null,
      profile: 'warm@1',
      lots: ['L1', 'L2'].map((number) => ({ number, quantity: null, expiry: null })),
    },
  ],
};
const unscanned = 'The label was not scanned.';

function written(decided: DecidedLots, outcome: 'pass' | 'fail' | 'not-applicable' = 'pass'): string {
  const checks = [{ id: 'goods-identified', outcome, sentence: unscanned }] as unknown as Receipt['checks'];
  return renderToStaticMarkup(createElement(YouSign, { shown, decided, corrects: null, checks }));
}

test.each<[DecidedLots, boolean]>([
  [{ decision: 'released', lots: [] }, true],
  [{ decision: 'partly-released', lots: ['L1'] }, true],
  [{ decision: 'quarantined', lots: [] }, false],
  [{ decision: 'rejected', lots: [] }, false],
])('who releases anything is told that the label was not scanned: %j', (decided, isSaid) => {
  expect(written(decided, 'fail').includes(unscanned)).toBe(isSaid);
  for (const outcome of ['pass', 'not-applicable'] as const)
    expect(written(decided, outcome)).not.toContain(unscanned);
});

test.each<[DecidedLots, readonly string[]]>([
  [{ decision: 'released', lots: [] }, []],
  [{ decision: 'partly-released', lots: ['L1'] }, ['released', 'in quarantine']],
  [{ decision: 'quarantined', lots: [], rejected: ['L2'] }, ['in quarantine', 'rejected']],
])('each lot has its fate where lots are decided by themselves: %j', (decided, fates) => {
  const cells = written(decided).matchAll(/<td class="fate [^"]*">(.*?)<\/td>/g);
  expect([...cells].map(([, cell]) => cell)).toEqual(fates);
});
