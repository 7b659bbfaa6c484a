import { expect, test } from 'vitest';
import { checkAllowances } from '../../src/allowances/check-allowances.ts';
import { countCycles } from '../../src/allowances/count-cycles.ts';
import { cameFrom, legOf, limits, sensorOf, steady } from '../support/allowance-legs.ts';

type Sent = Parameters<typeof sensorOf>[3];

/** Cycles on one journey: by readings, and with the gaps that count. */
function cyclesHere(sent: Sent, to = 60): [observed: number, counted: number] {
  const leg = legOf('CW-1', [sensorOf('box', 0, to, sent)]);
  const { hereObserved, here } = checkAllowances(limits, leg, [leg], null).at(-1)!.used;
  return [hereObserved, here];
}

/** Cycles on an earlier journey: by readings, and with every gap. */
function cyclesBefore(sent: Sent, to = 60): [observed: number, worst: number] {
  const first = legOf('CW-1', [sensorOf('box', 0, to, sent)]);
  const last = legOf('CW-2', [sensorOf('bag', to, to + 10, [[to, -1]])], {
    predecessors: [cameFrom('CW-1')],
  });
  const { beforeObserved, before } = checkAllowances(limits, last, [last, first], null).at(-1)!.used;
  return [beforeObserved, before];
}

const every10 = (...celsius: number[]): Sent => celsius.map((value, index) => [index * 10, value]);

test.each<[string, number[], number]>([
  ['a fall and a rise', [5, -3, 5], 1],
  ['a rise alone', [-1, 5, 5], 0],
  ['a fall alone', [5, -3, -3], 0],
  ['exactly at the lower limit it is frozen', [5, -2, 5], 1],
  ['just above the lower limit it is not', [5, -1.999999999, 5], 0],
  ['exactly at the upper limit it is not thawed', [-3, 0, 0], 0],
  ['just above the upper limit it is', [-3, 0.000000001, 0], 1],
  ['in between it stays frozen', [-3, -1, 0, -1, 1], 1],
  ['in between it stays thawed', [5, -1, 1, -1.5, 5], 0],
  ['up and down in between counts nothing', [-1, 0, -1.9, -0.1, -1], 0],
  ['frozen twice without a thaw', [5, -3, -1, -3, 5], 1],
  ['two cycles', [5, -3, 5, -3, 5], 2],
  ['frozen from the beginning', [-20, -20, 5], 1],
])('%s', (_, celsius, cycles) => {
  const to = celsius.length * 10;
  expect(cyclesHere(every10(...celsius), to)).toEqual([cycles, cycles]);
  expect(cyclesBefore(every10(...celsius), to)).toEqual([cycles, cycles]);
});

test('of two values at one time the fall comes first', () => {
  expect(
    cyclesHere(
      [
        [0, 5],
        [10, -3],
        [10, 5],
        [20, 5],
      ],
      30,
    ),
  ).toEqual([1, 1]);
  expect(
    cyclesHere(
      [
        [0, -3],
        [10, -3],
        [10, 5],
        [20, 5],
      ],
      30,
    ),
  ).toEqual([1, 1]);
});

test('a reading at the very end of a leg counts', () => {
  expect(
    cyclesHere(
      [
        [0, -3],
        [10, -3],
        [20, 5],
      ],
      20,
    ),
  ).toEqual([1, 1]);
});

