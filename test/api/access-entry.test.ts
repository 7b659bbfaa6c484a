import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { accessEntry } from '../../src/api/http/access-entry.ts';

const request = (headers: Record<string, string>): APIGatewayProxyEventV2 =>
  ({
    headers,
    routeKey: 'GET /api/shipments',
    requestContext: { requestId: 'r-1', http: { sourceIp: '192.0.2.1' } },
  }) as unknown as APIGatewayProxyEventV2;
const lena = { subject: 's-1', username: 'lena', roles: [], sites: [] };

describe('the access entry of a request', () => {
  test('names the person, the route, the outcome and the address of the person', () => {
    const event = request({ 'cloudfront-viewer-address': '198.51.100.10:46532' });
    expect(accessEntry(event, { person: lena, status: 403, milliseconds: 12 })).toEqual({
      requestId: 'r-1',
      route: 'GET /api/shipments',
      status: 403,
      milliseconds: 12,
      subject: 's-1',
      username: 'lena',
      address: '198.51.100.10',
      gatewayPeer: '192.0.2.1',
    });
  });

  test('has a null person if the request was not authenticated', () => {
    const { subject, username } = accessEntry(request({}), { person: null, status: 401, milliseconds: 1 });
    expect({ subject, username }).toEqual({ subject: null, username: null });
  });

  test.each([
    ['198.51.100.10:46532', '198.51.100.10'],
    ['2001:db8::10:46532', '2001:db8::10'],
    ['[2001:db8::10]:46532', '2001:db8::10'],
    ['::ffff:127.0.0.1:46532', '::ffff:127.0.0.1'],
    ['198.51.100.10', null],
    ['desk", "status": 200', null],
    ['', null],
  ])('reads the viewer address %j as %j', (viewer, address) => {
    const event = request({ 'cloudfront-viewer-address': viewer });
    expect(accessEntry(event, { person: null, status: 200, milliseconds: 1 }).address).toBe(address);
  });

  test('ignores the address that a browser claims to have', () => {
    const event = request({ 'x-forwarded-for': '203.0.113.9, 198.51.100.10' });
    expect(accessEntry(event, { person: null, status: 200, milliseconds: 1 }).address).toBeNull();
  });
});
