import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alarmInWords } from '../../web/alarms/alarm-in-words.ts';
import { byUrgency } from '../../web/alarms/by-urgency.ts';
import { formatsOf } from '../../web/format/formats.ts';
import { limitRulesOf } from '../../web/profiles/limit-rules.ts';
import { actionsNow } from '../../web/shipment/actions-now.ts';
import { distanceInWords } from '../../web/format/distance.ts';
import { peakOfAlarm } from '../../web/shipment/peak-of-alarm.ts';
import { metersBetween, positionsAgainst } from '../../web/shipment/positions-say.ts';
import { rangeSoFar } from '../../web/shipment/range-so-far.ts';
import { boundsOf, outsideOf } from '../../web/shipment/sensible-time.ts';
import { tabAsked } from '../../web/shipment/tabs.tsx';

const at = (clock: string): string => `2026-11-20T${clock}:00.000Z`;
const ms = (clock: string): number => Date.parse(at(clock));
const now = ms('12:00');

const lena = { roles: ['logistics'], sites: ['north'] } as const;
const paul = { roles: ['pharmacist'], sites: ['north'] } as const;
const person = ({ roles, sites }: { roles: readonly string[]; sites: readonly string[] }) =>
  ({ roles: [...roles], sites: [...sites] }) as Parameters<typeof actionsNow>[1];

describe('what can be done to a shipment now', () => {
  const base = {
    status: 'planned',
    departedAt: null,
    arrivedAt: null,
    decision: null,
    cancellation: null,
    site: 'north',
  } as const;
  const decision = {
    decision: 'released',
    lots: [],
    name: 'Paul',
    signedAt: at('11:00'),
    sequence: 9,
  } as const;

  test.each([
    ['planned', base, ['depart', 'hand-over', 'arrive', 'edit', 'share', 'cancel', 'copy'], 'depart'],
    [
      'in transit',
      { ...base, status: 'in-transit', departedAt: at('08:00') },
      ['hand-over', 'arrive', 'edit', 'share', 'copy'],
      'arrive',
    ],
    [
      'arrived',
      { ...base, status: 'arrived', departedAt: at('08:00'), arrivedAt: at('11:00') },
      ['hand-over', 'edit', 'share', 'copy'],
      null,
    ],
    ['released', { ...base, status: 'released', decision }, ['share', 'copy'], null],
    [
      'cancelled',
      { ...base, status: 'cancelled', cancellation: { at: at('07:00'), by: 'lena', reason: 'twice' } },
      ['copy'],
      null,
    ],
  ] as const)('%s', (_, shown, offered, next) => {
    expect(
      actionsNow({ ...shown, decision: shown.decision && { ...shown.decision, lots: [] } }, person(lena)),
    ).toEqual({
      offered,
      next,
      ofOthers: [],
    });
  });

  test('differs by role, and what is of others is named; at another site nothing is offered', () => {
    expect(actionsNow(base, person(paul))).toEqual({
      offered: ['arrive', 'share'],
      next: null,
      ofOthers: ['depart', 'hand-over', 'edit', 'cancel'],
    });
    expect(actionsNow({ ...base, site: 'south' }, person(lena)).offered).toEqual([]);
  });
});

