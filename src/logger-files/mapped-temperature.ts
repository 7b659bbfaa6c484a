import { measured } from '../telemetry/decoders/measured-value.ts';
import type { MeasuredValue } from '../telemetry/decoders/record-layout.ts';
import { type Sample, candidatesIn, temperaturesIn } from '../telemetry/decoders/samples.ts';
import { type FileAnswers, UnusableArgument } from './logger-file.ts';

/**
 * The name of the temperature to read; null if there is none.
 *
 * @throws {UnusableArgument} when there are several and none is asked for, or there is none with the name asked for.
 */
export function chosenTemperature(
  samples: readonly Sample[],
  columns: FileAnswers['columns'] = {},
): string | null {
  const { temperature: asked, ...others } = columns;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new UnusableArgument(`only --column temperature is chosen here; leave --column ${other} out`);
  if (asked !== undefined) {
    const all = temperaturesIn(samples);
    const meant = all.includes(asked) ? [asked] : all.filter((name) => name.endsWith(`.${asked}`));
    if (meant.length === 1) return meant[0]!;
    throw new UnusableArgument(
      `no temperature is --column temperature=${asked}; there ${all.length === 1 ? 'is' : 'are'} ${all.join(', ') || 'none'}`,
    );
  }
  const candidates = candidatesIn(samples);
  if (candidates.length > 1)
    throw new UnusableArgument(
      `it holds several temperatures, ${candidates.join(', ')}; say which is meant, as --column temperature=${candidates[0]!}`,
      { question: { option: 'column', candidates } },
    );
  return candidates[0] ?? null;
}

const unitNames = { degC: '°C', degF: '°F', K: 'K' } as const;

/**
 * Samples with the temperature in the unit that the user states, where neither the file nor its maker does.
 *
 * @throws {UnusableArgument} when it is known to be in another unit.
 */
export function inStatedUnit(
  samples: readonly Sample[],
  temperature: string,
  answer: FileAnswers['unit'],
): readonly Sample[] {
  if (answer === undefined) return samples;
  const unit = unitNames[answer];
  const converted = (value: MeasuredValue): MeasuredValue => {
    if (value.name !== temperature || (value.unit === unit && !value.isUnitOpen)) return value;
    if (!value.isUnitOpen)
      throw new UnusableArgument(`${temperature} is in ${value.unit}; leave --unit ${answer} out`);
    return measured({ name: value.name, quantity: value.quantity, value: value.value, unit });
  };
  return samples.map((sample) => ({ ...sample, values: sample.values.map(converted) }));
}
