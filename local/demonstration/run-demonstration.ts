import { setTimeout as sleep } from 'node:timers/promises';
import { topicOf } from '../../src/telemetry/topic.ts';
import type { DeviceConnection } from './device-connection.ts';
import {
  type Sensor,
  type SensorReading,
  SimulatedSensor,
  demonstrationSeconds,
  sensors,
} from './sensors.ts';

type Demonstration = {
  /** Connects a sensor as its thing. */
  readonly connect: (thing: string) => Promise<DeviceConnection>;
  readonly show: (line: string) => void;
  readonly stopping: AbortSignal;
};

/** Runs every sensor through the demonstration in real time, one reading per second. */
export async function runDemonstration({ connect, show, stopping }: Demonstration): Promise<void> {
  const simulated = sensors.map((sensor) => new SimulatedSensor(sensor));
  const connections = new Map<Sensor, DeviceConnection>();
  const stored = new Map<Sensor, SensorReading[]>();
  for (const sensor of sensors) connections.set(sensor, await connect(sensor.thing));
  const beginning = Date.now();
  try {
    for (let second = 0; second < demonstrationSeconds; second++) {
      const at = beginning + second * 1000;
      await sleep(Math.max(0, at - Date.now()), undefined, { signal: stopping });
      const readings = await Promise.all(
        simulated.map(async (box) => {
          const { sensor } = box;
          const reading = box.read(second, at);
          const waiting = stored.get(sensor) ?? [];
          if (box.isOffline(second)) {
            stored.set(sensor, [...waiting, reading]);
            return `${sensor.thing} no coverage, ${waiting.length + 1} stored`;
          }
          stored.delete(sensor);
          const payload = waiting.length > 0 ? [...waiting, reading] : reading;
          await connections.get(sensor)!.publish(topicOf(sensor.thing, 'telemetry'), JSON.stringify(payload));
          const late = waiting.length > 0 ? `, ${waiting.length} late` : '';
          return `${sensor.thing} ${reading.temperature.toFixed(1)} °C ${reading.pressure.toFixed(1)} kPa${late}`;
        }),
      );
      if (second % 2 === 0 || readings.some((line) => line.includes('late')))
        show(
          `${new Date(at).toISOString().slice(11, 19)}  ${readings.map((line) => line.padEnd(34)).join('')}`.trimEnd(),
        );
    }
  } catch (error) {
    if (!stopping.aborted) throw error;
  } finally {
    await Promise.all([...connections.values()].map((connection) => connection.close()));
  }
}