test.each<[string, Sent, number, [number, number], [number, number]]>([
  [
    'a short gap between thawed readings',
    [
      [0, 5],
      [40, 5],
    ],
    50,
    [0, 0],
    [0, 1],
  ],
  [
    'a short gap between frozen readings',
    [
      [0, -3],
      [40, -3],
    ],
    50,
    [0, 0],
    [0, 1],
  ],
  [
    'a gap from frozen to thawed is the cycle that it completes',
    [
      [0, -3],
      [40, 5],
    ],
    50,
    [1, 1],
    [1, 1],
  ],
  [
    'a gap from thawed to frozen may hide one more',
    [
      [0, 5],
      [40, -3],
    ],
    50,
    [0, 1],
    [0, 1],
  ],
  [
    'a gap from frozen to neither, then thawed',
    [
      [0, -3],
      [40, -1],
      [50, 5],
    ],
    60,
    [1, 1],
    [1, 2],
  ],
  [
    'a long gap between thawed readings',
    [
      [0, 5],
      [140, 5],
    ],
    150,
    [0, 1],
    [0, 1],
  ],
  [
    'a gap of exactly what is allowed',
    [
      [0, 5],
      [130, 5],
    ],
    140,
    [0, 0],
    [0, 1],
  ],
  [
    'two gaps',
    [
      [0, 5],
      [140, 5],
      [280, 5],
    ],
    290,
    [0, 2],
    [0, 2],
  ],
  [
    'no gap at exactly half an hour',
    [
      [0, 5],
      [30, 5],
    ],
    40,
    [0, 0],
    [0, 0],
  ],
  [
    'a gap one millisecond later',
    [
      [0, 5],
      [30 + 1 / 60_000, 5],
    ],
    40,
    [0, 0],
    [0, 1],
  ],
  [
    'an unreadable value between frozen and thawed',
    [
      [0, -3],
      [10, 'ERR'],
      [20, 5],
    ],
    30,
    [1, 1],
    [1, 1],
  ],
  [
    'an unreadable value between thawed readings',
    [
      [0, 5],
      [10, 'ERR'],
      [20, 5],
    ],
    30,
    [0, 0],
    [0, 1],
  ],
  ['a long time before the first reading', [[130, 5]], 140, [0, 1], [0, 1]],
  ['a long time after the last reading', [[0, 5]], 140, [0, 1], [0, 1]],
])('%s', (_, sent, to, here, before) => {
  expect(cyclesHere(sent, to)).toEqual(here);
  expect(cyclesBefore(sent, to)).toEqual(before);
});

test('a freeze on one leg and the thaw on the next are one cycle, of this journey', () => {
  const first = legOf('CW-1', [sensorOf('box', 0, 60, steady(0, 60, -20))]);
  const last = legOf('CW-2', [sensorOf('bag', 60, 120, steady(60, 120, 5))], {
    predecessors: [cameFrom('CW-1')],
  });
  const { used } = checkAllowances(limits, last, [first, last], null).at(-1)!;
  expect([used.before, used.here, used.left]).toEqual([0, 1, 0]);
});

test('a gap that goes on from one leg into the next is one gap', () => {
  const first = legOf('CW-1', [sensorOf('box', 0, 60, [[0, 5]])]);
  const second = legOf(
    'CW-2',
    [
      sensorOf('bag', 60, 120, [
        [110, 5],
        [119, 5],
      ]),
    ],
    {
      predecessors: [cameFrom('CW-1')],
    },
  );
  const last = legOf('CW-3', [sensorOf('tin', 120, 180, steady(120, 180, 5))], {
    predecessors: [cameFrom('CW-2')],
  });
  const { used } = checkAllowances(limits, last, [first, second, last], null).at(-1)!;
  expect([used.before, used.beforeObserved, used.here]).toEqual([1, 0, 0]);
});

test('sensors of overlapping legs that disagree count a fall and a rise, and go on', () => {
  const gaps: [] = [];
  expect(countCycles({ frozen: [[0, 10]], thawed: [[4, 6]], gaps })).toBe(1);
  expect(
    countCycles({
      frozen: [[0, 10]],
      thawed: [
        [4, 6],
        [10, 12],
      ],
      gaps,
    }),
  ).toBe(2);
  expect(countCycles({ frozen: [[4, 6]], thawed: [[0, 10]], gaps })).toBe(1);
  expect(
    countCycles({
      frozen: [[0, 10]],
      thawed: [
        [5, 5],
        [10, 12],
      ],
      gaps,
    }),
  ).toBe(2);
  expect(
    countCycles({
      frozen: [
        [0, 2],
        [8, 9],
      ],
      thawed: [[0, 2]],
      gaps: [[2, 8]],
    }),
  ).toBe(2);
});

test('no gap is of no length', () => {
  expect(countCycles({ frozen: [], thawed: [], gaps: [[5, 5]] })).toBe(0);
});
