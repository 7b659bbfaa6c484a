import { battery } from './battery.ts';
import { humidity } from './humidity.ts';
import { pressure } from './pressure.ts';
import type { ScalarChannelDefinition } from './scalar-channel.ts';
import { temperature } from './temperature.ts';

const definitions = {
  temperature,
  pressure,
  humidity,
  battery,
} satisfies { readonly [channel: string]: ScalarChannelDefinition };
export type ScalarChannel = keyof typeof definitions;

/** The channels whose value is one number: a file in this folder and a line above each. */
export const scalarChannelDefinitions: Readonly<Record<ScalarChannel, ScalarChannelDefinition>> = definitions;

/** Their names, in the order in which people see them. */
export const scalarChannels = Object.keys(definitions) as readonly ScalarChannel[];

/** Builds a table by channel from the definitions. */
export function byScalarChannel<Value>(
  valueOf: (definition: ScalarChannelDefinition) => Value,
): Record<ScalarChannel, Value> {
  return Object.fromEntries(
    Object.entries(scalarChannelDefinitions).map(([channel, definition]) => [channel, valueOf(definition)]),
  ) as Record<ScalarChannel, Value>;
}
