import { describe, expect, test } from 'vitest';
import { openAlarmsInWords, rowNotes } from '../../web/board/row-words.ts';
import { newAlarmInWords } from '../../web/board/use-new-alarms.ts';
import { worstRuleOf } from '../../web/board/worst-rule.ts';
import { formatsOf } from '../../web/format/formats.ts';
import type { BoardItem } from '../../web/parts/shipment-state.ts';
import { limitRulesOf } from '../../web/profiles/limit-rules.ts';

const now = Date.parse('2026-03-04T22:00:00Z');
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const utc = formatsOf({ unit: 'celsius', zone: 'utc' });

const rules = limitRulesOf({
  profile: {
    rules: [
      { id: 'hot-15', channel: 'temperature', above: 15, mode: 'instant' },
      { id: 'frozen', channel: 'temperature', atMost: 0, mode: 'instant' },
      { id: 'high-24h', channel: 'temperature', above: 8, mode: 'cumulative', longerThan: 'PT24H' },
      { id: 'range', channel: 'temperature', outside: { low: 2, high: 8 }, mode: 'instant' },
      { id: 'damp', channel: 'humidity', above: 70, mode: 'instant' },
      { id: 'swing', channel: 'temperature', above: 1, ratePerMinuteOver: 'PT10M', mode: 'instant' },
      { id: 'stops', kind: 'standing', longerThan: 'PT2H' },
    ],
  },
});

type Sensor = BoardItem['sensors'][number];
const sensor = (changed: Partial<Sensor> = {}): Sensor => ({
  device: 'box-1',
  role: 'product',
  readAt: at(-4),
  celsius: 15.7,
  celsiusAt: at(-4),
  unreadable: null,
  batteryPercent: null,
  latitude: null,
  longitude: null,
  allowance: null,
  ...changed,
});
type Alarm = BoardItem['standingAlarms'][number];
const alarm = (changed: Partial<Alarm> = {}): Alarm => ({
  rule: 'hot-15',
  severity: 'critical',
  since: at(-112),
  until: null,
  raisedAt: at(-100),
  acknowledgedAt: null,
  acknowledgedBy: null,
  comment: null,
  ...changed,
});
const item = (changed: Partial<BoardItem> = {}): BoardItem =>
  ({
    shipment: 'WH-1',
    status: 'in-transit',
    standingAlarms: [],
    clearedAlarms: [],
    silentDevices: [],
    warnings: [],
    devices: ['box-1'],
    sensors: [sensor()],
    plannedDeparture: at(-200),
    plannedArrival: at(100),
    arrivedAt: null,
    inferredArrivedAt: null,
    ...changed,
  }) as BoardItem;

/** What a row says, with ordinary spaces. */
const said = (of: BoardItem, known = rules, formats = utc): string[] =>
  rowNotes(of, known, now, formats).map(({ text }) => text.replaceAll('\u00a0', ' '));

