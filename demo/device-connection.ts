import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';

/** Files that a device proves itself with, all PEM. */
export type DeviceFiles = { readonly ca: string; readonly certificate: string; readonly key: string };

/** A device's own connection: publishes and waits for the broker's acknowledgement. */
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
  const client = await mqtt.connectAsync({
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
  // Whoever publishes next hears of a broken connection by its rejection.
  client.on('error', () => undefined);
  return {
    async publish(topic, payload) {
      const closed = new Promise<never>((_, reject) =>
        client.once('close', () => reject(new Error(`the broker ended the connection of ${thing}`))),
      );
      closed.catch(() => undefined);
      if (!client.connected) throw new Error(`${thing} is not connected`);
      await Promise.race([client.publishAsync(topic, payload, { qos: 1 }), closed]);
      client.removeAllListeners('close');
    },
    close: () => client.endAsync(),
  };
}
