import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Address, startAddress } from '../../local/address.ts';
import { AnswersTooLate, answerInTime } from '../../local/answer-in-time.ts';
import { ErrorCache } from '../../local/error-cache.ts';
import { PayloadTooLarge } from '../../local/function-payload.ts';
import { serveHttpApi } from '../../local/http-api.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { smallTemplate } from '../support/small-template.ts';

let folder: string;
let address: Address;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldwatch-gateway-'));
  address = await startAddress(0);
});
afterEach(async () => {
  await address.stop();
  rmSync(folder, { recursive: true });
});

/** Serves a function at `/api/x` behind a distribution with these custom error responses. */
function serve(invoke: (event: unknown) => Promise<unknown>, CustomErrorResponses?: object[]): void {
  const route = (method: string) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { RouteKey: `${method} /api/x`, Target: 'integrations/Read' },
  });
  const template = smallTemplate(folder, {
    Api: { Type: 'AWS::ApiGatewayV2::Api' },
    Read: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { IntegrationUri: 'read', PayloadFormatVersion: '2.0' },
    },
    Get: route('GET'),
    Post: route('POST'),
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: { DistributionConfig: { ...(CustomErrorResponses && { CustomErrorResponses }) } },
    },
  });
  const read = { name: 'read', arn: 'read', timeoutMs: 29_000, invoke, stop: async () => undefined };
  serveHttpApi(template, new Map([['read', read]]), address);
}
const ask = (init: RequestInit = {}): Promise<Response> => fetch(`${address.url}/api/x`, init);

describe('the gateway', () => {
  test("sees the address of the content delivery network, not the person's", async () => {
    serve(async (event) => ({ statusCode: 200, body: JSON.stringify(event) }));
    const { requestContext, headers } = (await (await ask()).json()) as {
      requestContext: { http: { sourceIp: string } };
      headers: Record<string, string>;
    };
    expect(requestContext.http.sourceIp).toBe(serviceLimits.gatewayPeer.limit);
    expect(headers['cloudfront-viewer-address']).toMatch(/^(::ffff:)?127\.0\.0\.1:\d+$/);
  });

  test('responds itself when the request is too large for a function, or when the function fails', async () => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    serve(async () => {
      throw new PayloadTooLarge();
    });
    expect((await ask({ method: 'POST', body: 'x' })).status).toBe(413);
    const tooLong = Buffer.alloc(serviceLimits.functionPayloadBytes.limit + 1);
    expect((await ask({ method: 'POST', body: tooLong })).status).toBe(413);
    consoleError.mockRestore();
  });

  test('waits for at most half a minute', async () => {
    vi.useFakeTimers();
    try {
      const { limit } = serviceLimits.gatewayAnswerMs;
      const after = (milliseconds: number): Promise<string> =>
        new Promise((resolve) => setTimeout(() => resolve('answer'), milliseconds));
      const [intime, late] = [answerInTime(after(limit)), answerInTime(after(limit + 1))];
      const isLate = expect(late).rejects.toThrow(AnswersTooLate);
      await vi.advanceTimersByTimeAsync(limit + 1);
      expect(await intime).toBe('answer');
      await isLate;
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the content delivery network', () => {
  const answers = (): (() => Promise<unknown>) => {
    const all = [
      { statusCode: 403, body: 'not you' },
      { statusCode: 200, body: 'you' },
    ];
    return async () => all.shift();
  };
  const texts = async (): Promise<string[]> => [await (await ask()).text(), await (await ask()).text()];

  test('serves a cached error to the next request', async () => {
    serve(answers());
    expect(await texts()).toEqual(['not you', 'not you']);
  });

  test('caches no errors when the distribution sets their time to zero', async () => {
    serve(answers(), [{ ErrorCode: 403, ErrorCachingMinTTL: 0 }]);
    expect(await texts()).toEqual(['not you', 'you']);
  });

  test.each([
    ['GET', 403, {}, true],
    ['HEAD', 504, {}, true],
    ['POST', 403, {}, false],
    ['GET', 200, {}, false],
    ['GET', 401, {}, false],
    ['GET', 404, { 'Cache-Control': 'no-store' }, false],
    // For the other errors the response headers do not matter.
    ['GET', 403, { 'cache-control': 'no-store' }, true],
  ])('caches for %s a response %i with %j for ten seconds: %s', (method, statusCode, headers, isArchived) => {
    const cache = new ErrorCache(smallTemplate(folder, { D: { Type: 'AWS::CloudFront::Distribution' } }));
    const answer = { statusCode, headers };
    cache.store(method, '/api/x', answer, 5000);
    const endsAt = 5000 + serviceLimits.cachedErrorMs.limit;
    expect(cache.find(method, '/api/x', endsAt - 1)).toEqual(isArchived ? answer : null);
    expect(cache.find(method, '/api/x', endsAt)).toBeNull();
    expect(cache.find(method, '/api/y', 5000)).toBeNull();
  });

  test('does not exist without a distribution', () => {
    const cache = new ErrorCache(smallTemplate(folder, {}));
    cache.store('GET', '/api/x', { statusCode: 404 }, 0);
    expect(cache.find('GET', '/api/x', 0)).toBeNull();
  });
});