describe('a time that something can have happened', () => {
  const attachment = { since: at('07:00') } as Parameters<typeof boundsOf.arrive>[0]['attachments'][number];
  const journey = { departedAt: at('08:30'), arrivedAt: null, attachments: [attachment], custody: null };

  test.each([
    ['before the departure', '08:29', 'early'],
    ['at the departure', '08:30', null],
    ['now', '12:00', null],
    ['as the clock of this device runs ahead', '12:01', null],
    ['in the future', '12:02', 'late'],
  ] as const)('for an arrival %s', (_, clock, outside) => {
    expect(outsideOf(boundsOf.arrive(journey), ms(clock), now)).toBe(outside);
  });

  test('is any time of the minute of the departure, because people give no seconds', () => {
    const departed = { ...journey, departedAt: new Date(ms('08:30') + 59_999).toISOString() };
    expect(outsideOf(boundsOf.arrive(departed), ms('08:30'), now)).toBeNull();
    expect(outsideOf(boundsOf.arrive(departed), ms('08:30') - 1, now)).toBe('early');
  });

  test('of an arrival is after the departure and after the first logger was attached', () => {
    const later = { since: at('09:00') } as typeof attachment;
    const attachedAt = (...attachments: (typeof attachment)[]) =>
      boundsOf.arrive({ ...journey, attachments });
    const departed = { at: ms('08:30'), because: 'departed' };
    const attached = { at: ms('09:00'), because: 'attached' };
    expect(attachedAt(later)).toEqual({ earliest: attached, latest: null });
    expect(attachedAt(later, attachment)).toEqual({ earliest: departed, latest: null });
    expect(attachedAt()).toEqual({ earliest: departed, latest: null });
  });

  test('of a departure is before the arrival, of a handover after the last one', () => {
    const arrived = { ...journey, departedAt: null, arrivedAt: at('11:00') };
    expect(boundsOf.depart(arrived)).toEqual({
      earliest: { at: ms('07:00'), because: 'attached' },
      latest: { at: ms('11:00'), because: 'arrived' },
    });
    const held = { ...journey, custody: { holder: 'the driver', since: at('09:00') } };
    expect(outsideOf(boundsOf['hand-over'](held), ms('08:59'), now)).toBe('early');
  });
});

describe('what positions say', () => {
  const circle = { latitude: 48.2, longitude: 16.4, radiusMeters: 1000 };
  const sensor = (latitude: number, readAt: string) => ({ latitude, longitude: 16.4, readAt });
  type Positions = Parameters<typeof positionsAgainst>[1];
  const shown = (changes: object): Positions =>
    ({
      inferredDepartedAt: null,
      inferredArrivedAt: null,
      departedAt: null,
      arrivedAt: null,
      sensors: [],
      plan: { destination: { name: 'Vienna', circle } },
      ...changes,
    }) as unknown as Positions;

  test('against an arrival: it was seen later, or the goods are far away', () => {
    const seen = shown({ inferredArrivedAt: at('11:00') });
    expect(positionsAgainst('arrived', seen, ms('10:49'), now)).toEqual({
      kind: 'shown-at',
      at: at('11:00'),
    });
    expect(positionsAgainst('arrived', seen, ms('10:51'), now)).toBeNull();
    expect(positionsAgainst('arrived', seen, now, now)).toBeNull();
    const left = shown({ inferredDepartedAt: at('11:00') });
    const against = (clock: string) => positionsAgainst('departed', left, ms(clock), now)?.kind ?? null;
    expect(['10:49', '10:50', '11:10', '11:11'].map(against)).toEqual(['shown-at', null, null, 'shown-at']);
    const away = shown({ sensors: [sensor(49.2, at('11:50'))] });
    expect(positionsAgainst('arrived', away, now, now)).toMatchObject({ kind: 'away', place: 'Vienna' });
  });

  test('nothing where the latest position is near, old, or the destination has no geofence', () => {
    expect(
      positionsAgainst('arrived', shown({ sensors: [sensor(48.21, at('11:50'))] }), now, now),
    ).toBeNull();
    expect(positionsAgainst('arrived', shown({ sensors: [sensor(49.2, at('11:20'))] }), now, now)).toBeNull();
    const unfenced = shown({ sensors: [sensor(49.2, at('11:50'))], plan: { destination: 'Vienna' } });
    expect(positionsAgainst('arrived', unfenced, now, now)).toBeNull();
  });

  test('that the goods are away from 2 km beyond the edge of the place on', () => {
    // A thousandth of a degree of latitude is 111 m; the radius is 1 km.
    const metersAt = (latitude: number): number | null => {
      const found = positionsAgainst(
        'arrived',
        shown({ sensors: [sensor(latitude, at('11:50'))] }),
        now,
        now,
      );
      return found?.kind === 'away' ? Math.round(found.meters) : null;
    };
    expect([metersAt(48.2269), metersAt(48.2271)]).toEqual([null, 2013]);
  });

  test('what the sensor that was heard last says, whatever the order of the sensors', () => {
    const [far, near] = [sensor(49.2, at('11:50')), sensor(48.2, at('11:50'))];
    const earlier = (each: typeof far) => ({ ...each, readAt: at('11:40') });
    const says = (...sensors: object[]) => positionsAgainst('arrived', shown({ sensors }), now, now)?.kind;
    expect([says(earlier(far), near), says(near, earlier(far))]).toEqual([undefined, undefined]);
    expect([says(far, earlier(near)), says(earlier(near), far)]).toEqual(['away', 'away']);
  });

  test('in distances for people', () => {
    const meters = metersBetween({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 1 });
    expect(Math.round(meters / 1000)).toBe(111);
    expect([843, 996, meters].map(distanceInWords)).toEqual(['840\u00a0m', '1\u00a0km', '110\u00a0km']);
  });
});

