/**
 * The built-in layouts of other people's payloads, by the names under which their users know them. `src/telemetry/`
 * reads each.
 */
export const layoutNames = [
  'Azure IoT Central telemetry',
  'Azure IoT Hub message',
  'ChirpStack v3 up event',
  'ChirpStack v4 up event',
  'Disruptive Technologies event',
  'GS1 EPCIS 2.0 sensor data',
  'Helium Console uplink',
  'Losant device state',
  'AWS IoT shadow of a Nordic asset tracker',
  'Notehub event',
  'SenML',
  'T&D WebStorage',
  'Tasmota SENSOR message',
  'The Things Network v2 uplink',
  'The Things Stack v3 uplink',
  'ThingPark uplink',
  'ThingsBoard telemetry',
  'Tive webhook',
  'Traccar position',
  'Ubidots variables',
  'WHO PQS E006/DS01 equipment monitoring data',
  'Zigbee2MQTT message',
] as const;
export type LayoutName = (typeof layoutNames)[number];
