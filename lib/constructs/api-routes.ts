import { Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import { type Route, type RouteFunction, routes } from '../../src/api/routes/routes.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import type { DataProtection } from './data-protection.ts';
import type { UserPoolWithClients } from './user-pool.ts';

/**
 * Throttling of each route by the function behind it: requests per second and burst. Every route has its own limit, so
 * that reading the board or scanning shipments never slows down signing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
const throttles: { readonly [name in RouteFunction]: { readonly rate: number; readonly burst: number } } = {
  'api-read': { rate: 50, burst: 100 },
  'api-write': { rate: 20, burst: 40 },
  'api-sign': { rate: 20, burst: 40 },
  'api-system': { rate: 20, burst: 40 },
  // Whoever holds a link, and strangers who guess.
  'api-shared': { rate: 20, burst: 40 },
  // Each request makes several to the identity provider, which allows an account 25 changes a second.
  'api-people': { rate: 5, burst: 10 },
  // Sources of 60 000 devices that each report every ten minutes. It also bounds what strangers can cost.
  'ingest-source': { rate: 100, burst: 200 },
};

/** Why a route has no authorizer, by its action. */
const withoutAuthorizer: { readonly [action: string]: string } = {
  public: 'Describes where to sign in and how to call the API; contains nothing about shipments.',
  pin: 'Opens a link for who has its token and its PIN; the function counts wrong PINs, and five lock the link.',
  link: 'Shows one shipment to who opened its link; the function checks session, end and revocation each time.',
  source: 'Machines send here; the function checks the secret or the signature of each request.',
};

/**
 * The gateway's access log. It also covers requests that never reach a function. Behind CloudFront the gateway does not
 * know the client's address; the functions log it under the same request id. Latencies are in milliseconds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const accessLog = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  subject: '$context.authorizer.claims.sub',
  username: '$context.authorizer.claims.username',
  gatewayPeer: '$context.identity.sourceIp',
  latency: '$context.responseLatency',
  functionLatency: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
  refusedBecause: '$context.error.responseType',
};

type RoutesProps = {
  readonly gateway: HttpApi;
  readonly functions: ReadonlyMap<RouteFunction, ColdwatchFunction>;
  readonly userPool: UserPoolWithClients;
  readonly dataProtection: DataProtection;
};

/** Adds one route per operation of the contract to the gateway, with its authorizer, its throttling and an access log. */
export function addRoutes(
  scope: Construct,
  { gateway, functions, userPool, dataProtection }: RoutesProps,
): void {
  const stage = new HttpStage(scope, 'Stage', {
    httpApi: gateway,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: throttles['api-read'].rate, burstLimit: throttles['api-read'].burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(dataProtection.logGroup(scope, 'AccessLogs')),
      format: AccessLogFormat.custom(JSON.stringify(accessLog)),
    },
  });
  (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
    Object.values<Route>(routes).map(({ method, path, function: file }) => {
      const { rate, burst } = throttles[file];
      return [`${method} ${path}`, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
    }),
  );
  const authorizer = new HttpJwtAuthorizer('Person', userPool.userPool.userPoolProviderUrl, {
    jwtAudience: [userPool.client.userPoolClientId],
  });
  const integrations = new Map(
    [...functions].map(([file, each]) => [
      file,
      // One permission for the whole gateway: those of single routes outgrow what a function's policy may have.
      new HttpLambdaIntegration(file, each.function, { scopePermissionToRoute: false }),
    ]),
  );
  for (const { method, path, function: file, action } of Object.values<Route>(routes)) {
    const open = withoutAuthorizer[action ?? ''];
    const [route] = gateway.addRoutes({
      path,
      methods: [HttpMethod[method]],
      integration: integrations.get(file)!,
      ...(open !== undefined
        ? { authorizer: new HttpNoneAuthorizer() }
        : { authorizer, authorizationScopes: [userPool.scope] }),
    });
    // The gateway refuses a stage that names a route that does not exist yet.
    stage.node.addDependency(route!);
    if (open !== undefined)
      Validations.of(route!).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason: open });
  }
}
