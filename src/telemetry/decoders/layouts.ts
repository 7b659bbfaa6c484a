import { scalarChannels } from '../../model/channels/channels.ts';
import type { LayoutName } from '../../model/layout-names.ts';
import { azureIotCentral } from './azure-iot-central.ts';
import { azureIotHub } from './azure-iot-hub.ts';
import { chirpstack3 } from './chirpstack-3.ts';
import { chirpstack } from './chirpstack.ts';
import { disruptive } from './disruptive.ts';
import { epcis } from './epcis.ts';
import { helium } from './helium.ts';
import { isObject } from './json-path.ts';
import { losant } from './losant.ts';
import { nordicShadow } from './nordic-shadow.ts';
import { notehub } from './notehub.ts';
import type { RecordLayout } from './record-layout.ts';
import { tandd } from './tandd.ts';
import { tasmota } from './tasmota.ts';
import { thingpark } from './thingpark.ts';
import { thingsNetwork2 } from './things-network-2.ts';
import { thingsStack } from './things-stack.ts';
import { thingsboard } from './thingsboard.ts';
import { tive } from './tive.ts';
import { traccar } from './traccar.ts';
import { ubidots } from './ubidots.ts';
import { whoEms } from './who-ems.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

/**
 * The layouts of other people's JSON: a file in this folder and a line here each. The first that recognises a record
 * reads it.
 */
export const layouts: readonly RecordLayout[] = [
  azureIotCentral,
  azureIotHub,
  chirpstack,
  chirpstack3,
  disruptive,
  epcis,
  helium,
  losant,
  nordicShadow,
  notehub,
  tandd,
  tasmota,
  thingpark,
  thingsNetwork2,
  thingsStack,
  thingsboard,
  tive,
  traccar,
  ubidots,
  whoEms,
  zigbee2mqtt,
];

/** The layout of a record; null for plain JSON, and for everything that no layout recognises. */
export function layoutOf(record: unknown): RecordLayout | null {
  if (!isObject(record) || isPlain(record)) return null;
  const possible = isFlat(record) ? flatLayouts : layouts;
  return possible.find(({ recognises }) => recognises(record)) ?? null;
}

const byName = new Map(layouts.map((layout) => [layout.name, layout]));

/** The layout with a name; null for SenML, which is no layout of records. */
export function layoutNamed(name: LayoutName): RecordLayout | null {
  return byName.get(name) ?? null;
}

const flatLayouts = layouts.filter(({ mayBeFlat }) => mayBeFlat === true);

function isFlat(record: object): boolean {
  for (const value of Object.values(record)) if (typeof value === 'object' && value !== null) return false;
  return true;
}

const plainChannels = [...scalarChannels, 'latitude', 'longitude'];

/** The channels of plain JSON stand beside `time`, which no layout has there. */
function isPlain(record: object): boolean {
  return Object.hasOwn(record, 'time') && plainChannels.some((channel) => Object.hasOwn(record, channel));
}
