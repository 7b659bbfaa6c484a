import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reading } from '../telemetry/payload-readings.ts';
import { isThingName, topicOf } from '../telemetry/topic.ts';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { unusableArguments } from './exit-status.ts';
import { type FileOptions, readingOptionsOf } from './options.ts';
import { startProgress } from './progress.ts';
import { readFiles } from './read-files.ts';
import { recordsToPublish } from './records-to-publish.ts';
import { replaySummary } from './replay-summary.ts';
import { runningCloud } from './running-cloud.ts';
import { say } from './print.ts';

export type ReplayOptions = Omit<FileOptions, 'device'> & {
  /** The thing that publishes. */
  device: string;
  /** The device to read, where the file names several. */
  fromDevice?: string;
  speed?: string;
  state: string;
};

/** At most this many times per message, to stay far below the broker's limit of 128 kB. */
const timesPerMessage = 100;

/**
 * Publishes log files as one device would, in order of time, with the times of the files: as fast as the broker
 * acknowledges, or one message per time at `speed` times the original pace. Returns what to print and the exit status,
 * which is 65 if rows could not be published.
 *
 * @throws {CommandError} when arguments or files are unusable, or the broker refuses the device.
 */
export async function replay(
  paths: readonly string[],
  options: ReplayOptions,
): Promise<{ output: string; status: number }> {
  const { device, state } = options;
  if (!isThingName(device)) throw unusableArguments(`--device ${device} is not a valid thing name`);
  const speed = speedOf(options.speed);
  const readings: Reading[] = [];
  const { fromDevice, ...file } = options;
  const input = await readFiles(paths, readingOptionsOf({ ...file, device: fromDevice }), readings);
  for (const note of input.notes) say(`note: ${note}`);
  const connection = await connect(device, state);
  const records = recordsToPublish(readings);
  const progress = startProgress(records.length, 'times published');
  try {
    const first = records[0]!.time;
    const beginning = Date.now();
    for (let sent = 0; sent < records.length;) {
      const batch = records.slice(sent, sent + (speed === null ? timesPerMessage : 1));
      if (speed !== null) {
        const due = beginning + (Date.parse(batch[0]!.time) - Date.parse(first)) / speed;
        await sleep(Math.max(0, due - Date.now()));
      }
      await connection.publish(topicOf(device, 'telemetry'), JSON.stringify(batch));
      sent += batch.length;
      progress.update(sent);
    }
  } finally {
    progress.stop();
    await connection.close();
  }
  return replaySummary(device, input);
}

function speedOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const speed = Number(text);
  if (!(speed > 0 && Number.isFinite(speed)))
    throw unusableArguments(`--speed ${text} must be a number above 0; 60 replays an hour in a minute`);
  return speed;
}

async function connect(device: string, state: string) {
  const { mqttPort } = runningCloud(state);
  const folder = join(state, 'devices', device);
  const files = {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'private.key'),
  };
  if (!existsSync(files.key)) throw unusableArguments(`device ${device} has no key files in ${folder}`);
  try {
    return await connectDevice(device, files, { host: 'localhost', port: mqttPort });
  } catch (cause) {
    throw unusableArguments(
      `the broker on port ${mqttPort} refused ${device} (${(cause as Error).message}); is the local run of ${state} still running?`,
      cause,
    );
  }
}
