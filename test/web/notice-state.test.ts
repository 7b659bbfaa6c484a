import { describe, expect, test } from 'vitest';
import { isOver } from '../../web/plan/notice-state.ts';

const nothingYet = { attachments: [], departedAt: null };
const attached = { attachments: [{}], departedAt: null };
const departed = { attachments: [{}], departedAt: '2026-03-02T08:00:00Z' };

describe('a notice', () => {
  test.each([
    ['asks for a logger until one is attached', 0, nothingYet, false],
    ['asks for a logger until one is attached', 0, attached, true],
    ['asks for the departure until it is declared', 2, attached, false],
    ['asks for the departure until it is declared', 2, departed, true],
    [
      'asks for nothing once the goods have left',
      0,
      { ...nothingYet, departedAt: departed.departedAt },
      true,
    ],
  ])('%s: %d loggers, %o', (_, loggers, shown, over) => {
    expect(isOver({ kind: 'planned', shipment: 'CW-1', loggers }, shown)).toBe(over);
  });

  test.each(['changed', 'cancelled'] as const)('that a plan is %s asks for nothing', (kind) => {
    expect(isOver({ kind, shipment: 'CW-1' }, departed)).toBe(false);
  });
});
