import { describe, expect, test, vi } from 'vitest';
import { formatsOf } from '../../web/format/formats.ts';
import { areaInWords } from '../../web/plan/area-in-words.ts';
import { checkInWords } from '../../web/plan/check-in-words.ts';
import { endOfDay } from '../../web/plan/days.ts';
import { type Plan, copyOf, emptyPlan, toDraft, withTemplate } from '../../web/plan/draft-plan.ts';
import { plansOf, problemInWords, withAnswers } from '../../web/plan/import-rows.ts';
import { loggerProblems } from '../../web/plan/logger-problems.ts';
import { named } from '../../web/plan/named.ts';
import { changeOf, changesOf } from '../../web/plan/plan-changes.ts';
import { problemsIn } from '../../web/plan/plan-problems.ts';
import { toPlanned, toTemplate } from '../../web/plan/planned-form.ts';
import { profileChoices } from '../../web/plan/profile-choices.ts';
import { proposedNumbers } from '../../web/plan/proposed-number.ts';
import { fixedFields } from '../../web/plan/what-may-change.ts';

const circle = { latitude: 52.19, longitude: 0.09, radiusMeters: 500 };
const plan: Plan = {
  shipment: 'CW-7',
  site: 'north',
  goods: 'insulin',
  lots: ['A1', 'B2'],
  sscc: '340123450000000017',
  origin: { name: 'Cambridge', circle },
  destination: 'Stansted',
  waypoints: ['Ely'],
  plannedDeparture: '2027-03-01T08:00:00.000Z',
  plannedArrival: '2027-03-01T12:00:00.000Z',
  profile: 'controlled-cold@1',
  ambientProfile: null,
  audience: ['site:north'],
  escalation: ['on-call'],
  vehicle: null,
  packaging: null,
  carrier: { name: 'Fen Couriers', phone: '+44 1223 555010', email: null },
};

describe('a plan while it is typed', () => {
  test('comes out as it went in', () => {
    expect(toPlanned(toDraft(plan))).toEqual(plan);
  });

  test('keeps a polygon, also of a waypoint', () => {
    const corners = [
      { latitude: 52.1, longitude: 0.1 },
      { latitude: 52.1, longitude: 0.2 },
      { latitude: 52.2, longitude: 0.2 },
    ];
    const fenced = { ...plan, destination: { name: 'Stansted', polygon: { corners } }, waypoints: [] };
    expect(toPlanned(toDraft(fenced))).toEqual(fenced);
    const through = { ...plan, waypoints: [{ name: 'Ely', polygon: { corners } }, 'Newmarket'] };
    expect(toPlanned(toDraft(through))).toEqual(through);
  });

  test('loses what a template says that there is none of', () => {
    const typed = toDraft({ ...plan, vehicle: 'CW 17', ambientProfile: 'air@1' });
    const none = { vehicle: null, carrier: null, sscc: null, ambientProfile: null, plannedArrival: null };
    expect(toPlanned(withTemplate(typed, none))).toEqual({ ...plan, ...none });
  });

  test('is copied without what belongs to one shipment', () => {
    expect(toPlanned(copyOf(plan))).toEqual({
      ...plan,
      shipment: '',
      sscc: null,
      plannedDeparture: null,
      plannedArrival: null,
    });
  });

  test('takes from a template what it says, and keeps the rest', () => {
    const typed = {
      ...emptyPlan('north'),
      shipment: 'CW-8',
      lots: 'C3',
      vehicle: 'CW 17',
      packaging: 'PCM box',
    };
    const filled = withTemplate(typed, { goods: 'insulin', destination: { name: 'Stansted', circle } });
    expect(filled).toEqual({
      ...typed,
      goods: 'insulin',
      destination: { name: 'Stansted', area: { circle } },
    });
    expect(toTemplate(filled)).toEqual({
      goods: 'insulin',
      destination: { name: 'Stansted', circle },
      vehicle: 'CW 17',
      packaging: 'PCM box',
      audience: ['site:north'],
    });
  });

  test.each([
    ['goods', { goods: '  ' }, 'Enter the goods.'],
    ['profile', { profile: '' }, 'Choose the storage limits.'],
    [
      'shipment',
      { shipment: 'CW 7' },
      'Number must be letters, digits, dots, hyphens, underscores, at most 64.',
    ],
    ['sscc', { sscc: '340123450000000018' }, /^Label \(SSCC\) the check digit .* must be 7/],
    [
      'carrier.phone',
      { carrier: { name: 'Fen Couriers', phone: 'call me', email: '' } },
      /^Carrier’s phone must be a telephone number/,
    ],
    [
      'carrier.name',
      { carrier: { name: '', phone: '+44 1223 555010', email: '' } },
      'Enter the carrier’s name.',
    ],
    [
      'plannedArrival',
      { plannedArrival: '2027-03-01T07:59:00.000Z' },
      'The planned arrival must not be before the planned departure.',
    ],
    ['lots', { lots: 'x'.repeat(201) }, 'Lots must have at most 200 characters.'],
  ])('says what is wrong with %s, and nothing else', (field, change, says) => {
    const problems = problemsIn({ ...toDraft(plan), ...change });
    expect([...problems.keys()]).toEqual([field]);
    if (typeof says === 'string') expect(problems.get(field)).toBe(says);
    else expect(problems.get(field)).toMatch(says);
  });

  test('may arrive at the very time of the departure', () => {
    const { plannedDeparture } = plan;
    expect([...problemsIn({ ...toDraft(plan), plannedArrival: plannedDeparture })]).toEqual([]);
  });

  test('compares the times although other fields are still missing', () => {
    const times = {
      plannedDeparture: '2027-03-01T08:00:00.000Z',
      plannedArrival: '2027-03-01T07:00:00.000Z',
    };
    expect(problemsIn({ ...emptyPlan('north'), ...times }).get('plannedArrival')).toContain(
      'must not be before',
    );
  });
});

