import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Person } from '../../shipments/permissions.ts';

/** Who requested what from where, and with what result; each request writes one to the function's log. */
type AccessEntry = {
  /** The same id as in the gateway's access log. */
  readonly requestId: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Null if the request was not authenticated. */
  readonly subject: string | null;
  readonly username: string | null;
  /** The person's address as CloudFront sees it; null for a request that did not come through CloudFront. */
  readonly address: string | null;
  /**
   * The address that called the gateway: CloudFront's, or that of a caller who bypassed it and may have forged
   * `address`.
   */
  readonly gatewayPeer: string;
};

/**
 * The access entry of a request. The gateway's own access log can name the person, but not the person's address: behind
 * CloudFront its `$context.identity.sourceIp` is CloudFront's, and it has no variable for a header
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html).
 */
export function accessEntry(
  { headers, requestContext, routeKey }: APIGatewayProxyEventV2,
  { person, status, milliseconds }: { person: Person | null; status: number; milliseconds: number },
): AccessEntry {
  return {
    requestId: requestContext.requestId,
    route: routeKey,
    status,
    milliseconds,
    subject: person?.subject ?? null,
    username: person?.username ?? null,
    address: addressOf(headers['cloudfront-viewer-address']),
    gatewayPeer: requestContext.http.sourceIp,
  };
}

/**
 * An IPv4 or IPv6 address without its port: "198.51.100.10" for "198.51.100.10:46532"; null if the header has another
 * form. CloudFront sets this header itself, whatever a browser sends under its name
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html), whereas a
 * browser can forge the first entry of X-Forwarded-For.
 */
function addressOf(viewer: string | undefined): string | null {
  const [, bracketed, bare] = /^(?:\[([\da-fA-F:.]+)\]|([\da-fA-F:.]+)):\d{1,5}$/.exec(viewer ?? '') ?? [];
  return bracketed ?? bare ?? null;
}
