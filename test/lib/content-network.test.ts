import { expect, test } from 'vitest';
import { type Route, routes } from '../../src/api/routes/routes.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { ofType, synthesised } from '../support/synthesised.ts';

const template = synthesised();
const [[, distribution]] = ofType(template, 'AWS::CloudFront::Distribution') as [
  ReturnType<typeof ofType>[number],
];
const configuration = distribution.Properties!['DistributionConfig'] as {
  CustomErrorResponses?: { ErrorCode: number; ErrorCachingMinTTL?: number }[];
  CacheBehaviors: Record<string, unknown>[];
};

test('an API error is never served to another person from the cache', () => {
  const errors = configuration.CustomErrorResponses ?? [];
  // Every error that CloudFront may cache from an origin and for which a time can be set. It caches 412, 415 and the
  // like only if the origin sets a time, which the API never does.
  expect(errors.map(({ ErrorCode }) => ErrorCode)).toEqual(serviceLimits.cachedErrors.limit);
  for (const each of errors)
    // No custom error page: the API's problem documents pass unchanged.
    expect(each).toEqual({ ErrorCode: each.ErrorCode, ErrorCachingMinTTL: 0 });
});

test('CloudFront passes the address of the person to the functions', () => {
  // The managed policy AllViewerExceptHostHeader adds headers about the viewer, including CloudFront-Viewer-Address:
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
  expect(configuration.CacheBehaviors).toEqual([
    expect.objectContaining({
      PathPattern: '/api/*',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    }),
  ]);
});

test('CloudFront passes If-None-Match to the functions, and neither answers for them nor stores what they answer', () => {
  // AllViewerExceptHostHeader passes every header of the browser but Host; CachingDisabled stores nothing:
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  expect(configuration.CacheBehaviors).toEqual([
    expect.objectContaining({
      PathPattern: '/api/*',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    }),
  ]);
});

test('the gateway logs for each request the caller, the route, the outcome and the duration', () => {
  const [[, stage]] = ofType(template, 'AWS::ApiGatewayV2::Stage') as [ReturnType<typeof ofType>[number]];
  const { Format } = stage.Properties!['AccessLogSettings'] as { Format: string };
  const variables = Object.values(JSON.parse(Format) as Record<string, string>);
  expect(variables).toEqual(
    expect.arrayContaining([
      '$context.requestId',
      '$context.routeKey',
      '$context.status',
      '$context.authorizer.claims.sub',
      '$context.authorizer.claims.username',
      '$context.responseLatency',
      '$context.integrationLatency',
    ]),
  );
});

test('reading cannot slow down signing: each route has its own throttle and is created before it', () => {
  const [[, { Properties, DependsOn }]] = ofType(template, 'AWS::ApiGatewayV2::Stage') as [
    ReturnType<typeof ofType>[number],
  ];
  const settings = Properties!['RouteSettings'] as Record<string, unknown>;
  const keys = Object.values<Route>(routes).map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(settings).sort()).toEqual(keys.sort());
  for (const { method, path, function: file } of Object.values<Route>(routes))
    expect(settings[`${method} ${path}`]).toEqual(
      file === 'api-read'
        ? { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }
        : file === 'ingest-source'
          ? { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }
          : file === 'api-people'
            ? { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 }
            : { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    );
  const made = ofType(template, 'AWS::ApiGatewayV2::Route').map(([id]) => id);
  expect([DependsOn].flat()).toEqual(expect.arrayContaining(made));
});