describe('the differences of two plans', () => {
  test('are none where only space differs', () => {
    const typed = { ...toDraft(plan), goods: ' insulin ', lots: 'A1\n\n  B2\n', vehicle: '   ' };
    expect(changesOf(plan, typed)).toEqual([]);
  });

  test('name each field before and after, in the order of the form', () => {
    const typed = {
      ...toDraft(plan),
      origin: { name: 'Cambridge', area: null },
      lots: 'A1',
      carrier: { name: '', phone: '', email: '' },
      plannedArrival: null,
    };
    const changes = changesOf(plan, typed);
    expect(changes).toEqual([
      { field: 'lots', from: ['A1', 'B2'], to: ['A1'] },
      { field: 'origin', from: { name: 'Cambridge', circle }, to: 'Cambridge' },
      { field: 'plannedArrival', from: '2027-03-01T12:00:00.000Z', to: null },
      { field: 'carrier', from: plan.carrier, to: null },
    ]);
    expect(changeOf(changes, typed)).toEqual({
      lots: ['A1'],
      origin: 'Cambridge',
      plannedArrival: null,
      carrier: null,
    });
  });

  test('are not offered where a field may not change any more', () => {
    const shown = { decision: null, cancellation: null, departedAt: null, arrivedAt: null, attachments: [] };
    const fixedWith = (change: object): string[] => [...fixedFields({ ...shown, ...change }).keys()];
    const at = '2027-03-01T08:00:00.000Z';
    expect(fixedWith({})).toEqual([]);
    expect(fixedWith({ departedAt: at })).toEqual(['origin']);
    expect(fixedWith({ arrivedAt: at })).toEqual(['origin', 'destination', 'waypoints']);
    expect(fixedWith({ attachments: [{}] })).toEqual(['profile', 'ambientProfile']);
    expect(fixedWith({ cancellation: { at, by: 'lena', reason: 'x' } })).toHaveLength(16);
  });
});