describe('an alarm in the row', () => {
  test.each<[string, Partial<Alarm>, Partial<Sensor>, string]>([
    ['is going on', {}, {}, 'Too warm: 15.7 °C, above 15 °C for 1 h 52 min'],
    [
      'is over, by the time of the goods',
      { until: at(-27) },
      { celsius: 5 },
      'Too warm: above 15 °C for 1 h 25 min; back within limits since 21:33',
    ],
    [
      'is over, although a value is outside again',
      { until: at(-27) },
      { celsius: 16.2 },
      'Too warm: above 15 °C for 1 h 25 min; back within limits since 21:33',
    ],
    [
      'goes on by its limit, but the last value is within it',
      {},
      { celsius: 14 },
      'Too warm: above 15 °C for 1 h 52 min',
    ],
    ['goes on, without a value', {}, { celsius: null }, 'Too warm: above 15 °C for 1 h 52 min'],
    [
      'is at a limit that counts itself',
      { rule: 'frozen' },
      { celsius: 0 },
      'Too cold: 0.0 °C, at or below 0 °C for 1 h 52 min',
    ],
    [
      'counts all times together',
      { rule: 'high-24h' },
      { celsius: 9 },
      'Too warm: 9.0 °C, above 8 °C for longer than allowed in total',
    ],
    [
      'has two sides',
      { rule: 'range' },
      { celsius: 1 },
      'Temperature out of range: 1.0 °C, outside 2 °C to 8 °C for 1 h 52 min',
    ],
    ['is about humidity', { rule: 'damp' }, {}, 'Too humid: above 70 %RH for 1 h 52 min'],
    [
      'is about a change',
      { rule: 'swing' },
      {},
      'Temperature changes too fast: above 1 °C/min for 1 h 52 min',
    ],
    [
      'is of a rule that the profile does not have',
      { rule: 'other' },
      {},
      'Alarm: limits exceeded for 1 h 52 min',
    ],
    [
      'began in the future of a clock that is wrong',
      { since: at(5) },
      {},
      'Too warm: 15.7 °C, above 15 °C for 0 s',
    ],
  ])('that %s', (_, changed, measured, words) => {
    expect(said(item({ standingAlarms: [alarm(changed)], sensors: [sensor(measured)] }))).toEqual([words]);
  });

  test('names no rule before the profile is known', () => {
    const one = item({ standingAlarms: [alarm({ until: at(-27) })] });
    expect(said(one, new Map())).toEqual([
      'Alarm: limits exceeded for 1 h 25 min; back within limits since 21:33',
    ]);
  });

  test('names the value that is worst, and none of the air around the goods', () => {
    const sensors = [
      sensor({ celsius: 16 }),
      sensor({ device: 'box-2', celsius: 18.25 }),
      sensor({ device: 'air', role: 'ambient', celsius: 30 }),
    ];
    expect(said(item({ standingAlarms: [alarm()], sensors }))[0]).toContain('18.3 °C');
  });

  test('claims nothing about the time after the last reading', () => {
    const one = item({
      standingAlarms: [alarm()],
      silentDevices: ['box-1'],
      sensors: [sensor({ readAt: at(-60), celsiusAt: at(-60) })],
    });
    expect(said(one)).toEqual([
      'Too warm: 15.7 °C, above 15 °C for 52 min; no reading since 21:00',
      'No signal from box-1 for 1 h',
    ]);
  });

  test('says who acknowledged it, with which words', () => {
    const acknowledged = { acknowledgedAt: at(-20), acknowledgedBy: 'lena', comment: 'Carrier called.' };
    expect(said(item({ standingAlarms: [alarm(acknowledged)] }))[1]).toBe(
      'Acknowledged by lena 20 min ago: “Carrier called.”',
    );
  });

  test('is in degrees Fahrenheit for those who read them', () => {
    const fahrenheit = formatsOf({ unit: 'fahrenheit', zone: 'utc' });
    expect(said(item({ standingAlarms: [alarm()] }), rules, fahrenheit)).toEqual([
      'Too warm: 60.3 °F, above 59 °F for 1 h 52 min',
    ]);
    expect(said(item({ standingAlarms: [alarm({ rule: 'swing' })] }), rules, fahrenheit)[0]).toContain(
      'above 1.8 °F/min',
    );
  });

  test('comes before those that are acknowledged or less severe; of many, the first two are named', () => {
    const alarms = [
      alarm({ rule: 'damp', severity: 'minor' }),
      alarm({ rule: 'frozen', acknowledgedAt: at(-5) }),
      alarm({ rule: 'range', severity: 'major' }),
      alarm(),
    ];
    expect(said(item({ standingAlarms: alarms }))).toEqual([
      'Too warm: 15.7 °C, above 15 °C for 1 h 52 min',
      'Temperature out of range: 15.7 °C, outside 2 °C to 8 °C for 1 h 52 min',
      '2 more alarms',
    ]);
  });
});

describe('an alarm of a shipment with several products', () => {
  const tooWarm = 'Too warm: 15.7 °C, above 15 °C for 1 h 52 min';
  const affecting = alarm({ affects: ['Vaccine A'], within: ['Vaccine B', 'Serum'] });
  const several = item({ goods: 'Cold box', standingAlarms: [affecting] });

  test('names in its row those that it affects', () => {
    expect(said(several)).toEqual([`${tooWarm}. Affects Vaccine A.`]);
  });

  test('names those within their limits, too, where it is acknowledged and where it is new', () => {
    const [open] = openAlarmsInWords(several, rules, now, utc);
    const affects = 'Affects Vaccine A; Vaccine B and Serum are within their limits.';
    expect(open!.words.replaceAll('\u00a0', ' ')).toBe(`${tooWarm}. ${affects}`);
    expect(newAlarmInWords({ item: several, alarm: affecting })).toBe(
      `New alarm: WH-1, Cold box. ${affects}`,
    );
  });

  test('names none where it affects none, or there is only one', () => {
    const none = item({ standingAlarms: [alarm({ affects: [], within: ['Serum'] })] });
    expect(said(none)).toEqual([tooWarm]);
    expect(newAlarmInWords({ item: item({ goods: 'Blood' }), alarm: alarm() })).toBe(
      'New alarm: WH-1, Blood',
    );
  });
});

