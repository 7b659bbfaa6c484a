import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { settings as local } from '../config/local.ts';
import type { Objects } from '../src/storage/archive/objects.ts';
import { archivedShipments } from '../src/storage/archive/records.ts';
import { connectDevice } from '../local/demonstration/device-connection.ts';
import { arrivedBoxes } from '../local/demonstration/receipt-demo.ts';
import { people } from '../local/demonstration/people.ts';
import { runDemonstration } from '../local/demonstration/run-demonstration.ts';
import { seedDoor } from '../local/demonstration/seed-receipt-demo.ts';
import {
  endDemonstration,
  seedDemonstration,
  seedProfiles,
  seedSpare,
  spare,
} from '../local/demonstration/seed.ts';
import { StartupError } from '../local/startup-error.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { NotLocal } from '../local/template.ts';
import { allLedgers } from '../src/storage/all-ledgers.ts';
import type { Database } from '../src/storage/tables.ts';
import { banner } from '../src/cli/banner.ts';
import { localDeployment } from '../src/cli/deployment.ts';
import { notificationPrinter } from '../src/cli/show-notification.ts';
import { print, say } from '../src/cli/print.ts';
import { takeStateFolder } from '../local/state-folder.ts';

const watchSeconds = 10;
const usage = `Usage: npm start -- [--port 8080] [--mqtt-port 8883] [--state .coldwatch] [--fresh] [--no-demo]

  --port N       port of the page and the API (0: any free port)
  --mqtt-port N  port of the MQTT broker (0: any free port)
  --state DIR    folder for state, logs and key files
  --fresh        empty the folder first, if it is the state of a local run
  --no-demo      start without the demonstration`;

type Options = { port: number; mqttPort: number; state: string; fresh: boolean; demo: boolean };

async function main(): Promise<void> {
  const { port, mqttPort, state, fresh, demo } = readOptions();
  const taken = takeStateFolder(resolve(state), { fresh });
  const stateFolder = taken.folder;
  const assembly = join(stateFolder, 'assembly');
  rmSync(assembly, { recursive: true, force: true });
  // Loading the CDK takes a second, which what cannot start does not need.
  const { coldwatchApp } = await import('../lib/coldwatch-app.ts');
  coldwatchApp(local, { outdir: assembly, checked: false }).synth();
  const signedIn = Promise.withResolvers<void>();
  const cloud = await startCloud({
    assembly,
    stateFolder,
    port,
    mqttPort,
    schedulesFasterMs: watchSeconds * 1000,
    waitsAtMostMs: watchSeconds * 1000,
    people,
    tokensAtMostSeconds: null,
    onSignIn: () => signedIn.resolve(),
    warm: 1,
    onNotification: notificationPrinter((text) => print(text)),
  });
  const stopping = new AbortController();
  let demonstration: Promise<void> = Promise.resolve();
  stopOnSignal(async () => {
    stopping.abort();
    signedIn.resolve();
    await demonstration.catch(() => undefined);
    await cloud.stop();
    taken.release();
  });
  const { database, archive } = localDeployment({
    endpoints: cloud.endpoints,
    credentials: cloud.credentials,
    resources: cloud.template.references,
  });
  const isLost = await areTablesLost(database, archive);
  if (!isLost) {
    await seedProfiles(database);
    await seedSpare(database);
  }
  print(
    banner({
      address: `http://localhost:${cloud.port}`,
      mqttPort: cloud.mqttPort,
      stateFolder,
      people: cloud.people,
      device: spare,
      files: await cloud.filesOf(spare.thing),
      watchSeconds,
      boxes: demo && !isLost ? arrivedBoxes : [],
    }),
  );
  print(`ready http://localhost:${cloud.port}`);
  if (isLost)
    print(
      `The tables are empty, but the archive is not. Restore its records:\n\n  npm run --silent coldwatch -- shipment restore${state === '.coldwatch' ? '' : ` --state ${state}`}\n`,
    );
  else if (demo)
    demonstration = demonstrate(cloud, database, { signedIn: signedIn.promise, stopping: stopping.signal });
  await demonstration;
}

/** Whether the tables are empty although the archive still has their records; then no new demonstration is created. */
async function areTablesLost(database: Database, archive: Objects): Promise<boolean> {
  const { value: known } = await allLedgers(database).next();
  return known === undefined && (await archivedShipments(archive)).length > 0;
}

/** Shows what happens on the way: once somebody has signed in, so that they see the alarm being raised. */
async function demonstrate(
  cloud: Cloud,
  database: Database,
  { signedIn, stopping }: { signedIn: Promise<void>; stopping: AbortSignal },
): Promise<void> {
  const connect = async (thing: string) =>
    connectDevice(thing, await cloud.filesOf(thing), { host: 'localhost', port: cloud.mqttPort });
  await seedDoor(database, connect, Date.now());
  await signedIn;
  if (stopping.aborted) return;
  const shipments = await seedDemonstration(database, Date.now());
  print(
    `\nThree boxes travel for a minute: ${[...shipments].map(([thing, shipment]) => `${thing} (${shipment})`).join(', ')}. Above 8 °C for 5 s raises an alarm.\n`,
  );
  await runDemonstration({
    connect,
    show: (line) => print(line),
    stopping,
  });
  if (stopping.aborted) return;
  await endDemonstration(database, shipments, Date.now());
  print(
    '\nThe boxes have arrived. The local run continues: publish readings of your own, or stop it with Ctrl-C.',
  );
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8080' },
        'mqtt-port': { type: 'string', default: '8883' },
        state: { type: 'string', default: '.coldwatch' },
        fresh: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      print(usage);
      process.exit(0);
    }
    return {
      port: portOf('--port', values.port),
      mqttPort: portOf('--mqtt-port', values['mqtt-port']),
      state: values.state,
      fresh: values.fresh,
      demo: !values['no-demo'],
    };
  } catch (error) {
    say(`${(error as Error).message}\n\n${usage}`);
    process.exit(64);
  }
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`${option} must be a port from 0 to 65535, found ${text}`);
  return port;
}

function stopOnSignal(stop: () => Promise<void>): void {
  const end = (): void => {
    print('stopping');
    // Exit within three seconds even if something hangs.
    setTimeout(() => process.exit(0), 2500).unref();
    void stop().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof StartupError || error instanceof NotLocal;
  say(isExpected ? `coldwatch: ${error.message}` : inspect(error));
  process.exit(1);
}
