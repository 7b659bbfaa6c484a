import type { Random } from '../independent/random.ts';
import type { Sensor, Sent } from './history.ts';

/** Temperatures at, just beyond and far from the limits of generated profiles, in °C. */
const celsius = [-7, -2.1, -2, -1.9, -0.5, 0, 0.1, 1.9, 2, 2.1, 5, 7.9, 8, 8.1, 12] as const;
const bounds = [-40, -2, 0, 2, 8, 72] as const;

type Spell = { readonly from: number; readonly to: number };

/** A sensor that was with the goods for a time, with gaps, values that cannot be read, repeats and disorder. */
export function generateSensor(random: Random, device: string, { from, to }: Spell): Sensor {
  const intervalMs = random.pick([60_000, 90_001, 300_000, random.whole(1000, 400_000)]);
  const maxGapMs = intervalMs + random.pick([0, 1, intervalMs, random.whole(0, 2 * intervalMs)]);
  const steps = [intervalMs, intervalMs, maxGapMs, maxGapMs + 1, random.whole(1, 4 * maxGapMs)];
  const sent: Sent[] = [];
  let value = random.pick(celsius);
  let at = from + random.pick([0, 0, random.whole(-intervalMs, 2 * maxGapMs)]);
  for (let count = random.whole(0, 9); count > 0 && at <= to + intervalMs; count--) {
    if (random.chance(0.6)) value = random.pick(celsius);
    if (random.chance(0.9)) sent.push({ at, celsius: value });
    if (random.chance(0.08)) sent.push({ at, celsius: random.pick(celsius) });
    if (random.chance(0.15)) sent.push(unreadable(random, at));
    at += random.pick(steps);
  }
  // Exactly at the end of the time with the goods.
  if (random.chance(0.2)) sent.push({ at: to, celsius: random.pick(celsius) });
  return {
    device,
    from,
    to,
    knownFrom: from,
    knownTo: to,
    intervalMs,
    maxGapMs,
    sent: random.chance(0.5) ? sent.toReversed() : [...sent, ...sent.slice(0, 2)],
  };
}

function unreadable(random: Random, at: number): Sent {
  const side = random.pick([null, null, 'above', 'below', 'either'] as const);
  return { at, side, bound: side === null || random.chance(0.3) ? null : random.pick(bounds) };
}

/** Sensors of one leg: one, several side by side, swapped ones, and ones that overlap or leave time between them. */
export function generateSensors(random: Random, name: string, { from, to }: Spell): Sensor[] {
  const middle = random.whole(from + 1, to - 1);
  const later = random.whole(middle, to - 1);
  const spells: Spell[] = random.pick([
    [{ from, to }],
    [{ from, to }],
    [
      { from, to },
      { from, to },
    ],
    [
      { from, to: middle },
      { from: middle, to },
    ],
    [
      { from, to: middle },
      { from: later, to },
    ],
    [
      { from, to: later + 1 },
      { from: middle, to },
    ],
    [
      { from, to },
      { from, to: middle },
      { from: later, to },
    ],
    [],
  ]);
  return spells.map((spell, index) => generateSensor(random, `${name}-${index}`, spell));
}
