import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Person } from '../../shipments/permissions.ts';

/** Who asked what from where, and what came of it: a line of the function's log for each request. */
export type AccessEntry = {
  /** As the gateway's access log has it. */
  readonly requestId: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Null where nobody was recognised. */
  readonly subject: string | null;
  readonly username: string | null;
  /** Of the person's end of the connection to the content network; null for a request that did not come through it. */
  readonly address: string | null;
  /** Of whoever asked the gateway: the content network, or a caller that went past it and may have invented `address`. */
  readonly gatewayPeer: string;
};

/**
 * The entry of a request. The gateway's own access log can name the person, but not the person's address: behind
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
 * An address without its port: "198.51.100.10" of "198.51.100.10:46532", also of the sixth version. CloudFront sets the
 * header itself, whatever a browser sends of that name
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html); the first entry of
 * X-Forwarded-For is the browser's to invent. Null where it is not of that form.
 */
function addressOf(viewer: string | undefined): string | null {
  const [, bracketed, bare] = /^(?:\[([\da-fA-F:.]+)\]|([\da-fA-F:.]+)):\d{1,5}$/.exec(viewer ?? '') ?? [];
  return bracketed ?? bare ?? null;
}
