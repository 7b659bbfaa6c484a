import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startBroker } from './broker.ts';
import type { DeviceFiles } from './certificates.ts';
import { checkTemplate } from './check-template.ts';
import { orCorrupt, orInUse } from './startup-error.ts';
import { startEventSources } from './event-source.ts';
import { newCredentials } from './gate.ts';
import { Inbox, type Received } from './inbox.ts';
import { serveInbox } from './inbox-page.ts';
import { serveHttpApi } from './http-api.ts';
import { readIotPolicies } from './iot-policy.ts';
import { servePage } from './page.ts';
import type { LocalPerson } from './people.ts';
import type { LocalQueues } from './queues.ts';
import { placeKeys } from './resource-types.ts';
import { RunningParts } from './running-parts.ts';
import { startSchedules } from './schedules.ts';
import type { RunCredentials } from './signed-request.ts';
import { startFunctions } from './start-functions.ts';
import { type ServiceOptions, startServices } from './start-services.ts';
import { Template } from './template.ts';
import { writeWhole } from './write-whole.ts';

export type CloudOptions = ServiceOptions & {
  /** The cloud assembly to run. */
  readonly assembly: string;
  readonly mqttPort: number;
  /** Schedules run at least this often; null: they start nothing, and what they would start is invoked. */
  readonly schedulesFasterMs: number | null;
  /** Overrides the time in seconds within which notifications are merged; 0: none is merged or delayed. */
  readonly foldWithinSeconds?: number;
  readonly onNotification: (received: Received) => void;
  /** With how many workers each function starts; 0: a function starts when it is first needed. */
  readonly warm: number;
  /** Records which requests each function makes to which service, next to its log. */
  readonly notesRequests?: boolean;
};

export type Cloud = {
  readonly template: Template;
  readonly port: number;
  readonly mqttPort: number;
  /** Returns the key and certificate files of a device or a gateway, issuing them the first time. */
  readonly filesOf: (thing: string, role?: 'thing' | 'gateway') => Promise<DeviceFiles>;
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
  const parts = new RunningParts();
  try {
    const inbox = await orCorrupt(options.stateFolder, async () => new Inbox(folder('inbox.ndjson')));
    const services = await startServices(template, options, credentials, {
      parts,
      receive: (received) => inbox.receive(received, options.onNotification),
    });
    const { authority, outside, queues, rules, policies, address, people, endpoints } = services;
    const functions = await startFunctions(template, {
      credentials,
      environment: {
        ...endpoints,
        ...outside.environment,
        // In the cloud the page has a certificate.
        PAGE_ADDRESS: address.url,
        ...(options.foldWithinSeconds !== undefined && {
          FOLD_WITHIN_SECONDS: String(options.foldWithinSeconds),
        }),
      },
      authority: authority.certificate,
      logFolder: folder('logs'),
      warm: options.warm,
      secondsAtMost: { MARKER_DELAY_SECONDS: options.waitsAtMostMs / 1000 },
      notesRequests: options.notesRequests ?? false,
    });
    await parts.add({
      async stop() {
        await Promise.all([...new Set(functions.values())].map((each) => each.stop()));
      },
    });
    const sqs = new SQSClient({ endpoint: queues.sqsEndpoint, region: 'us-east-1', credentials });
    await parts.add({ stop: async () => sqs.destroy() });
    await parts.add(startEventSources(template, sqs, functions, options.waitsAtMostMs));
    await parts.add(collectInto(inbox, options, queues, sqs));
    if (options.schedulesFasterMs !== null)
      await parts.add(startSchedules(template, functions, queues, options.schedulesFasterMs));
    const policy = readIotPolicies(policies);
    const broker = await parts.add(
      orInUse('--mqtt-port', options.mqttPort, () =>
        startBroker({ port: options.mqttPort, authority, policy, rules }),
      ),
    );
    serveHttpApi(template, functions, address);
    serveInbox(inbox, address);
    servePage(template, address, endpoints.AWS_ENDPOINT_URL_S3);
    const common = { endpoints, credentials, mqttPort: broker.port };
    const describe = (): void => {
      const { references: resources } = template;
      const running: RunningCloud = { ...common, people: people.shown, address: address.url, resources };
      writeWhole(folder('local.json'), JSON.stringify(running, null, 2));
    };
    describe();
    people.onChange(describe);
    return {
      ...common,
      people: people.shown,
      template,
      inbox,
      port: address.port,
      filesOf: (thing, role = 'thing') =>
        authority.filesOf(
          thing,
          [...policies.keys()].filter((name) => name.endsWith(`-${role}`)),
        ),
      async invoke(logicalId) {
        const resource = template
          .ofType('AWS::Lambda::Function')
          .find((each) => each.logicalId.startsWith(logicalId))!;
        return functions.get(template.refOf(resource))!.invoke({});
      },
      async stop() {
        people.onChange(() => undefined);
        rmSync(folder('local.json'), { force: true });
        await parts.stop();
      },
    };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** Collects the notifications of all subscriptions, also of those that are added later. */
async function collectInto(
  inbox: Inbox,
  { onNotification }: CloudOptions,
  { subscriptions }: LocalQueues,
  sqs: SQSClient,
): Promise<Inbox> {
  inbox.collect(sqs, subscriptions.inboxes, onNotification);
  subscriptions.onOpened((queue) => inbox.collect(sqs, [queue], onNotification));
  return inbox;
}
