import 'reflect-metadata';
import { createHash, createPrivateKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  RegisterCertificateWithoutCACommand,
  ResourceAlreadyExistsException,
  UpdateCertificateCommand,
  paginateListThings,
} from '@aws-sdk/client-iot';
import { Pkcs10CertificateRequestGenerator, X509Certificate, cryptoProvider } from '@peculiar/x509';
import { attemptsAtRegistry, localDeployment } from './deployment.ts';
import { runningCloud } from './running-cloud.ts';
import { stageNamed } from './stage.ts';
import {
  type DeviceCertificate,
  attributeOf,
  certificatesOfThing,
  createThing,
  noteCertificates,
} from './thing-certificates.ts';

export type DeviceOptions = {
  /** Use the account instead of the local run. */
  cloud?: boolean;
  /** The stage of the account; production by default. */
  stage?: string;
  state: string;
  policy?: string;
  /** The thing is a gateway, which speaks for many devices. */
  gateway?: boolean;
};

/** Things and their certificates, in the account or in the local run. */
export type DeviceRegistry = {
  readonly port: number;
  readonly topicRoot: string;
  /** The root CA of the broker's certificate, PEM. */
  readonly ca: string;
  host(): Promise<string>;
  /**
   * Creates a key and a certificate, and authorizes the thing to connect with them. The key never leaves this machine.
   * Both are passed to `save` before the thing is authorized, so that no valid certificate is lost. `policies` are
   * those of an earlier certificate.
   */
  issue(
    thing: string,
    save: (made: { readonly key: string; readonly certificate: string }) => void,
    policies?: readonly string[],
  ): Promise<void>;
  /** Authorizes a thing to connect with a certificate that was made elsewhere, PEM. */
  register(thing: string, certificate: string): Promise<void>;
  things(): AsyncGenerator<string>;
  /** The names of the policies that say what the bearer of a certificate may do. */
  policiesOf(certificate: DeviceCertificate): Promise<string[]>;
  /** The certificates of a thing, latest first. */
  certificatesOf(thing: string): Promise<DeviceCertificate[]>;
  /** Revokes certificates of a thing, and notes at the thing until when it still has one, for the list of devices. */
  revoke(thing: string, certificates: readonly DeviceCertificate[]): Promise<void>;
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * The registry that the options name.
 *
 * @throws {CommandError} when the stage is unusable, or nothing runs on the state folder.
 */
export async function deviceRegistry({
  cloud,
  stage,
  state,
  policy,
  gateway = false,
}: DeviceOptions): Promise<DeviceRegistry> {
  if (cloud || stage !== undefined) {
    const { stackName, topicRoot } = await stageNamed(stage ?? 'production');
    const client = new IoTClient({ maxAttempts: attemptsAtRegistry });
    const host = async (): Promise<string> =>
      (await client.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))).endpointAddress!;
    return registryAt(client, policy ?? `${stackName}-${gateway ? 'gateway' : 'thing'}`, {
      port: 8883,
      topicRoot,
      ca: amazonRoot(),
      host,
    });
  }
  const running = runningCloud(state);
  const { iot, nameOf, topicRoot } = localDeployment(running);
  return registryAt(iot, policy ?? nameOf(gateway ? 'GatewayPolicy' : 'ThingPolicy'), {
    port: running.mqttPort,
    topicRoot,
    ca: readFileSync(join(state, 'authority', 'ca.pem'), 'utf8'),
    host: async () => 'localhost',
  });
}

function registryAt(
  client: IoTClient,
  policyName: string,
  place: Pick<DeviceRegistry, 'port' | 'topicRoot' | 'ca' | 'host'>,
): DeviceRegistry {
  const letIn = async (
    thing: string,
    { arn, pem }: { readonly arn: string; readonly pem: string },
    policies: readonly string[] = [],
  ): Promise<void> => {
    const isNew = await createThing(client, thing, attributeOf(pem));
    for (const each of policies.length > 0 ? policies : [policyName])
      await client.send(new AttachPolicyCommand({ policyName: each, target: arn }));
    // Attached last, so that a thing with a certificate has everything that it needs.
    await client.send(new AttachThingPrincipalCommand({ thingName: thing, principal: arn }));
    if (!isNew) await noteCertificates(client, thing);
  };
  return {
    ...place,
    certificatesOf: async (thing) => certificatesOfThing(client, thing),
    async issue(thing, save, policies) {
      const { csr, key } = await requestFor(thing);
      const { certificateArn, certificatePem } = await client.send(
        new CreateCertificateFromCsrCommand({ certificateSigningRequest: csr, setAsActive: true }),
      );
      save({ key, certificate: certificatePem! });
      await letIn(thing, { arn: certificateArn!, pem: certificatePem! }, policies);
    },
    async register(thing, certificatePem) {
      await letIn(thing, { arn: await registered(client, certificatePem), pem: certificatePem });
    },
    async *things() {
      for await (const { things = [] } of paginateListThings({ client }, {}))
        for (const { thingName } of things) yield thingName!;
    },
    async policiesOf({ arn }) {
      const { policies = [] } = await client.send(new ListAttachedPoliciesCommand({ target: arn }));
      return policies.map(({ policyName: name }) => name!);
    },
    async revoke(thing, certificates) {
      for (const { id } of certificates)
        await client.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'REVOKED' }));
      await noteCertificates(client, thing);
    },
  };
}

/** The ARN of a certificate that was made elsewhere; one that is already registered is reused. */
async function registered(client: IoTClient, certificatePem: string): Promise<string> {
  try {
    const { certificateArn } = await client.send(
      new RegisterCertificateWithoutCACommand({ certificatePem, status: 'ACTIVE' }),
    );
    return certificateArn!;
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    // An interrupted earlier run may have registered it.
    const der = Buffer.from(new X509Certificate(certificatePem).rawData);
    const certificateId = createHash('sha256').update(der).digest('hex');
    const { certificateDescription } = await client.send(new DescribeCertificateCommand({ certificateId }));
    return certificateDescription!.certificateArn!;
  }
}

/** Creates a key and a certificate signing request (PKCS #10) for it. */
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

/** The root CA of IoT Core's data endpoints (ATS), which is included in Node. */
function amazonRoot(): string {
  const root = rootCertificates.find((pem) => new X509Certificate(pem).subject.includes('Amazon Root CA 1'));
  if (root === undefined) throw new Error('this version of Node does not include Amazon Root CA 1');
  return root;
}
