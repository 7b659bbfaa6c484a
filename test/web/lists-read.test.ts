import { expect, test } from 'vitest';
import { planningRoutes } from '../../src/api/routes/planning-routes.ts';
import { pageSize } from '../../web/board/page-size.ts';
import { unanswered } from '../../web/board/use-new-alarms.ts';
import type { BoardItem } from '../../web/parts/shipment-state.ts';

test.each(['findShipments', 'listEnded'] as const)(
  '%s answers as many at once as a download asks for',
  (id) => {
    const { limit } = planningRoutes[id].query.shape;
    expect(limit.safeParse(String(pageSize)).success).toBe(true);
    expect(limit.safeParse(String(pageSize + 1)).success).toBe(false);
  },
);

test('an alarm is new until somebody acknowledges it', () => {
  const alarm = {
    rule: 'hot-15',
    raisedAt: '2026-11-20T10:00:00.000Z',
    acknowledgedAt: null as string | null,
  };
  const of = (acknowledgedAt: string | null) =>
    unanswered(
      new Map([
        [
          'WH-1',
          { shipment: 'WH-1', goods: 'plasma', standingAlarms: [{ ...alarm, acknowledgedAt }] } as BoardItem,
        ],
      ]),
    );
  expect([...of(null).keys()]).toEqual(['WH-1 hot-15 2026-11-20T10:00:00.000Z']);
  expect(of('2026-11-20T10:05:00.000Z').size).toBe(0);
});
