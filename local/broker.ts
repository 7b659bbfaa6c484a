import { createServer, type Server, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { CertificateAuthority } from './certificates.ts';
import type { Connection, IotPolicy } from './iot-policy.ts';
import { PublishRate, faultOfPublished } from './publish-limits.ts';
import { type ActiveRule, route } from './rules-engine.ts';
import { serviceLimits } from './service-limits.ts';
import { say } from './say.ts';

export type Broker = { readonly port: number; stop(): Promise<void> };

type BrokerOptions = {
  readonly port: number;
  readonly authority: CertificateAuthority;
  readonly policy: IotPolicy;
  readonly rules: readonly ActiveRule[];
};

/**
 * Starts an MQTT broker that behaves like IoT Core: TLS with client certificates, a thing's policy at every step, topic
 * rules on published messages. A message is acknowledged once the rules' queues have stored it.
 */
export async function startBroker({ port, authority, policy, rules }: BrokerOptions): Promise<Broker> {
  const connections = new WeakMap<Client, Connection>();
  const clients = new Map<string, Set<Client>>();
  const rates = new WeakMap<Client, PublishRate>();
  const rateOf = (client: Client): PublishRate => {
    const rate = rates.get(client) ?? new PublishRate();
    rates.set(client, rate);
    return rate;
  };
  const { registry } = authority;
  registry.onDeactivated((id) => {
    for (const client of clients.get(id) ?? []) client.close();
    clients.delete(id);
  });
  const broker = await Aedes.createBroker({
    authenticate(client, _username, _password, done) {
      // A client that has disconnected no longer has one.
      const id = fingerprintOf(client.conn as TLSSocket);
      const certificate = registry.certificate(id);
      if (certificate?.status !== 'ACTIVE') return done(null, false);
      if (Buffer.byteLength(client.id) > serviceLimits.clientIdBytes.limit) return done(null, false);
      const { things, policies } = certificate;
      const connection = { clientId: client.id, things, policies };
      connections.set(client, connection);
      done(null, policy(connection, 'iot:Connect', `client/${client.id}`));
      clients.set(id, (clients.get(id) ?? new Set()).add(client));
    },
    authorizePublish(client, packet, done) {
      const connection = client === null ? undefined : connections.get(client);
      const refusal = refusalOf(packet, connection, policy);
      if (refusal !== null) return done(new Error(refusal));
      if (client === null) return done(null);
      if (rateOf(client).isExceededBy(performance.now())) {
        // The message is dropped: no rule sees it, and nothing acknowledges it.
        packet.qos = 0;
        return done(null);
      }
      // Rules run in the authorization step because the broker acknowledges an authorized message before publishing it;
      // a crash in between would lose the message.
      try {
        route(rules, packet.topic, Buffer.from(packet.payload));
      } catch (error) {
        // A message that no queue has stored is not acknowledged, so the device sends it again.
        say(`${packet.topic} could not be stored: ${String(error)}`);
        return done(error as Error);
      }
      done(null);
    },
    authorizeSubscribe(client, subscription, done) {
      const connection = connections.get(client);
      const allowed =
        connection !== undefined && policy(connection, 'iot:Subscribe', `topicfilter/${subscription.topic}`);
      done(null, allowed ? subscription : null);
    },
  });
  const server = await listen(port, authority, (socket) => {
    // Without an admitted certificate nothing of the connection is parsed: a packet may claim any length.
    if (authority.registry.certificate(fingerprintOf(socket))?.status === 'ACTIVE') broker.handle(socket);
    else socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      await new Promise<void>((resolve) => broker.close(resolve));
    },
  };
}

/** Returns why a message is refused; null where it is not. The broker's own messages have no connection. */
function refusalOf(
  { topic, payload, retain }: PublishPacket,
  connection: Connection | undefined,
  policy: IotPolicy,
): string | null {
  if (connection !== undefined) {
    if (!policy(connection, 'iot:Publish', `topic/${topic}`))
      return `${connection.clientId} may not publish to ${topic}`;
    // IoT Core requires a separate permission for retained messages.
    if (retain && !policy(connection, 'iot:RetainPublish', `topic/${topic}`))
      return `${connection.clientId} may not retain a message`;
  }
  const fault = faultOfPublished(topic, Buffer.from(payload));
  return fault === null ? null : `${fault}; ${topic} was sent otherwise`;
}

/** Returns the id under which a connection's certificate is registered; empty where there is no certificate. */
function fingerprintOf(socket: TLSSocket): string {
  const shown = socket.getPeerCertificate() as { fingerprint256?: string } | null;
  return shown?.fingerprint256?.replaceAll(':', '').toLowerCase() ?? '';
}

async function listen(
  port: number,
  authority: CertificateAuthority,
  handle: (socket: TLSSocket) => void,
): Promise<Server> {
  const own = await authority.issueForServer();
  const server = createServer(
    {
      key: own.key,
      cert: own.certificate,
      ca: authority.certificate,
      requestCert: true,
      // As in IoT Core, any registered certificate is accepted, whoever issued it; the handshake proves possession of
      // its key.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    },
    handle,
  );
  // Failed handshakes are not reported.
  server.on('tlsClientError', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
