import { scalarChannelDefinitions } from '../../model/channels/channels.ts';
import type { DeclaredMapping } from '../../model/source-mapping.ts';
import { UnreadableText, numberSpelled, unreadableText } from '../unreadable.ts';
import { readValue } from '../payload-readings.ts';
import { isObject, valueAt } from './json-path.ts';
import type { JsonObject, MeasuredValue, RecordLayout, TimeField } from './record-layout.ts';
import { iso, milliseconds, seconds } from './time-forms.ts';

/** The name of a layout that a person declared. */
export const declaredName = 'the mapping';

const forms = { iso, seconds, milliseconds } as const;

const layoutsOf = new WeakMap<DeclaredMapping, RecordLayout>();

/** The layout that a mapping declares. Every record is taken to be of it. */
export function declaredLayout(mapping: DeclaredMapping): RecordLayout {
  let layout = layoutsOf.get(mapping);
  if (layout === undefined) layoutsOf.set(mapping, (layout = built(mapping)));
  return layout;
}

function built(mapping: DeclaredMapping): RecordLayout {
  const times = mapping.times.map(({ path, form, clock }): TimeField => ({ path, form: forms[form], clock }));
  return {
    name: declaredName,
    recognises: () => true,
    ...(mapping.records !== undefined && { parts: partsAt(mapping.records, pathsOf(mapping)) }),
    devices: mapping.devices,
    groups: [
      {
        // The device's own time is preferred to that of a receipt, in whatever order they are written.
        times: [
          ...times.filter(({ clock }) => clock === 'device'),
          ...times.filter(({ clock }) => clock === 'receipt'),
        ],
        values: valuesOf(mapping),
      },
    ],
  };
}

function pathsOf({ devices, times, values, position }: DeclaredMapping): readonly string[] {
  return [
    ...devices,
    ...[...times, ...values].map(({ path }) => path),
    ...Object.values(position ?? {}).filter((path) => path !== undefined),
  ];
}

/**
 * Divides a record by the list at a path: each part has one object of the list in the list's place. Lists on the way
 * are divided too. A part has only what the paths need, so that a large record with a long list is not copied as often
 * as the list is long.
 */
function partsAt(records: string, paths: readonly string[]): (record: JsonObject) => readonly JsonObject[] {
  const keys = records.split('.');
  const split = paths.map((path) => path.split('.'));
  const needed = keys.map((_, level) => {
    const within = split.filter((path) => keys.slice(0, level).every((key, index) => path[index] === key));
    return [...new Set(within.flatMap((path) => path[level] ?? []))];
  });
  const partsFrom = (value: unknown, level: number): readonly unknown[] => {
    const key = keys[level]!;
    if (!isObject(value) || !Object.hasOwn(value, key)) return [];
    const inner = value[key];
    const shared = picked(value, needed[level]!);
    const elements: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
    const inside =
      level === keys.length - 1 ? elements : elements.flatMap((element) => partsFrom(element, level + 1));
    return inside.map((part) => ({ ...shared, [key]: part }));
  };
  return (record) => partsFrom(record, 0) as readonly JsonObject[];
}

function picked(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(value, key)).map((key) => [key, value[key]]));
}

/** Reads one value per channel: the first of its paths at which the record has one. */
function valuesOf({
  records,
  values,
  position,
}: DeclaredMapping): (part: JsonObject) => readonly MeasuredValue[] {
  const paths = [...values.map(({ path }) => path), ...Object.values(position ?? {})].filter(
    (path) => path !== undefined,
  );
  // A list may have tens of thousands of empty objects, which need not be asked for each value.
  const within =
    records !== undefined && paths.every((path) => path.startsWith(`${records}.`)) ? records : null;
  const channels = [...new Set(values.map(({ channel }) => channel))].map((channel) =>
    values.filter((each) => each.channel === channel),
  );
  const places = Object.entries(position ?? {}) as ['latitude' | 'longitude' | 'accuracy', string][];
  const read = (part: JsonObject): readonly MeasuredValue[] => [
    ...channels.flatMap((alternatives) => {
      const found = alternatives.map((each) => ({ ...each, given: valueAt(part, each.path) }));
      const first =
        found.find(({ given }) => (given ?? null) !== null) ?? found.find(({ given }) => given !== undefined);
      return first === undefined ? [] : [valueOf(first)];
    }),
    ...places.flatMap(([quantity, path]): MeasuredValue[] => {
      const value = valueAt(part, path);
      const unit = quantity === 'accuracy' ? 'm' : '°';
      return value === undefined ? [] : [{ name: quantity, quantity, unit, value }];
    }),
  ];
  return (part) => (within !== null && isEmpty(valueAt(part, within)) ? [] : read(part));
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  return true;
}

/** The value in the unit of its channel. What is no number a sensor can report stays the text that was sent. */
function valueOf({
  channel,
  unit,
  factor = 1,
  given,
}: DeclaredMapping['values'][number] & { readonly given: unknown }): MeasuredValue {
  const { convert } = scalarChannelDefinitions[channel].units.find(({ names }) =>
    names.some((name) => name.toLowerCase() === unit.toLowerCase()),
  )!;
  const scaled = (number: number): number => convert(factor === 1 ? number : number * factor);
  // One name for all paths of a channel: they are alternatives, of which the mapping's author chose the order.
  const field = { name: channel, quantity: channel, unit };
  const number = typeof given === 'string' ? numberSpelled(given) : given;
  if (typeof number !== 'number')
    return {
      ...field,
      value: typeof given === 'string' ? unreadableText(given).convertedBy(scaled) : given,
    };
  const value = scaled(number);
  const isReadable = typeof readValue(channel, value) === 'number';
  return { ...field, value: isReadable ? value : new UnreadableText(String(given)) };
}