describe('a proposed number', () => {
  test.each([
    ['north', '2027-03-01', [], 'NORTH-270301-1'],
    ['north', '2027-03-01', ['NORTH-270301-1', 'NORTH-270301-3'], 'NORTH-270301-2'],
    ['Zürich Nord', '2026-11-30', [], 'ZURICH-NORD-261130-1'],
    ['成田', '2026-11-30', [], '261130-1'],
    ['a'.repeat(90), '2026-11-30', [], `${'A'.repeat(24)}-261130-1`],
    [`${'a'.repeat(23)} north`, '2026-11-30', [], `${'A'.repeat(23)}-261130-1`],
  ])('for %s on %s', (site, day, taken, number) => {
    expect(proposedNumbers(site, day, new Set(taken), 1)).toEqual([number]);
    expect(number).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
  });
});

test('storage limits are offered with the newest approved version first', () => {
  const version = (id: string, number: number, approvedBy: string | null) => ({
    id,
    version: number,
    name: id,
    sha256: '',
    writtenBy: 'paul',
    approvedBy,
    approvedAt: null,
  });
  const all = [
    version('cold', 1, 'petra'),
    version('cold', 2, 'petra'),
    version('cold', 3, null),
    version('frozen', 1, null),
  ];
  const groups = Object.entries(profileChoices(all)).map(([group, choices]) => [
    group,
    ...choices.map(({ value }) => value),
  ]);
  expect(groups).toEqual([
    ['approved', 'cold@2'],
    ['awaiting', 'cold@3', 'frozen@1'],
    ['earlier', 'cold@1'],
  ]);
});

describe('what is known of a logger', () => {
  const now = Date.parse('2027-03-01T08:00:00Z');
  const formats = formatsOf({ unit: 'celsius', zone: 'utc' });
  const healthy = {
    device: 'box-17',
    isRegistered: true,
    certificateUntil: '2030-01-01T00:00:00.000Z',
    lastHeardAt: '2027-03-01T07:59:00.000Z',
    lastReadAt: '2027-03-01T07:59:00.000Z',
    celsius: 4.6,
    batteryPercent: 87,
    calibratedUntil: '2027-06-30T23:59:59.000Z',
    attachedTo: null,
    refused: null,
  };
  const context = { now, arrivesAt: '2027-03-02T08:00:00Z', shipment: 'CW-7', formats };
  const said = (change: object): string[] =>
    checkInWords({ ...healthy, ...change }, context).map(({ tone, says }) => `${tone}: ${says}`);

  test('is all good if it is', () => {
    expect(said({})).toEqual([
      'good: Heard 1\u00a0min ago',
      'good: Battery 87\u00a0%',
      'good: Reads 4.6\u00a0°C',
      'good: Calibrated until 30 Jun 2027',
      'good: Device certificate valid until 1 Jan 2030',
    ]);
  });

  test('is only the name where it was never heard and is not registered', () => {
    const unknown = { isRegistered: false, lastHeardAt: null, batteryPercent: null, calibratedUntil: null };
    expect(said(unknown)).toEqual(['bad: Never heard: check the name.']);
  });

  test('is also what is registered of a logger that was never heard', () => {
    const never = { lastHeardAt: null, batteryPercent: null, celsius: null, certificateUntil: null };
    expect(said(never)).toContain('bad: No active device certificate: it cannot connect');
  });

  test.each([
    [{ lastHeardAt: null }, 'bad: Registered, but never heard: check the name, or switch it on.'],
    [{ lastHeardAt: '2027-03-01T05:00:00.000Z' }, 'warn: Last heard 3\u00a0h ago: is it switched on?'],
    [{ batteryPercent: 19.9 }, 'warn: Battery 19\u00a0%: charge or replace it'],
    [{ batteryPercent: 20 }, 'good: Heard 1\u00a0min ago'],
    [{ batteryPercent: null }, 'warn: Battery unknown'],
    [{ calibratedUntil: '2027-03-01T08:00:00.000Z' }, 'bad: Calibration expired 1 Mar 2027'],
    [{ calibratedUntil: '2027-03-02T08:00:00.000Z' }, 'good: Heard 1\u00a0min ago'],
    [{ lastHeardAt: '2027-03-01T07:00:00.000Z' }, 'good: Heard 1\u00a0h ago'],
    [{ calibratedUntil: null }, 'warn: Calibration date unknown: check its certificate'],
    [{ calibratedUntil: '2027-02-28T23:59:59.000Z' }, 'bad: Calibration expired 28 Feb 2027'],
    [
      { calibratedUntil: '2027-03-01T23:59:59.000Z' },
      'warn: Calibration ends 1 Mar 2027, before the planned arrival',
    ],
    [{ certificateUntil: null }, 'bad: No active device certificate: it cannot connect'],
    [
      { isRegistered: false, certificateUntil: null },
      'warn: Not registered here: it is heard through a gateway or another platform',
    ],
    [
      { attachedTo: { shipment: 'CW-6', since: '2027-02-01T08:00:00.000Z' } },
      'bad: Attached to CW-6 since 1 Feb 2027, 08:00 UTC: detach it there first',
    ],
    [
      { attachedTo: { shipment: null, since: '2027-02-01T08:00:00.000Z' } },
      'bad: Attached to a shipment of another site since 1 Feb 2027, 08:00 UTC: it must be detached there first',
    ],
    [
      { refused: { messages: 2, lastAt: '2027-03-01T07:00:00.000Z', reason: 'no time' } },
      'warn: 2 messages refused lately: no time',
    ],
  ])('begins with what is wrong: %o', (change, first) => {
    expect(said(change)[0]).toBe(first);
  });
});