describe('a row says', () => {
  test.each<[string, Partial<BoardItem>, string[]]>([
    ['nothing where all is well', {}, []],
    [
      'that a release is contradicted',
      { status: 'contradicted' },
      ['What became known later contradicts the release'],
    ],
    [
      'that a logger was never heard',
      { silentDevices: ['box-1'], sensors: [sensor({ readAt: null })] },
      ['Never heard from box-1: check the name'],
    ],
    [
      'which logger is offline, where no more is known',
      { silentDevices: ['box-9'] },
      ['No signal from box-9'],
    ],
    [
      'that there is no logger on the way',
      { devices: [], sensors: [] },
      ['No logger attached: nothing is being recorded'],
    ],
    [
      'that there is no logger yet',
      { status: 'planned', devices: [], sensors: [], plannedDeparture: at(75) },
      ['No logger attached; departure planned at 23:15'],
    ],
    [
      'both complaints about a departure',
      { status: 'planned', devices: [], sensors: [], plannedDeparture: at(-185) },
      ['No logger attached: nothing is being recorded', 'Departure overdue by 3 h 5 min'],
    ],
    ['how late it is', { plannedArrival: at(-35) }, ['35 min late']],
    [
      'what else is wrong',
      { warnings: ['battery-low', 'late', 'stuck'] },
      ['Battery low, readings not changing'],
    ],
    [
      'that it seems to have arrived',
      { inferredArrivedAt: at(-10), devices: [] },
      ['Seems to have arrived 4 Mar 2026, 21:50 UTC. Confirm?'],
    ],
  ])('%s', (_, changed, words) => {
    expect(said(item(changed))).toEqual(words);
  });
});

describe('the bar of a row', () => {
  const used = (share: number) => [sensor({ allowance: { rule: 'high-24h', used: share } })];
  test.each<[string, Partial<BoardItem>, ReturnType<typeof worstRuleOf>]>([
    ['is not there while no limit was exceeded', {}, null],
    ['is green while little is used', { sensors: used(0.215) }, { kind: 'good', share: 0.215, says: null }],
    ['is amber from half of it', { sensors: used(0.5) }, { kind: 'near', share: 0.5, says: null }],
    [
      'is full and red once all is used',
      { sensors: used(1) },
      { kind: 'broken', share: 1, says: 'Limit exceeded' },
    ],
    [
      'is full and red with an alarm of another rule',
      { sensors: used(0.215), standingAlarms: [alarm()] },
      { kind: 'broken', share: 1, says: 'Limit exceeded' },
    ],
    [
      'is full and red with an alarm that was acknowledged',
      { standingAlarms: [alarm({ acknowledgedAt: at(-1) })] },
      { kind: 'broken', share: 1, says: 'Limit exceeded' },
    ],
    [
      'is full and red with an alarm that was cleared',
      { sensors: used(0.215), clearedAlarms: ['hot-15'], status: 'arrived' },
      { kind: 'broken', share: 1, says: 'Limit was exceeded' },
    ],
    [
      'is never green for goods in quarantine',
      { sensors: used(0.215), status: 'quarantined' },
      { kind: 'broken', share: 1, says: 'Quarantined' },
    ],
    [
      'is never green for a contradicted release',
      { sensors: used(0.1), status: 'contradicted' },
      { kind: 'broken', share: 1, says: 'Release contradicted' },
    ],
    [
      'is amber for goods released in part',
      { sensors: used(0.1), status: 'partly-released' },
      { kind: 'near', share: 1, says: 'Partly released' },
    ],
  ])('%s', (_, changed, bar) => {
    expect(worstRuleOf(item(changed))).toEqual(bar);
  });
});