type Alarm = Parameters<typeof peakOfAlarm>[0];

describe('alarms', () => {
  const alarm = {
    rule: 'hot',
    severity: 'major',
    since: at('09:00'),
    until: null,
    acknowledgedAt: null,
  } as const;

  test('nobody acknowledged come first, the most severe before others, ongoing before ended ones', () => {
    const named = [
      { ...alarm, rule: 'acknowledged critical', severity: 'critical', acknowledgedAt: at('09:30') },
      { ...alarm, rule: 'major' },
      { ...alarm, rule: 'ended critical', severity: 'critical', until: at('10:00') },
      { ...alarm, rule: 'critical', severity: 'critical' },
      { ...alarm, rule: 'later major', since: at('09:10') },
    ] as const;
    expect(named.toSorted(byUrgency).map(({ rule }) => rule)).toEqual([
      'critical',
      'ended critical',
      'later major',
      'major',
      'acknowledged critical',
    ]);
  });

  const file = join(import.meta.dirname, '../../profiles/controlled-cold.json');
  const profile = { profile: JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown> };
  const hot: Alarm = { ...alarm, rule: 'hot-15' };
  const formats = formatsOf({ unit: 'celsius', zone: 'utc' });

  test('say what is wrong, by the times of the goods and with the worst value that the verdict has', () => {
    const rule = limitRulesOf(profile).get('hot-15');
    const nothing = { sensors: [], silentDevices: [] };
    const words = (verdict?: object, alarmed = hot) => {
      const peak = peakOfAlarm(alarmed, verdict as Parameters<typeof peakOfAlarm>[1], rule?.limit.kind);
      return alarmInWords(alarmed, rule, nothing, ms('10:52'), formats, peak).replaceAll('\u00a0', ' ');
    };
    expect(words()).toBe('Too warm: above 15 °C for 1 h 52 min');
    const excursions = [
      { rule: 'hot-15', from: at('09:00'), to: null, observedSeconds: 5400, peak: 15.72 },
      { rule: 'cold', from: at('09:00'), to: null, observedSeconds: 60, peak: 1 },
    ];
    const verdict = { sensors: [{ judgement: { excursions } }] };
    expect(words(verdict)).toBe('Too warm: 15.7 °C, above 15 °C for 1 h 52 min');
    // What was measured counts as soon as it has ended.
    expect(words(verdict, { ...hot, until: at('10:40') })).toBe(
      'Too warm: 15.7 °C, above 15 °C for 1 h 30 min; back within limits since 10:40',
    );
    const beyond = [{ ...excursions[0], peak: null }];
    expect(words({ sensors: [{ judgement: { excursions: beyond } }] })).toBe(
      'Too warm: beyond the sensor’s range, above 15 °C for 1 h 52 min',
    );
  });

  test.each([
    ['frozen', [-0.4, -2.1, -1], -2.1, -40],
    ['cold-30min', [1.4, 0.3], 0.3, -40],
    ['hot-15', [15.4, 17.3, 16], 17.3, 40],
  ])('of %s have the value that is farthest outside', (rule, peaks, worst, ofOthers) => {
    const excursion = (from: string, to: string | null, peak: number) => ({
      rule,
      from: at(from),
      to: to && at(to),
      observedSeconds: 60,
      peak,
    });
    // Those that ended before this alarm, or began after it, are of other alarms.
    const before = excursion('07:00', '08:59', ofOthers);
    const after = excursion('09:31', '09:40', ofOthers);
    const own = peaks.map((peak) => excursion('09:00', null, peak));
    const kind = limitRulesOf(profile).get(rule)?.limit.kind;
    const peakWith = (until: string | null, ...excursions: object[]) =>
      peakOfAlarm(
        { ...alarm, rule, until },
        { sensors: [{ judgement: { excursions } }] } as unknown as Parameters<typeof peakOfAlarm>[1],
        kind,
      );
    expect(peakWith(at('09:30'), before, after, ...own)).toEqual({ value: worst, seconds: 60 });
    expect(peakWith(null, before, ...own)).toEqual({ value: worst, seconds: 60 });
  });
});

