import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';

/** The files with which a device authenticates itself, all in PEM. */
export type DeviceFiles = { readonly ca: string; readonly certificate: string; readonly key: string };

/**
 * Maximum messages per second on a connection. IoT Core silently drops those above 100, and they are never acknowledged
 * (https://docs.aws.amazon.com/general/latest/gr/iot-core.html); this is half of that.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html):
 */
const mostInSecond = 50;

/** A device's own connection: publishes no faster than the broker accepts, and waits for each acknowledgement. */
export type DeviceConnection = {
  publish(topic: string, payload: string | Buffer): Promise<void>;
  close(): Promise<void>;
};

/** Connects as a thing, over TLS with its certificate. */
export async function connectDevice(
  thing: string,
  files: DeviceFiles,
  { host, port }: { host: string; port: number },
): Promise<DeviceConnection> {
  const client = mqtt.connect({
    protocol: 'mqtts',
    host,
    port,
    clientId: thing,
    ca: readFileSync(files.ca),
    cert: readFileSync(files.certificate),
    key: readFileSync(files.key),
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
  });
  await orClosed(client, `the broker did not let ${thing} in`, (resolve, reject) => {
    client.once('connect', resolve);
    client.once('error', reject);
  });
  // The next publication is rejected because of the broken connection.
  client.on('error', () => undefined);
  const startedAt: number[] = [];
  return {
    async publish(topic, payload) {
      const now = performance.now();
      const at = Math.max(now, (startedAt.at(-mostInSecond) ?? -Infinity) + 1000);
      startedAt.push(at);
      if (startedAt.length > mostInSecond) startedAt.shift();
      if (at > now) await sleep(at - now);
      if (!client.connected) throw new Error(`${thing} is not connected`);
      await orClosed(client, `the broker ended the connection of ${thing}`, (resolve, reject) => {
        client.publishAsync(topic, payload, { qos: 1 }).then(resolve, reject);
      });
    },
    close: () => client.endAsync(),
  };
}

/** Waits for a result that never comes if the connection is closed; that is the only sign of a refused certificate. */
async function orClosed(
  client: MqttClient,
  message: string,
  wait: (resolve: () => void, reject: (error: Error) => void) => void,
): Promise<void> {
  let closed: () => void = () => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      closed = () => reject(new Error(message));
      client.once('close', closed);
      wait(resolve, reject);
    });
  } finally {
    client.off('close', closed);
  }
}
