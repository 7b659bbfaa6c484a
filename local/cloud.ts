import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { answerJson, startAddress } from './address.ts';
import { startBroker } from './broker.ts';
import { CertificateAuthority, type DeviceFiles } from './certificates.ts';
import { checkTemplate } from './check-template.ts';
import { orCorrupt, orInUse } from './startup-error.ts';
import { policiesOf, rulesOf } from './device-access.ts';
import { startEventSources } from './event-source.ts';
import { startFirehose } from './firehose.ts';
import { startFunctions } from './function-host.ts';
import { callGate, newCredentials } from './gate.ts';
import { Inbox, type Received } from './inbox.ts';
import { startIotData } from './iot-data.ts';
import { startIotControl } from './iot-control.ts';
import { serveHttpApi } from './http-api.ts';
import { readIotPolicies } from './iot-policy.ts';
import { placeDistribution, servePage } from './page.ts';
import { type LocalPerson, type SeededPerson, peopleOf } from './people.ts';
import { startQueues } from './queues.ts';
import { placeKeys } from './resource-types.ts';
import { startSchedules } from './schedules.ts';
import { serveSignIn } from './sign-in.ts';
import type { RunCredentials } from './signed-request.ts';
import { startStorage } from './storage.ts';
import { startTables } from './tables.ts';
import { Template } from './template.ts';
import { writeWhole } from './write-whole.ts';

type CloudOptions = {
  /** The cloud assembly to run. */
  readonly assembly: string;
  readonly stateFolder: string;
  readonly port: number;
  readonly mqttPort: number;
  /** Schedules run at least this often. */
  readonly schedulesFasterMs: number;
  /** Upper bound for batching windows, message delays and the delay before new filters take effect. */
  readonly waitsAtMostMs: number;
  /** Overrides the time in seconds within which notifications are merged; 0: none is merged or delayed. */
  readonly foldWithinSeconds?: number;
  /** The people who may sign in. */
  readonly people: readonly SeededPerson[];
  /** Upper bound in seconds for the lifetime of ID tokens; null: as in the template. */
  readonly tokensAtMostSeconds: number | null;
  readonly onNotification: (received: Received) => void;
  /** Records which requests each function makes to which service, next to its log. */
  readonly notesRequests?: boolean;
};

export type Cloud = {
  readonly template: Template;
  readonly port: number;
  readonly mqttPort: number;
  /** Returns the key and certificate files of a thing, issuing them the first time. */
  readonly filesOf: (thing: string) => Promise<DeviceFiles>;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly credentials: RunCredentials;
  readonly inbox: Inbox;
  readonly people: readonly LocalPerson[];
  /** Runs a function of the template once; the function is identified by the start of its logical id. */
  invoke(logicalId: string): Promise<unknown>;
  stop(): Promise<void>;
};

/** The content of `local.json` in the state folder while a run is up, for programs that want to connect to it. */
export type RunningCloud = {
  readonly address: string;
  readonly mqttPort: number;
  readonly people: readonly LocalPerson[];
  readonly endpoints: Readonly<Record<string, string>>;
  /** The credentials for requests to its parts; readable by the owner of the folder only. */
  readonly credentials: RunCredentials;
  /** References to the resources of the template, by logical id. */
  readonly resources: Readonly<Record<string, string>>;
};