describe('goods without an alarm', () => {
  const judgement = (changes: object) => ({
    role: 'product',
    profile: { id: 'cold', version: 2 },
    judgement: {
      span: { from: at('07:00'), to: at('11:00') },
      channels: { temperature: { readings: 5 } },
      coverage: { gaps: [] },
      rules: [{ id: 'hot', firedAt: null, observedSeconds: 0, allowedSeconds: 3600 }],
      excursions: [],
      ...changes,
    },
  });
  const of = (...changes: object[]) =>
    rangeSoFar({ sensors: changes.map(judgement) } as unknown as Parameters<typeof rangeSoFar>[0]);
  const noGaps = { count: 0, seconds: 0 };

  test('are those of the sensors that decide: neither a spare nor the air around them counts', () => {
    const rules = [{ id: 'hot', observedSeconds: 900, allowedSeconds: 3600 }];
    const own = judgement({});
    for (const role of ['spare', 'ambient']) {
      const other = { ...judgement({ rules }), role };
      const sensors = [own, other] as unknown as Parameters<typeof rangeSoFar>[0]['sensors'];
      expect(rangeSoFar({ sensors })).toEqual({
        kind: 'in-range',
        since: at('07:00'),
        to: at('11:00'),
        gaps: noGaps,
      });
    }
  });

  test('are in range since monitoring began, or since the last excursion ended', () => {
    expect(of({})).toEqual({ kind: 'in-range', since: at('07:00'), to: at('11:00'), gaps: noGaps });
    const excursions = [{ rule: 'hot', from: at('08:00'), to: at('08:40') }];
    expect(of({ excursions })).toMatchObject({ kind: 'in-range', since: at('08:40') });
  });

  test('are not called in range where part of the allowed time is used, or nothing was read', () => {
    const rules = [{ id: 'hot', firedAt: null, observedSeconds: 900, allowedSeconds: 3600 }];
    expect(of({ rules })).toEqual({ kind: 'partly-used', rule: 'cold@2:hot', used: 0.25, gaps: noGaps });
    expect(of({ channels: { temperature: { readings: 0 } } })).toEqual({ kind: 'no-readings' });
    expect(of()).toEqual({ kind: 'no-readings' });
  });

  test('are never called in range where a rule was broken, or the mean is above its limit', () => {
    const rules = [{ id: 'hot', firedAt: at('09:00'), observedSeconds: 9000, allowedSeconds: 3600 }];
    const excursions = [{ rule: 'hot', from: at('08:00'), to: at('10:30') }];
    expect(of({}, { rules, excursions })).toEqual({
      kind: 'was-exceeded',
      rule: 'cold@2:hot',
      since: at('10:30'),
      gaps: noGaps,
    });
    expect(of({ rules, excursions: [{ ...excursions[0], to: null }] })).toMatchObject({ since: null });
    expect(of({ meanKineticTemperature: { celsius: 8.4, limit: 8 } })).toMatchObject({
      kind: 'mean-exceeded',
    });
    const unknown = { meanKineticTemperature: { celsius: null, limit: 8, outcome: 'fail' } };
    expect(of(unknown)).toMatchObject({ kind: 'in-range' });
  });

  test('have the gaps of the sensor that has most of them', () => {
    const gaps = [{ seconds: 600 }, { seconds: 1200 }];
    expect(of({}, { coverage: { gaps } })).toMatchObject({ gaps: { count: 2, seconds: 1800 } });
  });
});

test.each([
  [null, '', 'overview'],
  ['chart', '', 'chart'],
  ['nonsense', '#history', 'overview'],
  [null, '#history', 'history'],
  [null, '#content', 'overview'],
] as const)('the address with tab %s and fragment "%s" asks for the %s', (query, hash, tab) => {
  expect(tabAsked(query, hash)).toBe(tab);
});
