import { describe, expect, test } from 'vitest';
import { lieKinds } from './lie-kinds.ts';
import { planOf, quickSize } from './plan.ts';
import { daysOf, understoodOf } from './understood.ts';
import { csvOf } from './verdict-checks.ts';
import type { Heard } from './traffic.ts';
import type { Plan } from './plan-types.ts';

const seeds = Array.from({ length: 150 }, (_, seed) => seed);
/** Without disorder, in which devices repeat a reading with another value, too. */
const worlds = (lies: typeof quickSize.lies): Plan[] =>
  seeds.map((seed) => planOf(seed, { ...quickSize, hasDisorder: false, lies }));
const cellsOf = (plans: readonly Plan[]): string[] =>
  plans.flatMap(({ sent }) => sent.flatMap(({ rows }) => rows.map(({ cells }) => cells.temperature)));

/** What shows that a kind of lie is in some worlds. */
const signs: Readonly<Record<(typeof lieKinds)[number], (plans: readonly Plan[]) => boolean>> = {
  texts: (plans) => cellsOf(plans).includes('"NC"'),
  scale: (plans) => cellsOf(plans).includes('"HI"'),
  codes: (plans) => cellsOf(plans).includes('-127'),
  lone: (plans) => cellsOf(plans).some((cell) => /^-(?:[4-9]|1\d)\.\d$/.test(cell)),
  strings: (plans) => cellsOf(plans).some((cell) => /^"\+\d/.test(cell)),
  fences: (plans) => plans.some(({ shipments }) => shipments.some(({ truck }) => truck !== null)),
  fixes: (plans) =>
    plans.some(({ sent }) => sent.some(({ rows }) => rows.some(({ fix }) => fix?.longitude === 0))),
  clock: (plans) => plans.some(({ sent }) => sent.some(({ rows }) => rows.some(({ at }) => at < 1.7e12))),
  malformed: (plans) => plans.some(({ sent }) => sent.some(({ isMalformed }) => isMalformed)),
  differing: (plans) => plans.some(({ sent }) => sent.some((each) => saysOtherwise(sent, each))),
  declarations: (plans) =>
    plans.some(({ shipments }) => shipments.some(({ falseArrival }) => falseArrival !== null)),
};

function saysOtherwise(sent: Plan['sent'], { thing, rows: [row, ...more] }: Plan['sent'][number]): boolean {
  if (row === undefined || more.length > 0 || row.cells.pressure !== undefined || row.fix !== undefined)
    return false;
  return sent.some(
    ({ thing: other, rows }) =>
      other === thing &&
      rows.some(({ at, cells }) => at === row.at && cells.temperature !== row.cells.temperature),
  );
}

describe('the worlds of the simulation', () => {
  const all = worlds(lieKinds);

  test.each(lieKinds)('have lies of the kind %s, and none where it is left out', (kind) => {
    expect(signs[kind](all)).toBe(true);
    const others = lieKinds.filter((each) => each !== kind);
    expect(signs[kind](worlds(others))).toBe(false);
  });

  test('are mostly ordinary', () => {
    const cells = cellsOf(all);
    const ordinary = cells.filter((cell) => Number(cell) > -3 && Number(cell) < 14).length;
    expect(ordinary / cells.length).toBeGreaterThan(0.8);
    expect(ordinary / cells.length).toBeLessThan(0.98);
  });

  test('leave the other kinds as they are where one is left out', () => {
    const without = worlds(lieKinds.filter((kind) => kind !== 'malformed'));
    const readable = (plans: readonly Plan[]) =>
      plans.map(({ sent }) => sent.filter(({ isMalformed }) => !isMalformed).map(({ payload }) => payload));
    expect(readable(without)).toEqual(readable(all));
  });
});

describe('what was sent', () => {
  const receivedAt = Date.UTC(2026, 0, 1, 12);
  const heard = (rows: Plan['sent'][number]['rows'], isMalformed = false): Heard => ({
    thing: 'box',
    payload: '',
    receivedAt,
    sent: { thing: 'box', at: receivedAt, payload: '', rows, isMalformed, isMislaid: false },
  });
  const row = (at: number, temperature = '5') => ({ at, cells: { temperature } });
  const own = {
    device: 'box',
    since: receivedAt - 3_600_000,
    intervalMs: 600_000,
    detachedAt: null,
    to: receivedAt,
    isOpen: true,
    arrivedAt: null,
  };

  test('is not understood ahead of its receipt, and misplaced more than a day before the attachment', () => {
    const early = own.since - 86_400_000;
    const messages = [
      heard([row(receivedAt + 600_000)]),
      heard([row(receivedAt + 600_001), row(receivedAt)]),
      heard([row(early)]),
      heard([row(early - 1)]),
      heard([], true),
    ];
    const understood = understoodOf(messages, 'box');
    expect(understood.rows.map(({ at }) => at - receivedAt)).toEqual([
      600_000,
      0,
      early - receivedAt,
      early - 1 - receivedAt,
    ]);
    expect(daysOf(understood, own, [own], Infinity)).toEqual([
      { day: '2026-01-01', refused: 2, misplaced: 1 },
    ]);
    expect(daysOf(understood, own, [own], receivedAt - 1)).toEqual([]);
  });

  test('is written as it stands', () => {
    expect(csvOf([row(receivedAt, '"ERR"'), row(receivedAt, '""'), row(receivedAt, 'NaN')])).toBe(
      [
        'time,temperature,pressure,battery',
        '2026-01-01T12:00:00.000Z,ERR,,50',
        '2026-01-01T12:00:00.000Z,"",,50',
        '2026-01-01T12:00:00.000Z,NaN,,50',
        '',
      ].join('\n'),
    );
  });
});
