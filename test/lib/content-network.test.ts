import { expect, test } from 'vitest';
import { ofType, synthesised } from '../support/synthesised.ts';

const [[, distribution]] = ofType(synthesised(), 'AWS::CloudFront::Distribution') as [
  ReturnType<typeof ofType>[number],
];
const configuration = distribution.Properties!['DistributionConfig'] as {
  CustomErrorResponses?: { ErrorCode: number; ErrorCachingMinTTL?: number }[];
  CacheBehaviors: Record<string, unknown>[];
};

test('an error that one person got of the API is never what the next one gets', () => {
  const errors = configuration.CustomErrorResponses ?? [];
  // All that CloudFront may cache of an origin, and for which a time can be set; 412, 415 and the like it caches only
  // where the origin names a time, and the API never does.
  expect(errors.map(({ ErrorCode }) => ErrorCode)).toEqual([
    400, 403, 404, 405, 414, 500, 501, 502, 503, 504,
  ]);
  for (const each of errors)
    // No page of its own: the API's problem documents pass as they are.
    expect(each).toEqual({ ErrorCode: each.ErrorCode, ErrorCachingMinTTL: 0 });
});
