import { describe, expect, test } from 'vitest';
import { endedStatuses } from '../../src/model/enumerations.ts';
import { type Cell, monthBefore, monthOf, monthsFrom } from '../../src/insights/cell.ts';
import { type Figures, decidedIn, noFigures, withFigures } from '../../src/insights/figures.ts';
import { insightRows, totalOf } from '../../src/insights/insight-rows.ts';

const counted = (cell: Partial<Cell>, figures: Partial<Figures>) => ({
  cell: {
    site: 'north',
    month: '2026-11',
    origin: 'Ely',
    destination: 'Ware',
    carrier: null,
    packaging: null,
    ...cell,
  },
  figures: { ...noFigures, ...figures },
});
const cells = [
  counted({ carrier: 'Swift' }, { released: 2, withExcursion: 1 }),
  counted({ carrier: 'swift ', month: '2026-10' }, { released: 3 }),
  counted({ destination: 'York', packaging: 'PCM box' }, { rejected: 1 }),
  counted({ destination: 'Hull' }, { cancelled: 1 }),
  counted({ destination: 'Bath' }, {}),
];

describe('rows of insights', () => {
  test.each([
    ['lane', ['Ely Ware 5', 'Ely Hull 0', 'Ely York 1']],
    ['carrier', ['Swift 5', '- 1']],
    ['packaging', ['- 5', 'PCM box 1']],
    ['month', ['2026-11 3', '2026-10 3']],
  ] as const)('by %s', (by, rows) => {
    expect(
      insightRows(cells, by)
        .map(({ month, origin, destination, carrier, packaging, figures }) => {
          const names = [month, origin, destination, carrier, packaging].filter((name) => name !== null);
          return `${names.join(' ') || '-'} ${decidedIn(figures)}`;
        })
        .toSorted(),
    ).toEqual(rows.toSorted());
  });

  test('begin with the most shipments; months with the latest', () => {
    expect(insightRows(cells, 'lane').map(({ destination }) => destination)).toEqual([
      'Ware',
      'Hull',
      'York',
    ]);
    expect(insightRows(cells, 'month').map(({ month }) => month)).toEqual(['2026-11', '2026-10']);
  });

  test('add up to the total', () => {
    const total = totalOf(cells);
    expect(total).toMatchObject({ released: 5, rejected: 1, cancelled: 1, withExcursion: 1 });
    for (const by of ['lane', 'carrier', 'packaging', 'month'] as const)
      expect(
        insightRows(cells, by).reduce((sum, { figures }) => withFigures(sum, figures), noFigures),
      ).toEqual(total);
  });
});

test.each(endedStatuses)(
  'a shipment that ended as %s is one that was decided, unless it was cancelled',
  (status) => {
    expect(decidedIn({ ...noFigures, [status]: 1 })).toBe(status === 'cancelled' ? 0 : 1);
  },
);

test('months are those of UTC', () => {
  expect(monthOf(Date.parse('2026-12-01T00:30+01:00'))).toBe('2026-11');
  expect(monthsFrom('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
  expect(monthsFrom('2026-11', '2026-10')).toEqual([]);
  expect([monthBefore('2026-11', 11), monthBefore('2026-01', 1)]).toEqual(['2025-12', '2025-12']);
});
