import type { SourceMapping } from '../../src/model/source-mapping.ts';
import type { Chance } from '../proof/chance.ts';
import { objectOf, senMLRecords } from './payload-forms.ts';
import type { BodyPart, Row, Sent, SentBody, Size, SourcePlan } from './plan-types.ts';

/** Where the bodies of a source have their devices, times and values, as a person declares it. */
export const declaredMapping: SourceMapping = {
  records: 'records',
  devices: ['records.box'],
  times: [{ path: 'records.time', form: 'iso', clock: 'device' }],
  values: [
    { channel: 'temperature', path: 'records.temperature', unit: '°C' },
    { channel: 'pressure', path: 'records.pressure', unit: 'kPa' },
  ],
  position: {
    latitude: 'records.latitude',
    longitude: 'records.longitude',
    accuracy: 'records.accuracy',
  },
};

/** Bodies of which nothing can be read. */
const unreadable = ['hello', '[]', '7', '{"foo":1}', '[1,2]', '{"records":[{"box":"P-'];

/** A device's part of a body before it is written. */
type Part = Pick<BodyPart, 'thing' | 'named' | 'rows' | 'isMalformed'>;

/** How a body is written: all of it, and what a device would have sent itself to say the same. */
type Form = {
  readonly write: (parts: readonly Part[]) => string;
  readonly alone: (part: Part) => string;
};

const recordsOf = ({ rows, isMalformed }: Part): string[] => [
  ...rows.map(objectOf),
  ...(isMalformed ? ['{"time":"never","temperature":5}'] : []),
];

const declared: Form = {
  write: (parts) =>
    `{"by":"a gateway","records":[${parts
      .flatMap((part) => recordsOf(part).map((record) => `{"box":"${part.named}",${record.slice(1)}`))
      .join(',')}]}`,
  alone: (part) => `[${recordsOf(part).join(',')}]`,
};

const packOf = ({ rows, isMalformed }: Part): string[] => [
  ...senMLRecords(rows)!,
  ...(isMalformed ? ['"t":"never","n":"temperature","u":"Cel","v":5'] : []),
];

const senML: Form = {
  write: (parts) =>
    `[${parts.flatMap((part) => packOf(part).map((record) => `{"bn":"${part.named}",${record}}`)).join(',')}]`,
  alone: (part) =>
    `[${packOf(part)
      .map((record) => `{${record}}`)
      .join(',')}]`,
};

function telemetryOf({ at, cells: { temperature, pressure }, fix }: Row): string {
  const values = [
    `"temperature_c":${temperature}`,
    ...(pressure === undefined ? [] : [`"pressure_kpa":${pressure}`]),
    ...Object.entries(fix ?? {}).map(([name, value]) => `"${name}":${value}`),
  ];
  return `{"ts":${at},"values":{${values.join(',')}}}`;
}

const telemetry = ({ rows, isMalformed }: Part): string =>
  `[${[...rows.map(telemetryOf), ...(isMalformed ? ['{"ts":"never","values":{"temperature_c":5}}'] : [])].join(',')}]`;

/** ThingsBoard's lists by device, for what SenML has no form for. */
const thingsBoard: Form = {
  write: (parts) => `{${parts.map((part) => `"${part.named}":${telemetry(part)}`).join(',')}}`,
  alone: telemetry,
};

type Writing = { readonly things: readonly string[]; readonly chance: Chance; readonly size: Size };

/** The bodies in which a source sends groups of its devices' messages. `things` are all devices of shipments. */
export function bodiesOf(
  source: SourcePlan,
  groups: readonly (readonly Sent[])[],
  { things, chance, size }: Writing,
): SentBody[] {
  const { name, transport, mapping } = source;
  const names = new Map([...source.devices].map(([named, thing]) => [thing, named]));
  const noise = chance.of('noise');
  return groups.flatMap((group): SentBody[] => {
    const at = group.at(-1)!.at;
    const isMislaid = size.hasDisorder && transport === 'mqtt' && chance.is(0.01);
    const [hasStranger, isFollowed] = [noise.is(0.15), noise.is(0.03)];
    // A name that nobody has, the name of a device where its source has another for it, and one of another source.
    const stranger = noise.pick(['stray', ...things, ...things.map((thing) => `P-${thing}`)]);
    const hello = noise.pick(unreadable);
    const refusals = hasStranger && !source.devices.has(stranger) ? [stranger] : [];
    const forms =
      mapping === null ? byForm(partsOf(group, names)) : [{ form: declared, parts: partsOf(group, names) }];
    const written = forms.map(({ form, parts }, index): SentBody => {
      const strange = index === 0 ? refusals.map((named) => strangeAt(at, named)) : [];
      // Wherever it stands, it does not affect the others.
      const all = noise.is(0.5) ? [...strange, ...parts] : [...parts, ...strange];
      return {
        source: name,
        at,
        payload: form.write(all),
        parts: parts.map((part) => ({ ...part, at, payload: form.alone(part), isMislaid: false })),
        refusals: strange.map(({ named }) => `"${named}" is not registered`),
        isMislaid,
      };
    });
    if (!isFollowed || !size.badInputs.includes('malformed')) return written;
    return [...written, { source: name, at, payload: hello, parts: [], refusals: [''], isMislaid: false }];
  });
}

/** What a body says of a name that its source may not speak for: a temperature that raises alarms. */
function strangeAt(at: number, named: string): Part {
  return {
    thing: '',
    named,
    rows: [{ at: Math.round(at), cells: { temperature: '31.5' } }],
    isMalformed: false,
  };
}

/** What a group of messages says of each device, in the order in which the devices come. */
function partsOf(group: readonly Sent[], names: ReadonlyMap<string, string>): Part[] {
  return [...Map.groupBy(group, ({ thing }) => thing)].map(([thing, sent]) => ({
    thing,
    named: names.get(thing)!,
    rows: sent.flatMap(({ rows }) => rows),
    isMalformed: sent.some(({ isMalformed }) => isMalformed),
  }));
}

/** A body of SenML, and one of ThingsBoard's lists with the values that SenML cannot express. */
function byForm(parts: readonly Part[]): { form: Form; parts: readonly Part[] }[] {
  const isOfSenML = ({ rows }: Part): boolean => senMLRecords(rows) !== null;
  return [
    { form: senML, parts: parts.filter(isOfSenML) },
    { form: thingsBoard, parts: parts.filter((part) => !isOfSenML(part)) },
  ].filter((each) => each.parts.length > 0);
}