test('a calibration lasts to the end of its last day', () => {
  expect(endOfDay('2027-06-30', true)).toBe('2027-06-30T23:59:59.000Z');
  expect(endOfDay('', true)).toBeNull();
});

test.each([
  ['Asia/Tokyo', '2027-06-30T14:59:59.000Z'],
  ['America/New_York', '2027-07-01T03:59:59.000Z'],
])('a day that is not one in UTC is one of this browser, as in %s', (zone, end) => {
  vi.stubEnv('TZ', zone);
  expect(endOfDay('2027-06-30', false)).toBe(end);
  expect(endOfDay('2027-06-30', true)).toBe('2027-06-30T23:59:59.000Z');
  vi.unstubAllEnvs();
});

test.each([
  [999.4, 'Area: 999\u00a0m around 52.19, 0.09.'],
  [1000, 'Area: 1\u00a0km around 52.19, 0.09.'],
  [1500, 'Area: 1.5\u00a0km around 52.19, 0.09.'],
])('a geofence of %d m in words', (radiusMeters, says) => {
  const { number } = formatsOf({ unit: 'celsius', zone: 'utc' });
  expect(areaInWords({ circle: { ...circle, radiusMeters } }, { number })).toBe(says);
});

test('loggers are named as devices are, and once', () => {
  const logger = (device: string) => ({ device, role: 'product' as const, calibratedUntil: null });
  expect(loggerProblems(['box-17', ' box-17 ', '', 'box 18'].map(logger))).toEqual([
    null,
    'This logger is listed twice.',
    null,
    'A logger’s name has letters, digits, ":", "_" and "-" only.',
  ]);
});

test('names are found whatever their capitals and the space around them', () => {
  const places = [{ name: 'Cambridge' }, { name: 'Stansted' }];
  expect(named(places, ' STANSTED ')).toBe(places[1]);
  expect(named(places, ' ')).toBeUndefined();
});

test('what the API says of a list comes to the lines from which its items come', () => {
  const row = (line: number, shipment: string | null) => ({
    line,
    plan: shipment === null ? null : { shipment },
    problems: shipment === null ? [{ field: 'goods', message: 'the cell is empty' }] : [],
    notes: [],
  });
  const rows = [row(2, 'A'), row(3, null), row(5, 'B')];
  expect(plansOf(rows)).toEqual([{ shipment: 'A' }, { shipment: 'B' }]);
  const answered = withAnswers(rows, [{ item: 1, field: 'shipment', message: 'B is taken' }]);
  expect(answered.map(({ line, problems }) => [line, ...problems.map(problemInWords)])).toEqual([
    [2],
    [3, 'Goods: the cell is empty'],
    [5, 'Number: B is taken'],
  ]);
});
