import { join, resolve } from 'node:path';
import { startAddress } from './address.ts';
import { placeHttpApi } from './http-api.ts';
import { CertificateAuthority } from './certificates.ts';
import { policiesOf, rulesOf } from './device-access.ts';
import { startFirehose } from './firehose.ts';
import { callGate } from './gate.ts';
import { startIotControl } from './iot-control.ts';
import { startIdentityControl } from './identity-control.ts';
import type { Received } from './inbox.ts';
import { startIotData } from './iot-data.ts';
import { startOutside } from './outside.ts';
import { startSes } from './ses.ts';
import { placeDistribution } from './page.ts';
import { LocalPeople, type SeededPerson } from './people.ts';
import { startQueues } from './queues.ts';
import type { RunningParts } from './running-parts.ts';
import { serveSignIn } from './sign-in.ts';
import type { RunCredentials } from './signed-request.ts';
import { orCorrupt, orInUse } from './startup-error.ts';
import { startStorage } from './storage.ts';
import { startTables } from './tables.ts';
import type { Template } from './template.ts';
import { mailer, userPoolOfTemplate } from './user-pool-of-template.ts';

export type ServiceOptions = {
  readonly stateFolder: string;
  readonly port: number;
  /** Upper bound for batching windows, message delays and the delay before new filters take effect. */
  readonly waitsAtMostMs: number;
  /** The people who may sign in. */
  readonly people: readonly SeededPerson[];
  /** Upper bound in seconds for the lifetime of ID tokens; null: as in the template. */
  readonly tokensAtMostSeconds: number | null;
  /** Called whenever somebody has given name and password. */
  readonly onSignIn?: (username: string) => void;
};

/**
 * Starts the services that the functions use: tables, queues, IoT, storage, and the address with the sign-in. Adds them
 * to `parts`.
 */
export async function startServices(
  template: Template,
  options: ServiceOptions,
  credentials: RunCredentials,
  { parts, receive }: { readonly parts: RunningParts; readonly receive: (received: Received) => void },
) {
  const { stateFolder } = options;
  const folder = (name: string): string => join(resolve(stateFolder), name);
  const callers = callGate(credentials);
  const authority = await orCorrupt(stateFolder, () => CertificateAuthority.open(folder('authority')));
  const tables = await parts.add(
    orCorrupt(stateFolder, () => startTables(template, folder('tables'), credentials)),
  );
  const queues = await parts.add(
    orCorrupt(stateFolder, () =>
      startQueues(template, folder('queues'), credentials, {
        filtersActWithinMs: options.waitsAtMostMs,
        receive,
      }),
    ),
  );
  const rules = rulesOf(template, queues);
  const things = await parts.add(startIotData(rules, callers));
  const policies = policiesOf(template);
  const iotControl = await parts.add(startIotControl(authority, [...policies.keys()], callers));
  const storage = await parts.add(startStorage(template, folder('buckets'), credentials));
  const firehose = await parts.add(startFirehose(template, folder('buckets'), callers));
  const ses = await parts.add(startSes(callers, { senders: sendersOf(template), sandbox: null, receive }));
  const outside = await parts.add(startOutside(authority, receive));
  const address = await parts.add(orInUse('--port', options.port, () => startAddress(options.port)));
  placeDistribution(template, address);
  placeHttpApi(template, address);
  const people = await orCorrupt(
    stateFolder,
    async () => new LocalPeople(folder('people.json'), options.people),
  );
  const { signOut } = await orCorrupt(stateFolder, async () =>
    serveSignIn(template, address, {
      keyFile: folder('sign-in-key.json'),
      people,
      tokensAtMostSeconds: options.tokensAtMostSeconds,
      onSignIn: options.onSignIn ?? (() => undefined),
    }),
  );
  const pool = userPoolOfTemplate(template, address.url, { people, signOut, sendMail: mailer(receive) });
  const identityControl = await parts.add(startIdentityControl(pool, callers));
  const endpoints = {
    AWS_ENDPOINT_URL: queues.sqsEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_SQS: queues.sqsEndpoint,
    AWS_ENDPOINT_URL_SNS: queues.snsEndpoint,
    AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint,
    AWS_ENDPOINT_URL_IOT: iotControl.endpoint,
    AWS_ENDPOINT_URL_IOT_DATA_PLANE: things.endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: identityControl.endpoint,
    AWS_ENDPOINT_URL_S3: storage.endpoint,
    AWS_ENDPOINT_URL_SESV2: ses.endpoint,
  };
  return { authority, outside, queues, rules, policies, address, people, endpoints };
}

/** The senders of the template's functions; whoever deploys has SES verify them. */
function sendersOf(template: Template): ReadonlySet<string> {
  const senders = template.ofType('AWS::Lambda::Function').map(({ raw }) => {
    const { Variables = {} } = (raw['Environment'] ?? {}) as {
      Variables?: Readonly<Record<string, unknown>>;
    };
    return Variables['MAIL_FROM'];
  });
  return new Set(senders.filter((sender) => typeof sender === 'string'));
}
