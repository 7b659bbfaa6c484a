import { expect, test } from 'vitest';
import { type Random, createRandom } from '../independent/random.ts';
import { splitLeg } from './change.ts';
import { findingsOf } from './compare.ts';
import { generateHistory } from './generate.ts';
import { generateSensor } from './generate-sensor.ts';
import type { History, Leg } from './history.ts';

const histories = Array.from({ length: 160 }, (_, index) => {
  const seed = 2_000_000 + index;
  const history = generateHistory(seed);
  return { random: createRandom(seed), history, findings: findingsOf(history) };
});

/** Changes each history and returns the findings about both. */
function compared(change: (history: History, random: Random) => History | null) {
  return histories.flatMap(({ history, random, findings }) => {
    const changed = change(history, random);
    if (changed === null) return [];
    const after = findingsOf(changed);
    return findings.map((before, index) => ({ before: before.used, after: after[index]!.used }));
  });
}

const changedLeg = (history: History, leg: Leg, fields: Partial<Leg>): History => ({
  ...history,
  legs: history.legs.map((each) => (each === leg ? { ...each, ...fields } : each)),
});

const amounts = ({
  before,
  beforeObserved,
  here,
  hereObserved,
  left,
  readmitted,
  most,
}: {
  [name in 'before' | 'beforeObserved' | 'here' | 'hereObserved' | 'left' | 'readmitted' | 'most']: number;
}) => ({ before, beforeObserved, here, hereObserved, left, readmitted, most });

test.each<[string, boolean]>([
  ['at any moment', false],
  ['at any moment, with both parts on for a while', true],
])('splitting an earlier leg %s changes nothing', (_, isOverlapping) => {
  const pairs = compared((history, random) => {
    const earlier = history.legs.filter(
      ({ shipment, to, from }) => shipment !== history.last && to - from > 1,
    );
    if (earlier.length === 0) return null;
    const { shipment, from, to } = random.pick(earlier);
    const at = random.whole(from + 1, to - 1);
    const until = isOverlapping ? random.whole(at, to - 1) : at;
    return { ...history, legs: splitLeg(history.legs, shipment, 'CW-new', { until, from: at }) };
  });
  expect(pairs.length).toBeGreaterThan(80);
  expect(pairs.map(({ after }) => amounts(after))).toEqual(pairs.map(({ before }) => amounts(before)));
});

test('the order of legs, sensors, readings and links changes nothing, whole sentences included', () => {
  for (const { history, findings } of histories) {
    const reversed: History = {
      ...history,
      legs: history.legs.toReversed().map((leg) => ({
        ...leg,
        sensors: leg.sensors.toReversed().map((sensor) => ({ ...sensor, sent: sensor.sent.toReversed() })),
        links: leg.links.toReversed(),
      })),
    };
    expect(findingsOf(reversed)).toEqual(findings);
  }
});

test('links and readings that are given twice change nothing', () => {
  for (const { history, findings } of histories) {
    const repeated: History = {
      ...history,
      legs: history.legs.map((leg) => ({
        ...leg,
        sensors: leg.sensors.map((sensor) => ({ ...sensor, sent: [...sensor.sent, ...sensor.sent] })),
        links: [...leg.links, ...leg.links],
      })),
    };
    expect(findingsOf(repeated)).toEqual(findings);
  }
});

test('readings of an earlier leg that come late count as if they had come in time', () => {
  for (const { history, findings } of histories) {
    const late: History = {
      ...history,
      legs: history.legs.map((leg) => ({
        ...leg,
        sensors: leg.sensors.map((sensor) => {
          const [early, filled] = [sensor.sent.slice(0, 3), sensor.sent.slice(3)];
          return { ...sensor, sent: [...filled, ...early] };
        }),
      })),
    };
    expect(findingsOf(late)).toEqual(findings);
  }
});

test('late readings within limits never raise the time that earlier legs may have spent', () => {
  const pairs = compared((history, random) => {
    const legs = history.legs.filter((leg) => leg.shipment !== history.last && leg.sensors.length > 0);
    if (legs.length === 0) return null;
    const leg = random.pick(legs);
    const sensor = random.pick(leg.sensors);
    // 2 °C is within the limits of all generated allowances but "at least 2 °C", and neither frozen nor within a band.
    const celsius = history.allowances[0]!.kind === 'atLeast' ? 1.9 : 2;
    const at = random.whole(sensor.from, sensor.to);
    if (sensor.sent.some((each) => each.at === at)) return null;
    const sent = [...sensor.sent, { at, celsius }];
    const sensors = leg.sensors.map((each) => (each === sensor ? { ...each, sent } : each));
    return changedLeg(history, leg, { sensors });
  }).filter((_, index) => index % 2 === 0);
  expect(pairs.length).toBeGreaterThan(40);
  for (const { before, after } of pairs) expect(after.most).toBeLessThanOrEqual(before.most);
});

