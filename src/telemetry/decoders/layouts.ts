import { scalarChannels } from '../../model/channels/channels.ts';
import { azureIotCentral } from './azure-iot-central.ts';
import { disruptive } from './disruptive.ts';
import { epcis } from './epcis.ts';
import { helium } from './helium.ts';
import { losant } from './losant.ts';
import { nordicShadow } from './nordic-shadow.ts';
import { tandd } from './tandd.ts';
import { tasmota } from './tasmota.ts';
import { thingsboard } from './thingsboard.ts';
import { tive } from './tive.ts';
import { traccar } from './traccar.ts';
import { ubidots } from './ubidots.ts';
import { whoEms } from './who-ems.ts';
import { chirpstack } from './chirpstack.ts';
import { isObject } from './json-path.ts';
import type { RecordLayout } from './record-layout.ts';
import { thingsStack } from './things-stack.ts';

/** The layouts of other people's JSON: a file in this folder and a line here each. The first that recognises a record reads it. */
export const layouts: readonly RecordLayout[] = [
  thingsStack,
  chirpstack,
  azureIotCentral,
  disruptive,
  epcis,
  helium,
  losant,
  nordicShadow,
  tandd,
  tasmota,
  thingsboard,
  tive,
  traccar,
  ubidots,
  whoEms,
];

/** The layout of a record; null for plain JSON, and for everything that no layout recognises. */
export function layoutOf(record: unknown): RecordLayout | null {
  if (!isObject(record) || isPlain(record)) return null;
  return layouts.find(({ recognises }) => recognises(record)) ?? null;
}

/** The channels of plain JSON stand beside `time`, which no layout has there. */
function isPlain(record: object): boolean {
  return (
    'time' in record && [...scalarChannels, 'latitude', 'longitude'].some((channel) => channel in record)
  );
}
