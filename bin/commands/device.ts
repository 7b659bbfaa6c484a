import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  IoTClient,
  ListThingPrincipalsCommand,
  UpdateCertificateCommand,
  paginateListThings,
} from '@aws-sdk/client-iot';
import { Pkcs10CertificateRequestGenerator, X509Certificate, cryptoProvider } from '@peculiar/x509';
import { settings as production } from '../../config/production.ts';
import { isThingName, topicOf } from '../../contract/topic.ts';
import { unusableArguments } from './exit-status.ts';
import { runningCloud } from './running-cloud.ts';

export type DeviceOptions = {
  /** Talk to the account, not to the local run. */
  cloud?: boolean;
  state: string;
  policy?: string;
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

type Account = { client: IoTClient; host: string | null; port: number; policy: string; ca: () => string };

/** Adds a device: its key never leaves this side. Returns where its files are and how to publish with them. */
export async function deviceAdd(thing: string, options: DeviceOptions): Promise<string> {
  if (!isThingName(thing))
    throw unusableArguments(`${thing} is not a name of a thing: letters, digits, ":", "_", "-", at most 128`);
  const folder = join(options.state, 'devices', thing);
  const files = {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'private.key'),
  };
  if (existsSync(files.key))
    throw unusableArguments(
      `${thing} has files in ${folder} already; revoke it and move them away to begin anew`,
    );
  const { client, host, port, policy, ca } = accountOf(options);
  const { csr, key } = await requestFor(thing);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, key, { mode: 0o600 });
  await client.send(new CreateThingCommand({ thingName: thing }));
  const { certificateArn, certificatePem } = await client.send(
    new CreateCertificateFromCsrCommand({ certificateSigningRequest: csr, setAsActive: true }),
  );
  writeFileSync(files.certificate, certificatePem!, { mode: 0o600 });
  await client.send(new AttachThingPrincipalCommand({ thingName: thing, principal: certificateArn }));
  await client.send(new AttachPolicyCommand({ policyName: policy, target: certificateArn }));
  const { endpointAddress } = await client.send(
    new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
  );
  writeFileSync(files.ca, ca(), { mode: 0o600 });
  return `${thing} is added; its files are in ${folder}. It publishes as:

  mosquitto_pub -h ${host ?? endpointAddress!} -p ${port} -i ${thing} -q 1 \\
    --cafile ${files.ca} --cert ${files.certificate} --key ${files.key} \\
    -t ${topicOf(thing, 'telemetry')} -m '{"time": "'$(date -u +%FT%TZ)'", "temperature": 4.6}'`;
}

/** One line per thing: its name, and the state and end of each of its certificates. */
export async function* deviceList(options: DeviceOptions): AsyncGenerator<string> {
  const { client } = accountOf(options);
  for await (const { things } of paginateListThings({ client }, {}))
    for (const { thingName } of things ?? []) {
      const certificates = await certificatesOf(client, thingName!);
      const words = certificates.map(
        ({ status, pem }) =>
          `${status.toLowerCase()}, valid until ${new X509Certificate(pem).notAfter.toISOString().slice(0, 10)}`,
      );
      yield `${thingName!.padEnd(24)} ${words.length === 0 ? 'no certificate' : words.join('; ')}`;
    }
}

/** Revokes every certificate of a device: it is cut off, and not let in again. */
export async function deviceRevoke(thing: string, options: DeviceOptions): Promise<string> {
  const { client } = accountOf(options);
  const certificates = await certificatesOf(client, thing);
  if (certificates.length === 0) throw unusableArguments(`${thing} has no certificate to revoke`);
  for (const { id } of certificates)
    await client.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'REVOKED' }));
  return `${thing} is revoked: ${certificates.length} certificate${certificates.length === 1 ? '' : 's'}.`;
}

async function certificatesOf(client: IoTClient, thing: string) {
  const { principals } = await client.send(new ListThingPrincipalsCommand({ thingName: thing }));
  return Promise.all(
    (principals ?? []).map(async (arn) => {
      const id = arn.split('/').at(-1)!;
      const { certificateDescription } = await client.send(
        new DescribeCertificateCommand({ certificateId: id }),
      );
      return { id, status: certificateDescription!.status!, pem: certificateDescription!.certificatePem! };
    }),
  );
}

function accountOf({ cloud, state, policy }: DeviceOptions): Account {
  if (cloud)
    return {
      client: new IoTClient({}),
      host: null,
      port: 8883,
      policy: policy ?? `${production.stackName}-thing`,
      ca: amazonRoot,
    };
  const running = runningCloud(state);
  const [, localPolicy] =
    Object.entries(running.resources).find(([id]) => id.startsWith('ThingPolicy')) ?? [];
  return {
    client: new IoTClient({
      endpoint: running.endpoints['AWS_ENDPOINT_URL_IOT'],
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    host: 'localhost',
    port: running.mqttPort,
    policy: policy ?? localPolicy!,
    ca: () => readFileSync(join(state, 'authority', 'ca.pem'), 'utf8'),
  };
}

/** A key, and a request (PKCS #10) for a certificate to it. */
async function requestFor(thing: string): Promise<{ csr: string; key: string }> {
  cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${thing}`,
    keys: keys as never,
    signingAlgorithm: algorithm,
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { csr: request.toString('pem'), key: key.export({ format: 'pem', type: 'pkcs8' }) as string };
}

/** The root that signs IoT Core's data endpoints (ATS); Node ships it. */
function amazonRoot(): string {
  const root = rootCertificates.find((pem) => new X509Certificate(pem).subject.includes('Amazon Root CA 1'));
  if (root === undefined) throw new Error('this Node ships no Amazon Root CA 1');
  return root;
}
