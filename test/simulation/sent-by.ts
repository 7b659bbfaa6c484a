import type { Chance } from '../proof/chance.ts';
import type { BadInputKind } from './bad-input-kinds.ts';
import { unreliableSensor, differingTemperature, badPressure } from './bad-values.ts';
import { objectOf, plain, senML } from './payload-forms.ts';
import { fixAt } from './truck.ts';
import type { Row, Sent, ShipmentPlan, Size } from './plan-types.ts';

const minute = 60_000;
const hour = 60 * minute;
const week = 7 * 24 * hour;
/** Messages without any readable content. */
const malformed = [
  '{"time":1767225600000,"temperature":5',
  'hello',
  '[]',
  '{"foo":1}',
  '{"temperature":5}',
  '{"time":"yesterday","temperature":5}',
  '{"time":"2026-01-01T08:00:00","temperature":5}',
  '[1,2]',
  '7',
];

/** What a device measures, and when it sends what: some readings are buffered, some late, some sent twice. */
export function sentBy(
  thing: string,
  plan: ShipmentPlan,
  chance: Chance,
  { endsAt }: { endsAt: number },
  size: Size,
): Sent[] {
  const { hasDisorder } = size;
  const { intervalMs, createdAt, goods } = plan;
  const disorder = chance.of('disorder');
  const faulty = chance.of('lies');
  const offsetMs = hasDisorder && disorder.is(0.3) ? disorder.between(-3, 3) * minute : 0;
  const drift = hasDisorder && disorder.is(0.2) ? disorder.between(-2e-4, 2e-4) : 0;
  const together = disorder.pick(intervalMs > hour ? [2, 6, 6, 12, 12] : [1, 1, 2, 4, 6]);
  const measure = measuredBy(plan, { weather: chance.of('weather'), faulty }, { endsAt }, size);
  const noise = noiseOf(faulty, size);
  const defaultClock = defaultClockOf(faulty.of('clock'), size.badInputs, {
    from: createdAt,
    to: endsAt,
    intervalMs,
  });
  const sent: Sent[] = [];
  let waiting: Row[] = [];
  let offlineUntil = 0;
  const put = (own: Chance, message: Message): void => {
    sent.push({ thing, ...message, isMislaid: hasDisorder && own.is(0.01) });
  };
  const send = (at: number, rows: readonly Row[], form: number): void =>
    put(disorder, messageOf(at, rows, form));
  for (let at = createdAt; at < endsAt; at += intervalMs) {
    if (hasDisorder && at > offlineUntil && disorder.is(goods === null ? 0.02 : 0.06))
      offlineUntil = at + disorder.between(2, 12) * intervalMs;
    const { celsius, ...measured } = measure(at);
    const row: Row = {
      at: defaultClock(at) ?? Math.round(at + offsetMs + drift * (at - createdAt)),
      ...measured,
    };
    for (const { own, message } of noise(row, at, celsius)) put(own, message);
    // Readings taken out of coverage are buffered, or lost with the device's power.
    if (at <= offlineUntil) {
      if (disorder.is(0.8)) waiting.push(row);
      continue;
    }
    waiting.push(row);
    if (waiting.length < together) continue;
    send(at + disorder.between(0, 2000), waiting, disorder.number());
    if (hasDisorder && disorder.is(0.05)) send(at + disorder.between(0, 6 * hour), waiting, 0);
    if (hasDisorder && disorder.is(0.01))
      send(
        at + disorder.between(0, hour),
        [{ ...row, cells: { ...row.cells, temperature: String(Math.round((celsius + 4) * 10) / 10) } }],
        0,
      );
    if (hasDisorder && disorder.is(0.01))
      send(at, [{ at: Math.round(at + 40 * minute), cells: { temperature: '5' } }], 0);
    waiting = [];
  }
  if (waiting.length > 0 && disorder.is(0.8)) send(endsAt - disorder.number() * intervalMs, waiting, 0);
  return sent.filter(({ at }) => at < endsAt);
}

type Message = Pick<Sent, 'at' | 'rows' | 'payload' | 'isMalformed'>;

