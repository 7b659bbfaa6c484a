import type { Chance } from '../proof/chance.ts';

/** The parts of JSON Schema that the API's own description uses. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
};

const texts = [
  'north',
  'S-1',
  'box-1',
  'sim-10@1',
  'warm',
  'a',
  'Z'.repeat(60),
  '=1+1',
  "Robert'); DROP",
  '340123450000000017',
];
const times = ['2026-11-21T08:00:00Z', '2026-11-21T09:00:00+01:00', '2020-01-01T00:00:00.001Z'];

/** A value that conforms to a schema, or nearly does. */
export function valueBy(schema: Schema | undefined, chance: Chance, depth = 0): unknown {
  if (schema === undefined || depth > 6) return chance.pick(texts);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return chance.pick(schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return valueBy(chance.pick(either), chance, depth + 1);
  if (schema.allOf !== undefined) return valueBy(schema.allOf[0], chance, depth + 1);
  const type =
    typeof schema.type === 'string'
      ? schema.type
      : (schema.type?.[0] ?? (schema.properties ? 'object' : 'string'));
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return chance.is(0.5);
    case 'integer':
    case 'number': {
      const low = schema.minimum ?? schema.exclusiveMinimum ?? -10;
      const value = chance.between(low, Math.min(schema.maximum ?? low + 100, low + 1000));
      return type === 'integer' ? Math.round(value) : value;
    }
    case 'array':
      return Array.from({ length: (schema.minItems ?? 0) + chance.below(3) }, () =>
        valueBy(schema.items, chance, depth + 1),
      );
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) === true || chance.is(0.5))
          .map(([name, inner]) => [name, valueBy(inner, chance, depth + 1)]),
      );
    default:
      return chance.is(0.3) || schema.format === 'date-time' ? chance.pick(times) : chance.pick(texts);
  }
}
