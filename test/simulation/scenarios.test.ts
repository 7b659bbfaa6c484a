import { describe, expect, test } from 'vitest';
import { badInputKinds } from './bad-input-kinds.ts';
import { planOf, quickSize } from './plan.ts';
import { daysNotUnderstood, understoodMessagesOf } from './understood-messages.ts';
import { csvOf } from './verdict-checks.ts';
import type { TracedMessage } from './traffic.ts';
import type { Plan } from './plan-types.ts';

const seeds = Array.from({ length: 150 }, (_, seed) => seed);
/** Worlds without disorder, in which devices also send different values for the same time. */
const worlds = (badInputs: typeof quickSize.badInputs): Plan[] =>
  seeds.map((seed) => planOf(seed, { ...quickSize, hasDisorder: false, hasSources: false, badInputs }));
const cellsOf = (plans: readonly Plan[]): string[] =>
  plans.flatMap(({ sent }) => sent.flatMap(({ rows }) => rows.map(({ cells }) => cells.temperature)));

/** How to recognise that some world contains a kind of bad input. */
const signs: Readonly<Record<(typeof badInputKinds)[number], (plans: readonly Plan[]) => boolean>> = {
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

describe('simulated worlds', () => {
  const all = worlds(badInputKinds);

  test.each(badInputKinds)('contain bad input of the kind %s, and none if it is left out', (kind) => {
    expect(signs[kind](all)).toBe(true);
    const others = badInputKinds.filter((each) => each !== kind);
    expect(signs[kind](worlds(others))).toBe(false);
  });

  test('contain mostly ordinary temperatures', () => {
    const cells = cellsOf(all);
    const ordinary = cells.filter((cell) => Number(cell) > -3 && Number(cell) < 14).length;
    expect(ordinary / cells.length).toBeGreaterThan(0.8);
    expect(ordinary / cells.length).toBeLessThan(0.98);
  });

  test('contain the same other kinds of bad input when one is left out', () => {
    const without = worlds(badInputKinds.filter((kind) => kind !== 'malformed'));
    const readable = (plans: readonly Plan[]) =>
      plans.map(({ sent }) => sent.filter(({ isMalformed }) => !isMalformed).map(({ payload }) => payload));
    expect(readable(without)).toEqual(readable(all));
  });
});

describe('worlds with sources', () => {
  const given = seeds.map((seed) => ({
    plan: planOf(seed, quickSize),
    direct: planOf(seed, { ...quickSize, hasSources: false }),
  }));
  const withSources = given.filter(({ plan }) => plan.sources.length > 0);
  const bodies = withSources.flatMap(({ plan }) => plan.bodies);

  test('are some, and the others are as they would be without sources', () => {
    expect(withSources.length).toBeGreaterThan(20);
    expect(withSources.length).toBeLessThan(100);
    for (const { plan, direct } of given) if (plan.sources.length === 0) expect(plan).toEqual(direct);
  });

  test('have the same measurements, each from its device or in a body', () => {
    const saidIn = (sent: Plan['sent']): string[] =>
      sent
        .flatMap(({ thing, rows }) => rows.map(({ at, cells }) => `${thing} ${at} ${cells.temperature}`))
        .sort();
    for (const { plan, direct } of withSources) {
      const neighbours = new Set(plan.sources.flatMap((source) => source.neighbours));
      const parts = plan.bodies.flatMap((body) => body.parts.filter(({ thing }) => !neighbours.has(thing)));
      expect(saidIn([...plan.sent, ...parts])).toEqual(saidIn(direct.sent));
    }
  });

  test.each<[string, (body: Plan['bodies'][number]) => boolean]>([
    ['of SenML', ({ payload, parts }) => parts.length > 1 && payload.startsWith('[{"bn":')],
    ['of ThingsBoard', ({ payload, parts }) => parts.length > 0 && payload.includes('"ts":')],
    ['that a mapping declares', ({ payload, parts }) => parts.length > 1 && payload.startsWith('{"by":')],
    ['with names that are not registered', ({ refusals }) => refusals.some((each) => each !== '')],
    [
      'with a malformed part among others',
      ({ parts }) => parts.length > 1 && parts.some((part) => part.isMalformed),
    ],
    ['without anything readable', ({ parts }) => parts.length === 0],
    ['that the topic rule could not deliver', ({ isMislaid }) => isMislaid],
  ])('contain bodies %s', (_, isSo) => {
    expect(bodies.some(isSo)).toBe(true);
  });
});

describe('the messages of a device', () => {
  const receivedAt = Date.UTC(2026, 0, 1, 12);
  const message = (rows: Plan['sent'][number]['rows'], isMalformed = false): TracedMessage => ({
    thing: 'box',
    payload: '',
    receivedAt,
    sent: { thing: 'box', at: receivedAt, payload: '', rows, isMalformed, isMislaid: false },
    line: '',
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
    products: null,
  };

  test('are refused ahead of their receipt, and misplaced more than a day before the attachment', () => {
    const early = own.since - 86_400_000;
    const messages = [
      message([row(receivedAt + 600_000)]),
      message([row(receivedAt + 600_001), row(receivedAt)]),
      message([row(early)]),
      message([row(early - 1)]),
      message([], true),
    ];
    const understood = understoodMessagesOf(messages, 'box');
    expect(understood.rows.map(({ at }) => at - receivedAt)).toEqual([
      600_000,
      0,
      early - receivedAt,
      early - 1 - receivedAt,
    ]);
    expect(daysNotUnderstood(understood, own, [own], Infinity)).toEqual([
      { day: '2026-01-01', refused: 2, misplaced: 1 },
    ]);
    expect(daysNotUnderstood(understood, own, [own], receivedAt - 1)).toEqual([]);
  });

  test('appear in the CSV exactly as they were sent', () => {
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
