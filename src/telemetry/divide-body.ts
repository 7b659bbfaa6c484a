import { excerpt, isPrintable } from '../model/printable.ts';
import type { SourceMapping } from '../model/source-mapping.ts';
import { declaredLayout } from './decoders/declared-layout.ts';
import { eventInWords } from './decoders/events-without-values.ts';
import { isObject } from './decoders/json-path.ts';
import { layoutNamed, layoutOf } from './decoders/layouts.ts';
import type { RecordLayout } from './decoders/record-layout.ts';
import { type RefusedRecord, type ResolvedRecord, resolveSenml } from './decoders/resolve-senml.ts';
import { type RefusedPart, type Sample, samplesOf } from './decoders/samples.ts';
import { emptyInWords, isSenml } from './decoders/senml.ts';
import { cborInWords } from './parse-payload.ts';
import type { Refusal } from './payload-readings.ts';
import { readBody } from './read-body.ts';
import { type RepeatedKeys, repeatedInWords, repeatedKeys, senmlKeys } from './repeated-keys.ts';

/** What a body has of one device: samples of layouts or records of SenML, and what was refused of it. */
export type DevicePart = {
  /** The number of its first record, from one. */
  readonly line: number;
  readonly samples: Sample[];
  readonly senml: (ResolvedRecord | RefusedRecord)[];
  readonly refused: Refusal[];
};

/** A body divided by the devices that it names, in their order, and what was refused of no device. */
export type DividedBody = { readonly devices: ReadonlyMap<string, DevicePart>; readonly refused: Refusal[] };

/** Each device of a body costs a write; a longer body is sent in several. */
export const devicesAtMost = 100;
/** A name is part of a key in the table of sources. */
const characters = 200;

/** A value of a body that may be a record, with its number from one, and a key that an object in it has twice. */
type GivenRecord = { readonly line: number } & (
  { readonly value: unknown; readonly repeated: string | undefined } | { readonly reason: string }
);

/**
 * Divides a body by device. Without a mapping, the built-in layouts recognise its records. `receivedAt` is epoch
 * milliseconds.
 */
export function divideBody(
  payload: Uint8Array,
  receivedAt: number,
  mapping: SourceMapping | null,
): DividedBody {
  const divided = new Divided();
  const body = readBody(payload);
  if (body.kind === 'unreadable') divided.refuse(1, body.reason);
  else if (body.kind === 'cbor') {
    if (Array.isArray(body.value)) takePack(body.value, new Map(), mapping, divided);
    else divided.refuse(1, cborInWords);
  } else if (body.kind === 'lines') {
    const records = body.lines.map((each) => ('reason' in each ? each : withRepeated(each)));
    takeRecords(records, receivedAt, mapping, divided);
  } else if (isSenml(body.value) && (mapping === null || isOfSenml(mapping)))
    takePack(body.value, repeatedKeys(body.text, body.value, senmlKeys), mapping, divided);
  else {
    const values: readonly unknown[] = Array.isArray(body.value) ? body.value : [body.value];
    if (values.length === 0) divided.refuse(1, 'the list is empty');
    const repeated = repeatedKeys(body.text, body.value, 'all');
    const records = values.map((value, index) => ({
      value,
      line: index + 1,
      repeated: repeated.get(index + 1),
    }));
    takeRecords(records, receivedAt, mapping, divided);
  }
  return divided;
}

function withRepeated({ content, value, line }: { content: string; value: unknown; line: number }) {
  return { value, line, repeated: repeatedKeys(content, value, 'all').get(1) };
}

const isOfSenml = (mapping: SourceMapping): boolean => 'layout' in mapping && mapping.layout === 'SenML';

class Divided implements DividedBody {
  readonly devices = new Map<string, DevicePart>();
  readonly refused: Refusal[] = [];

  refuse(line: number, reason: string): void {
    this.refused.push({ line, reason });
  }

