import type { Chance } from '../proof/chance.ts';
import type { BadInputKind } from './bad-input-kinds.ts';

/** The text that a message has for a value, as written in JSON; bare words that are not valid JSON are possible. */
export type Cell = string;

const texts: readonly Cell[] = [
  '"ERR"',
  '"NC"',
  '"--.-"',
  '""',
  'null',
  'NaN',
  '-Infinity',
  '65535',
  '-210.1',
  '"probe open"',
];
const offScale: readonly Cell[] = ['">72.0"', '"HI"', '"LO"', '"<-40"', '"OL"', '">8"', '"<4"'];
// DS18B20 after a reset and when unplugged, a signed byte without a value, a missing value of fixed width.
const codes = [85, 85, -127, 127, -99.9];

type Ends = { readonly beginsAt: number; readonly endsAt: number; readonly intervalMs: number };

/**
 * A temperature sensor: turns each measured temperature, in degrees Celsius, into the text it sends, which is usually
 * the same number.
 */
export function unreliableSensor(
  chance: Chance,
  badInputs: readonly BadInputKind[],
  ends: Ends,
): (celsius: number, at: number) => Cell {
  const streams = (['texts', 'scale', 'codes', 'lone'] as const)
    .map((kind) => ({ kind, own: chance.of(kind) }))
    .filter(({ kind, own }) => own.is(0.3) && badInputs.includes(kind));
  const spelling = chance.of('strings');
  const spells = spelling.is(0.25) && badInputs.includes('strings');
  const edges = chance.of('edges');
  const edge = badInputs.includes('codes') && edges.is(0.15) ? String(edges.pick(codes)) : null;
  const isFirst = edges.is(0.5);
  let ahead: Cell[] = [];
  return (celsius, at) => {
    const distance = isFirst ? at - ends.beginsAt : ends.endsAt - at;
    for (const { kind, own } of streams) {
      const begins = own.is(0.03);
      const sequence = sequenceOf(kind, own, celsius);
      if (begins && ahead.length === 0) ahead = sequence;
    }
    const asString = spelling.is(0.4);
    if (edge !== null && distance >= 0 && distance < 2.5 * ends.intervalMs) return edge;
    return ahead.shift() ?? (spells && asString ? spelt(spelling, celsius) : String(celsius));
  };
}

/** A faulty text in place of a pressure; usually null, where the pressure is sent as measured. */
export function badPressure(chance: Chance, badInputs: readonly BadInputKind[]): Cell | null {
  const isOne = chance.is(0.02);
  const cell = chance.pick(['"ERR"', 'null', '"-"', '999']);
  return isOne && badInputs.includes('texts') ? cell : null;
}

/** The differing text that a second message has for a temperature already sent. */
export function differingTemperature(chance: Chance, celsius: number): Cell {
  return chance.pick(['"ERR"', 'null', '">72.0"', (celsius + 3).toFixed(1), (celsius - 1).toFixed(1)]);
}

function sequenceOf(kind: 'texts' | 'scale' | 'codes' | 'lone', chance: Chance, celsius: number): Cell[] {
  const length = chance.pick([1, 1, 1, 2, 3, 5, 9]);
  switch (kind) {
    case 'texts':
    case 'scale': {
      const cell = chance.pick(kind === 'texts' ? texts : offScale);
      return Array.from({ length }, () => cell);
    }
    case 'codes': {
      const code = chance.pick(codes);
      const run = Array.from({ length }, () => String(code));
      const isCredible = chance.is(0.15);
      const near = chance.pick([20, 20.1, 12]);
      return isCredible ? [String(code - near), ...run] : run;
    }
    case 'lone': {
      const jump = chance.pick([8, 8.1, 9, 14, -8.1, -10, -10, -14]);
      const around = (): Cell => (celsius + chance.pick([0, 0.2, 0.5])).toFixed(1);
      return [around(), around(), (celsius + jump).toFixed(1), around(), around()];
    }
  }
}

function spelt(chance: Chance, celsius: number): Cell {
  const digits = String(Math.abs(celsius));
  const text = celsius < 0 ? `\u2212${digits}` : chance.pick([digits, `+${digits}`, ` ${digits} `]);
  return JSON.stringify(text);
}