/** A message with these rows: as SenML where `form` is at least 0.8 and they can be written so, else as plain JSON. */
function messageOf(at: number, rows: readonly Row[], form: number): Message {
  const payload = (form < 0.8 ? null : senML(rows)) ?? plain(rows, form > 0 && form < 0.1);
  return { at, rows, payload, isMalformed: false };
}

/** What a device measures at a time, with the temperature in °C that is true. Called with ascending times. */
function measuredBy(
  { intervalMs, createdAt, attachedAt, arrivedAt, truck, goods }: ShipmentPlan,
  { weather, faulty }: { weather: Chance; faulty: Chance },
  { endsAt }: { endsAt: number },
  { badInputs }: Size,
): (at: number) => Omit<Row, 'at'> & { celsius: number } {
  const pressures = faulty.of('pressure');
  const roads = faulty.of('roads');
  const temperatureOf = unreliableSensor(faulty, badInputs, {
    beginsAt: attachedAt,
    endsAt: arrivedAt ?? endsAt,
    intervalMs,
  });
  let outsideUntil = 0;
  let goal = 5;
  return (at) => {
    if (at > outsideUntil) {
      goal = 5;
      // What one profile allows and another one forbids is rare in calm weather.
      if (weather.is((intervalMs > hour ? 0.012 : 0.03) * (goods === null ? 1 : 3))) {
        outsideUntil = at + weather.between(0.5, 9) * intervalMs;
        goal = weather.pick([9, 12, 12, -1, 1]);
      }
    }
    const celsius = Math.round((goal + weather.between(-0.8, 0.8)) * 10) / 10;
    const pressure = weather.is(0.4) ? (weather.is(0.2) ? '70' : '101') : null;
    const hasPosition = weather.is(0.3);
    return {
      celsius,
      cells: {
        temperature: temperatureOf(celsius, at),
        ...(pressure !== null && { pressure: badPressure(pressures, badInputs) ?? pressure }),
      },
      ...(truck === null
        ? hasPosition && {
            fix: { latitude: Math.round(51e4 + (at - createdAt) / minute) / 1e4, longitude: 0.1 },
          }
        : roads.is(0.6) && { fix: fixAt(truck, at, roads, badInputs) }),
    };
  };
}

/** The malformed messages, and those that differ from what was measured, each with its stream of chance. */
function noiseOf(
  faulty: Chance,
  { badInputs }: Size,
): (row: Row, at: number, celsius: number) => { own: Chance; message: Message }[] {
  const kinds = (['malformed', 'differing'] as const).map((kind) => ({ kind, own: faulty.of(kind) }));
  return (row, at, celsius) =>
    kinds.flatMap(({ kind, own }) => {
      const [isNow, delay] = [own.is(0.015), own.between(0, 90 * minute)];
      const text = own.pick(malformed);
      const temperature = differingTemperature(own, celsius);
      if (!isNow || !badInputs.includes(kind)) return [];
      if (kind === 'differing')
        return [{ own, message: messageOf(at + delay, [{ at: row.at, cells: { temperature } }], 0) }];
      // A malformed object does not affect the others in its message.
      const isInPart = delay < 20 * minute;
      const payload = isInPart ? `[${objectOf(row)},{"time":"never","temperature":5}]` : text;
      return [{ own, message: { at, rows: isInPart ? [row] : [], payload, isMalformed: true } }];
    });
}

/** The time shown by a clock that has not been set yet; null while the clock is right. */
function defaultClockOf(
  chance: Chance,
  badInputs: readonly BadInputKind[],
  { from, to, intervalMs }: { from: number; to: number; intervalMs: number },
): (at: number) => number | null {
  const isOne = chance.is(0.12) && badInputs.includes('clock');
  const begins = chance.between(from, to);
  const ends = begins + chance.between(1, 8) * intervalMs;
  const isNeverSet = chance.is(0.5);
  return (at) => {
    if (!isOne || at < begins || at >= ends) return null;
    // GPS counts weeks in ten bits.
    return Math.round(isNeverSet ? Date.UTC(2000, 0, 1) + at - begins : at - 1024 * week);
  };
}