test('a parallel box of the same lot that is no predecessor adds nothing', () => {
  const pairs = compared((history, random) => {
    const leg = random.pick(history.legs);
    const twin = { ...leg, shipment: 'CW-twin', sensors: [generateSensor(random, 'twin', leg)] };
    return { ...history, legs: [...history.legs, twin] };
  });
  expect(pairs.map(({ after }) => after)).toEqual(pairs.map(({ before }) => before));
});

test('a parallel box on the way never adds up: all together are as bad as the worst of them', () => {
  let compare = 0;
  for (const { history, random, findings } of histories) {
    const last = history.legs.find(({ shipment }) => shipment === history.last)!;
    if (last.links.length === 0) continue;
    const leg = history.legs.find(({ shipment }) => shipment === last.links[0]!.shipment);
    if (leg === undefined) continue;
    const box = { ...leg, shipment: 'CW-box', sensors: [generateSensor(random, 'box', leg)] };
    const link = { shipment: 'CW-box', product: leg.product, lots: null };
    const withLinks = (links: Leg['links']): History => {
      const changed = changedLeg(history, last, { links });
      return { ...changed, legs: [...changed.legs, box] };
    };
    const both = findingsOf(withLinks([...last.links, link]));
    const alone = findingsOf(withLinks([link]));
    for (const [index, { used }] of both.entries()) {
      const hasOther = last.links.some(
        ({ lots }) => lots === null || history.lot === null || lots.includes(last.lots[history.lot] ?? ''),
      );
      if (!hasOther) continue;
      compare++;
      expect(used.most).toBe(Math.max(alone[index]!.used.most, findings[index]!.used.most));
      expect(used.left).toBe(Math.min(alone[index]!.used.left, findings[index]!.used.left));
    }
  }
  expect(compare).toBeGreaterThan(40);
});

test('a sensor beside others never adds up: it is as bad as the worst of them', () => {
  for (const { history, random } of histories) {
    const last = history.legs.find(({ shipment }) => shipment === history.last)!;
    const one = generateSensor(random, 'one', last);
    const other = generateSensor(random, 'other', last);
    const most = (sensors: Leg['sensors']): number[] =>
      findingsOf(changedLeg(history, last, { sensors })).map(({ used }) => used.most);
    const [both, first, second] = [most([one, other]), most([one]), most([other])];
    expect(both).toEqual(first.map((each, index) => Math.max(each, second[index]!)));
  }
});

test('re-admission never lowers what was spent, and never leaves more than all of it', () => {
  const ids = ['warm', 'cold', 'mild', 'frost', null];
  const readmissions = ids.map((allowance) => ({ allowance, amount: 3_600_000, lots: null }));
  for (const { history, findings } of histories) {
    const changed: History = {
      ...history,
      legs: history.legs.map((leg) => ({ ...leg, readmissions: [...leg.readmissions, ...readmissions] })),
    };
    const after = findingsOf(changed);
    for (const [index, { used, total }] of findings.entries()) {
      expect(after[index]!.used.most).toBe(used.most);
      expect(after[index]!.used.left).toBeGreaterThanOrEqual(used.left);
      expect(after[index]!.used.left).toBeLessThanOrEqual(total);
    }
  }
});

test('re-admission on this journey leaves everything but its own sum, its effect and what is left', () => {
  for (const { history: generated } of histories) {
    // All that is re-admitted is signed in the end.
    const legs = generated.legs.map((leg) => ({
      ...leg,
      readmissions: leg.readmissions.map(({ allowance, amount, lots }) => ({ allowance, amount, lots })),
    }));
    const history = { ...generated, legs };
    const last = history.legs.find(({ shipment }) => shipment === history.last)!;
    const readmissions = [{ allowance: null, amount: 1, lots: null }];
    const own = findingsOf(changedLeg(history, last, { readmissions: [] })).at(-1)!;
    const { used, total } = findingsOf(changedLeg(history, last, { readmissions })).at(-1)!;
    const left = Math.min(total, total - used.before - used.here + used.readmitted);
    const none = { readmissions: [], readmitted: 0, notUsedByThen: 0, left: 0 };
    expect({ ...used, ...none }).toEqual({ ...own.used, ...none });
    expect(used.left).toBe(left);
    expect(used.notUsedByThen).toBe(Math.max(0, used.readmitted - used.before - used.here));
  }
});
