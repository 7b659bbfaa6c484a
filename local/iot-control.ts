import type { IncomingMessage } from 'node:http';
import { CallRate } from './call-rate.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { Gate } from './gate.ts';
import { type Answer, type Request, answerOfThings, arnOf, failure, ok } from './iot-things.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import type { CertificateStatus, Registry } from './registry.ts';
import { serviceLimits } from './service-limits.ts';

/** Calls that are throttled, by what they do. */
const limits = {
  ListThings: serviceLimits.listedThingsOfSecond.limit,
  DescribeThing: serviceLimits.describedThingsOfSecond.limit,
  ListThingPrincipals: serviceLimits.listedPrincipalsOfSecond.limit,
  DescribeCertificate: serviceLimits.describedCertificatesOfSecond.limit,
};

/** Implements the IoT Core control-plane calls that add, list, describe and revoke devices. */
export async function startIotControl(
  authority: CertificateAuthority,
  policies: readonly string[],
  callers: Gate,
): Promise<LoopbackServer> {
  const rate = new CallRate(limits);
  return serveLocally(
    (request, response) => {
      handle(request, authority, policies, rate)
        .catch((error: unknown) => failure(400, 'InvalidRequestException', String(error)))
        .then(({ status, body }) => {
          const type = status >= 400 ? { 'x-amzn-errortype': (body as { __type: string }).__type } : {};
          response.writeHead(status, { 'content-type': 'application/json', ...type });
          return response.end(JSON.stringify(body));
        })
        .catch(() => response.destroy());
    },
    { refusalOf: callers },
  );
}

async function handle(
  request: IncomingMessage,
  authority: CertificateAuthority,
  policies: readonly string[],
  rate: CallRate,
): Promise<Answer> {
  const call = await read(request);
  if (rate.isExceededBy(throttledAs(request.method, call.path), Date.now()))
    return failure(400, 'ThrottlingException', 'Rate exceeded');
  return answer(`${request.method} ${call.path[0]}`, call, authority, policies);
}

/** The name of a call whose rate is limited; of another one, empty. */
function throttledAs(method: string | undefined, [kind, name, more]: readonly string[]): string {
  if (method !== 'GET') return '';
  if (name === undefined) return kind === 'things' ? 'ListThings' : '';
  if (kind === 'things') return more === 'principals' ? 'ListThingPrincipals' : 'DescribeThing';
  return kind === 'certificates' ? 'DescribeCertificate' : '';
}

async function read(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url!, 'http://localhost');
  return {
    path: url.pathname.split('/').slice(1).map(decodeURIComponent),
    query: url.searchParams,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    principal: String(request.headers['x-amzn-principal'] ?? ''),
  };
}

async function answer(
  call: string,
  request: Request,
  authority: CertificateAuthority,
  policies: readonly string[],
): Promise<Answer> {
  const { path, query, body, principal } = request;
  const { registry } = authority;
  const [, name = ''] = path;
  const ofThings = answerOfThings(call, request, registry);
  if (ofThings !== null) return ofThings;
  switch (call) {
    case 'GET endpoint':
      return ok({ endpointAddress: 'localhost' });
    case 'PUT things':
      return withCertificate(registry, idOf(principal), (id) => {
        if (!registry.things.includes(name))
          return failure(404, 'ResourceNotFoundException', `no thing ${name}`);
        registry.attach(id, { thing: name });
        return ok({});
      });
    case 'POST certificates': {
      const status = query.get('setAsActive') === 'true' ? 'ACTIVE' : 'INACTIVE';
      const { id, pem } = await authority.issueFromCsr(String(body['certificateSigningRequest']), status);
      return ok({ certificateArn: arnOf(id), certificateId: id, certificatePem: pem });
    }
    case 'POST certificate': {
      if (name !== 'register-no-ca') break;
      const id = authority.register(
        String(body['certificatePem']),
        String(body['status']) as CertificateStatus,
      );
      if (id === null)
        return failure(409, 'ResourceAlreadyExistsException', 'the certificate is registered already');
      return ok({ certificateArn: arnOf(id), certificateId: id });
    }
    case 'GET certificates':
      return withCertificate(registry, name, (id, { status, pem, createdAt }) =>
        ok({
          certificateDescription: {
            certificateArn: arnOf(id),
            certificateId: id,
            status,
            certificatePem: pem,
            creationDate: Date.parse(createdAt) / 1000,
          },
        }),
      );
    case 'PUT certificates':
      return withCertificate(registry, name, (id) => {
        registry.setStatus(id, query.get('newStatus') as CertificateStatus);
        return ok({});
      });
    case 'POST attached-policies':
      return withCertificate(registry, idOf(name), (_, certificate) =>
        ok({ policies: certificate.policies.map((policyName) => ({ policyName })) }),
      );
    case 'PUT target-policies':
      if (!policies.includes(name)) return failure(404, 'ResourceNotFoundException', `no policy ${name}`);
      return withCertificate(registry, idOf(String(body['target'])), (id) => {
        registry.attach(id, { policy: name });
        return ok({});
      });
  }
  return failure(501, 'NotImplementedException', `the local run does not know ${call}`);
}

function withCertificate(
  registry: Registry,
  id: string,
  then: (id: string, certificate: NonNullable<ReturnType<Registry['certificate']>>) => Answer,
): Answer {
  const certificate = registry.certificate(id);
  return certificate === undefined
    ? failure(404, 'ResourceNotFoundException', `no certificate ${id}`)
    : then(id, certificate);
}

function idOf(arn: string): string {
  return arn.split('/').at(-1)!;
}