  /** The part of the device with a name; null, with the reason refused, if it cannot be a device. */
  deviceNamed(name: string, line: number): DevicePart | null {
    let device = this.devices.get(name);
    if (device !== undefined) return device;
    if (this.devices.size >= devicesAtMost) {
      this.refuse(
        line,
        `${excerpt(name)} is not read: it is beyond ${devicesAtMost} devices, the most that one body may have`,
      );
      return null;
    }
    if (name.length > characters || !isPrintable(name) || !name.isWellFormed()) {
      this.refuse(
        line,
        `${excerpt(name)} is no name of a device: it must be one line of at most ${characters} characters`,
      );
      return null;
    }
    device = { line, samples: [], senml: [], refused: [] };
    this.devices.set(name, device);
    return device;
  }
}

function takePack(
  pack: readonly unknown[],
  repeated: RepeatedKeys,
  mapping: SourceMapping | null,
  divided: Divided,
): void {
  if (mapping !== null && !isOfSenml(mapping)) {
    divided.refuse(1, `it is SenML, and the source's mapping is of ${inWords(mapping)}`);
    return;
  }
  const resolved = resolveSenml(pack, repeated);
  if (typeof resolved === 'string') divided.refuse(1, resolved);
  else if (resolved.length === 0) divided.refuse(1, emptyInWords(pack));
  else
    for (const record of resolved) {
      const { device, line } = record;
      if (device !== null) divided.deviceNamed(device, line)?.senml.push(record);
      else if ('reason' in record) divided.refuse(line, record.reason);
      else divided.refuse(line, 'it names no device: neither a base name (bn) nor a name (n)');
    }
}

function inWords(mapping: SourceMapping): string {
  return 'layout' in mapping ? mapping.layout : 'declared paths';
}

function takeRecords(
  records: readonly GivenRecord[],
  receivedAt: number,
  mapping: SourceMapping | null,
  divided: Divided,
): void {
  const layoutFor = layoutChoice(mapping);
  for (const record of records) {
    const { line } = record;
    if ('reason' in record) {
      divided.refuse(line, record.reason);
      continue;
    }
    const { value, repeated } = record;
    const layout = isObject(value) ? layoutFor(value) : null;
    if (!isObject(value)) divided.refuse(line, `a record must be an object, found ${excerpt(value)}`);
    else if (layout === null) divided.refuse(line, eventInWords(value) ?? unknownInWords(mapping));
    else {
      const found = samplesOf({ record: value, layout, line }, receivedAt, records.length === 1);
      if (repeated === undefined) takeFound(found, layout, divided);
      else refuseRepeated(found, line, repeatedInWords(repeated), divided);
    }
  }
}

function layoutChoice(mapping: SourceMapping | null): (record: object) => RecordLayout | null {
  if (mapping === null) return layoutOf;
  if (!('layout' in mapping)) {
    const declared = declaredLayout(mapping);
    return () => declared;
  }
  const layout = layoutNamed(mapping.layout);
  return (record) => (isObject(record) && layout?.recognises(record) === true ? layout : null);
}

function unknownInWords(mapping: SourceMapping | null): string {
  return mapping === null
    ? 'no built-in layout recognises the record; declare where its device, time and values are, as a mapping: coldwatch source map'
    : `the record is not of ${inWords(mapping)}`;
}

type Found = { readonly samples: readonly Sample[]; readonly refused: readonly RefusedPart[] };

function takeFound({ samples, refused }: Found, layout: RecordLayout, divided: Divided): void {
  const nameless = `${layout.name}: it names no device (${layout.devices.join(', ') || 'this layout has no name'}); a name is a text, or a number of at most 15 digits`;
  for (const sample of samples) {
    const [first] = sample.devices;
    if (first === undefined) divided.refuse(sample.line, nameless);
    else divided.deviceNamed(first.name, sample.line)?.samples.push(sample);
  }
  for (const { line, reason, devices } of refused) {
    const [first] = devices;
    if (first === undefined) divided.refuse(line, reason);
    else divided.deviceNamed(first.name, line)?.refused.push({ line, reason });
  }
}

/** A record with a key that stands twice is refused for each device that it names. */
function refuseRepeated({ samples, refused }: Found, line: number, reason: string, divided: Divided): void {
  const names = new Set([...samples, ...refused].flatMap(({ devices: [first] }) => first?.name ?? []));
  if (names.size === 0) divided.refuse(line, reason);
  for (const name of names) divided.deviceNamed(name, line)?.refused.push({ line, reason });
}
