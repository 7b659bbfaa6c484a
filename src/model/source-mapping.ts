import * as z from 'zod/mini';
import { scalarChannelDefinitions, scalarChannels } from './channels/channels.ts';
import { layoutNames } from './layout-names.ts';
import { isPrintable, printableHint } from './printable.ts';
import { must, oneOf, problemsOf } from './problems.ts';
import type { ReadOnly } from './read-only.ts';

/** How a time is written: ISO 8601 with its zone, or seconds or milliseconds since 1970, as a number or its text. */
export const timeForms = ['iso', 'seconds', 'milliseconds'] as const;
/** Whose clock a time is from: the device's own, or that of whoever received its message first. */
export const clocks = ['device', 'receipt'] as const;

const mostPaths = 10;
const mostKeys = 20;
const mostValues = 20;

/** A place in a body: keys separated by dots, numbers (from zero) in lists: `deviceInfo.devEui`, `rxInfo.0.time`. */
const path = z.string(must('must be a path, as "deviceInfo.devEui"')).check(
  z.maxLength(200, 'must have at most 200 characters'),
  z.refine(isPrintable, printableHint),
  z.refine(
    (given: string) => given.split('.').every((key) => key !== ''),
    'must be keys separated by single dots, as "deviceInfo.devEui"',
  ),
  z.refine((given: string) => given.split('.').length <= mostKeys, `must have at most ${mostKeys} keys`),
);

const channel = z.enum(scalarChannels, must(`must be ${oneOf(scalarChannels)}`));

const value = z
  .strictObject(
    {
      channel,
      path,
      unit: z.string(must('must be a unit, as "°C"')),
      factor: z.optional(
        z
          .number(must('must be a number'))
          .check(z.refine((given: number) => given > 0, 'must be more than 0; 0.1 reads 46 as 4.6')),
      ),
    },
    must('must be an object with channel, path and unit'),
  )
  .check((context) => {
    const { channel: named, unit } = context.value;
    const units = scalarChannelDefinitions[named].units.flatMap(({ names }) => names);
    if (units.some((each) => each.toLowerCase() === unit.toLowerCase())) return;
    const allowed = scalarChannelDefinitions[named].units.map(({ names: [first] }) => first);
    const message = `must be a unit of ${named} (${allowed.join(', ')}), found ${JSON.stringify(unit)}`;
    context.issues.push({ code: 'custom', message, path: ['unit'], input: unit });
  });

const layoutMapping = z.strictObject(
  {
    layout: z.enum(layoutNames, must(`must be the name of a built-in layout: ${layoutNames.join('; ')}`)),
    temperature: z.optional(path),
  },
  must('must be an object'),
);

const declaredMapping = z
  .strictObject(
    {
      records: z.optional(path),
      devices: z
        .array(path, must('must be a list of paths, of which the first present names the device'))
        .check(
          z.minLength(1, 'must name at least one path: a record that names no device cannot be assigned'),
          z.maxLength(mostPaths, `must have at most ${mostPaths} paths`),
        ),
      times: z
        .array(
          z.strictObject(
            {
              path,
              form: z.enum(timeForms, must(`must be ${oneOf(timeForms)}`)),
              clock: z.enum(clocks, must(`must be ${oneOf(clocks)}`)),
            },
            must('must be an object with path, form and clock'),
          ),
          must('must be a list of {path, form, clock}'),
        )
        .check(
          z.minLength(1, 'must name at least one time'),
          z.maxLength(mostPaths, `must have at most ${mostPaths} times`),
        ),
      values: z
        .array(value, must('must be a list of {channel, path, unit}'))
        .check(z.maxLength(mostValues, `must have at most ${mostValues} values`)),
      position: z.optional(
        z.strictObject(
          { latitude: path, longitude: path, accuracy: z.optional(path) },
          must('must be an object with latitude and longitude'),
        ),
      ),
    },
    must('must be an object'),
  )
  .check((context) => {
    const { values, position } = context.value;
    if (values.length === 0 && position === undefined)
      context.issues.push({
        code: 'custom',
        message: 'must name at least one value or a position',
        path: ['values'],
        input: values,
      });
  });

/**
 * How the bodies of a source are read, as a person declares it and another approves it. Either a built-in layout, with
 * the name of the temperature that is meant where it has several; or paths. With `records`, each object of the list at
 * that path is a record of its own; all other paths are from the whole body, and those that begin with that of
 * `records` are within the record, without its number: `records: "data"`, `path: "data.temp"`. A body that is a list is
 * read object by object. Of several devices, times or values of one channel, the first present counts; a device's own
 * time is preferred to that of a receipt. A value is multiplied by `factor` before its unit is converted.
 */
export const sourceMappingSchema = z.transform((given: unknown, context) => {
  const isLayout = typeof given === 'object' && given !== null && 'layout' in given;
  const parsed = (isLayout ? layoutMapping : declaredMapping).safeParse(given);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: given } as never);
  return z.NEVER;
});

/** A built-in layout; `temperature` names the value that is meant where it has several. */
export type LayoutMapping = ReadOnly<z.infer<typeof layoutMapping>>;
/** Paths of a body, with forms and units. */
export type DeclaredMapping = ReadOnly<z.infer<typeof declaredMapping>>;
export type SourceMapping = LayoutMapping | DeclaredMapping;

export type CheckedSourceMapping =
  | { readonly ok: true; readonly mapping: SourceMapping }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Checks a mapping. Anything unknown, missing or contradictory is refused, and each problem names its field. */
export function checkSourceMapping(json: unknown): CheckedSourceMapping {
  const parsed = sourceMappingSchema.safeParse(json);
  return parsed.success
    ? { ok: true, mapping: parsed.data }
    : { ok: false, problems: problemsOf(parsed.error, 'mapping') };
}
