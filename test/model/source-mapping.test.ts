import { describe, expect, test } from 'vitest';
import { checkSourceMapping } from '../../src/model/source-mapping.ts';
import { layoutNames } from '../../src/model/layout-names.ts';

const declared = {
  records: 'data',
  devices: ['data.imei', 'gateway'],
  times: [
    { path: 'data.ts', form: 'seconds', clock: 'device' },
    { path: 'received', form: 'iso', clock: 'receipt' },
  ],
  values: [
    { channel: 'temperature', path: 'data.t', unit: '°C', factor: 0.1 },
    { channel: 'humidity', path: 'data.rh', unit: '%' },
  ],
  position: { latitude: 'data.lat', longitude: 'data.lon' },
};

function problemsOf(json: unknown): readonly string[] {
  const checked = checkSourceMapping(json);
  return checked.ok ? [] : checked.problems;
}

describe('a mapping', () => {
  test('is a built-in layout, with the temperature that is meant', () => {
    for (const layout of layoutNames)
      expect(checkSourceMapping({ layout })).toEqual({ ok: true, mapping: { layout } });
    const mapping = { layout: 'Traccar position', temperature: 'attributes.temp2' };
    expect(checkSourceMapping(mapping)).toEqual({ ok: true, mapping });
  });

  test('or declares paths, and is stored as it was written', () => {
    expect(checkSourceMapping(declared)).toEqual({ ok: true, mapping: declared });
    const position = { ...declared, values: [] };
    expect(checkSourceMapping(position)).toEqual({ ok: true, mapping: position });
  });

  test.each<[string, unknown, readonly string[]]>([
    ['null', null, ['mapping: must be an object']],
    ['a list', [], ['mapping: must be an object']],
    [
      'nothing',
      {},
      [
        'devices: is missing; must be a list of paths, of which the first present names the device',
        'times: is missing; must be a list of {path, form, clock}',
        'values: is missing; must be a list of {channel, path, unit}',
      ],
    ],
    ['an unknown field', { ...declared, device: 'x' }, ['mapping: unknown field "device"']],
    ['a layout with paths', { layout: 'SenML', devices: ['bn'] }, ['mapping: unknown field "devices"']],
    [
      'no device',
      { ...declared, devices: [] },
      ['devices: must name at least one path: a record that names no device cannot be assigned'],
    ],
    ['no time', { ...declared, times: [] }, ['times: must name at least one time']],
    [
      'a unit of another channel',
      { ...declared, values: [{ channel: 'temperature', path: 'data.t', unit: 'hPa' }] },
      ['values[0].unit: must be a unit of temperature (°C, °F, K), found "hPa"'],
    ],
    [
      'a factor of nothing',
      { ...declared, values: [{ channel: 'battery', path: 'data.b', unit: '%', factor: 0 }] },
      ['values[0].factor: must be more than 0; 0.1 reads 46 as 4.6'],
    ],
    [
      'an empty key',
      { ...declared, devices: ['data..imei'] },
      ['devices[0]: must be keys separated by single dots, as "deviceInfo.devEui"'],
    ],
    [
      'an unknown clock',
      { ...declared, times: [{ path: 'ts', form: 'unix', clock: 'gateway' }] },
      ['times[0].form: must be iso, seconds or milliseconds', 'times[0].clock: must be device or receipt'],
    ],
    [
      'neither a value nor a position',
      { ...declared, values: [], position: undefined },
      ['values: must name at least one value or a position'],
    ],
  ])('with %s is refused, and the problem names its field', (_, json, problems) => {
    expect(problemsOf(json)).toEqual(problems);
  });

  test('of an unknown layout is refused with the known ones', () => {
    expect(problemsOf({ layout: 'Things' })[0]).toMatch(
      /^layout: must be the name of a built-in layout: Azure IoT Central telemetry; .*Zigbee2MQTT message$/,
    );
  });
});