/** Runs a synthesised stack on this machine, with an embedded counterpart for every part of the template. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const template = new Template(options.assembly);
  checkTemplate(template);
  placeKeys(template);
  const folder = (name: string): string => join(resolve(options.stateFolder), name);
  mkdirSync(options.stateFolder, { recursive: true, mode: 0o700 });
  const credentials = newCredentials();
  const callers = callGate(credentials);
  const stops: (() => Promise<void>)[] = [];
  const started = async <Part extends { stop(): Promise<void> }>(
    part: Promise<Part> | Part,
  ): Promise<Part> => {
    const running = await part;
    stops.unshift(() => running.stop());
    return running;
  };
  try {
    const authority = await orCorrupt(options.stateFolder, () =>
      CertificateAuthority.open(folder('authority')),
    );
    const tables = await started(
      orCorrupt(options.stateFolder, () => startTables(template, folder('tables'), credentials)),
    );
    const queues = await started(
      orCorrupt(options.stateFolder, () =>
        startQueues(template, folder('queues'), credentials, options.waitsAtMostMs),
      ),
    );
    const rules = rulesOf(template, queues);
    const things = await started(startIotData(rules, callers));
    const policies = policiesOf(template);
    const iotControl = await started(startIotControl(authority, [...policies.keys()], callers));
    const storage = await started(startStorage(template, folder('buckets'), callers));
    const firehose = await started(startFirehose(template, folder('buckets'), callers));
    const address = await started(orInUse('--port', options.port, () => startAddress(options.port)));
    placeDistribution(template, address);
    const people = await orCorrupt(options.stateFolder, async () =>
      peopleOf(folder('people.json'), options.people),
    );
    await orCorrupt(options.stateFolder, async () =>
      serveSignIn(template, address, {
        keyFile: folder('sign-in-key.json'),
        people,
        tokensAtMostSeconds: options.tokensAtMostSeconds,
      }),
    );
    const endpoints = {
      AWS_ENDPOINT_URL: queues.sqsEndpoint,
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      AWS_ENDPOINT_URL_SQS: queues.sqsEndpoint,
      AWS_ENDPOINT_URL_SNS: queues.snsEndpoint,
      AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint,
      AWS_ENDPOINT_URL_IOT: iotControl.endpoint,
      AWS_ENDPOINT_URL_IOT_DATA_PLANE: things.endpoint,
      AWS_ENDPOINT_URL_S3: storage.endpoint,
    };
    const { foldWithinSeconds } = options;
    const functions = await startFunctions(template, {
      credentials,
      environment: {
        ...endpoints,
        ...(foldWithinSeconds !== undefined && { FOLD_WITHIN_SECONDS: String(foldWithinSeconds) }),
      },
      logFolder: folder('logs'),
      warm: 1,
      secondsAtMost: { MARKER_DELAY_SECONDS: options.waitsAtMostMs / 1000 },
      notesRequests: options.notesRequests ?? false,
    });
    stops.unshift(async () => {
      await Promise.all([...new Set(functions.values())].map((each) => each.stop()));
    });
    const sqs = new SQSClient({
      endpoint: queues.sqsEndpoint,
      region: 'us-east-1',
      credentials,
    });
    stops.unshift(async () => sqs.destroy());
    await started(startEventSources(template, sqs, functions, options.waitsAtMostMs));
    const inbox = await orCorrupt(options.stateFolder, async () => new Inbox(folder('inbox.ndjson')));
    inbox.collect(sqs, queues.subscriptions.inboxes, options.onNotification);
    queues.subscriptions.onOpened((queue) => inbox.collect(sqs, [queue], options.onNotification));
    await started(inbox);
    await started(startSchedules(template, functions, queues, options.schedulesFasterMs));
    const broker = await started(
      orInUse('--mqtt-port', options.mqttPort, () =>
        startBroker({
          port: options.mqttPort,
          authority,
          policy: readIotPolicies(policies),
          rules,
        }),
      ),
    );
    serveHttpApi(template, functions, address);
    address.mount('/_local/inbox', (_, response) => answerJson(response, 200, inbox.received));
    servePage(template, address);
    const filesOf = (thing: string): Promise<DeviceFiles> => authority.filesOf(thing, [...policies.keys()]);
    const cloud = {
      template,
      filesOf,
      endpoints,
      credentials,
      inbox,
      people,
      async invoke(logicalId: string) {
        const resource = template
          .ofType('AWS::Lambda::Function')
          .find((each) => each.logicalId.startsWith(logicalId))!;
        return functions.get(template.refOf(resource))!.invoke({});
      },
      port: address.port,
      mqttPort: broker.port,
    };
    const running: RunningCloud = {
      address: address.url,
      people,
      mqttPort: broker.port,
      endpoints,
      credentials,
      resources: template.references,
    };
    writeWhole(folder('local.json'), JSON.stringify(running, null, 2));
    return {
      ...cloud,
      async stop() {
        rmSync(folder('local.json'), { force: true });
        await stopAll(stops);
      },
    };
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}

async function stopAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop();
}
