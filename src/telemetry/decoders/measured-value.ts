import { type ScalarChannel, scalarChannelDefinitions } from '../../model/channels/channels.ts';
import { type Unit, unconverted } from '../../model/channels/scalar-channel.ts';
import { readValue } from '../payload-readings.ts';
import { temperatureUnitNamed, unitInWords } from '../temperature-unit.ts';
import { UnreadableText, numberSpelled, unreadableText } from '../unreadable.ts';
import { valueAt } from './json-path.ts';
import type { JsonObject, MeasuredValue } from './record-layout.ts';

/** A value at a fixed place of a record, in a fixed unit. */
type Field = Omit<MeasuredValue, 'name' | 'value'> & { readonly path: string };

/** Reads the values of a record at fixed places. */
export function fields(...all: readonly Field[]): (part: JsonObject) => MeasuredValue[] {
  return (part) =>
    all.flatMap(({ path, ...field }) => {
      const value = valueAt(part, path);
      return value === undefined ? [] : [measured({ ...field, name: path, value })];
    });
}

/** A value as its record has it, in its unit, with the number converted to the unit of readings. */
export function measured(field: MeasuredValue): MeasuredValue {
  const { quantity, unit } = field;
  if (quantity === 'latitude' || quantity === 'longitude' || quantity === 'accuracy') return field;
  const { convert } = unitNamed(quantity, unit)!;
  return convert === unconverted ? field : { ...field, value: converted(field, convert) };
}

function converted({ quantity, value }: MeasuredValue, convert: Unit['convert']): unknown {
  const number = typeof value === 'string' ? numberSpelled(value) : value;
  if (typeof number !== 'number')
    return typeof value === 'string' ? unreadableText(value).convertedBy(convert) : value;
  const inOwnUnit = convert(number);
  // The text of an unreadable value is what was sent.
  return isReadable(quantity, inOwnUnit) ? inOwnUnit : new UnreadableText(String(value));
}

function isReadable(quantity: MeasuredValue['quantity'], value: unknown): boolean {
  return quantity !== 'accuracy' && typeof readValue(quantity, value) === 'number';
}

/** Whether a value is a number that a working sensor can report. */
export function isNumber({ quantity, value }: MeasuredValue): boolean {
  return isReadable(quantity, value);
}

/**
 * A value in a unit that its record names, such as "F" or "deg C". In a unit that is not known, it is no number of the
 * channel, but a text with that unit.
 */
export function measuredIn(
  named: string,
  field: Pick<MeasuredValue, 'name' | 'value'> & { readonly quantity: ScalarChannel },
): MeasuredValue {
  const { quantity, value } = field;
  const letter = quantity === 'temperature' ? temperatureUnitNamed(named) : null;
  const unit = letter === null ? named : letter === 'K' ? 'K' : unitInWords(letter);
  if (unitNamed(quantity, unit) !== undefined) return measured({ ...field, unit });
  const isScalar = typeof value === 'number' || typeof value === 'string';
  return { ...field, unit, value: isScalar ? new UnreadableText(`${value} ${named}`) : value };
}

/** The unit of a channel with this name, in any case; undefined if the channel has none. */
function unitNamed(quantity: ScalarChannel, name: string): Unit | undefined {
  return scalarChannelDefinitions[quantity].units.find(({ names }) =>
    names.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
}
