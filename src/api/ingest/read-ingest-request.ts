import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { pathParameters } from '../../model/path-parameters.ts';

/** What a request shows to prove who sends it. Empty where it has nothing of the kind. */
export type Credentials = {
  /** The secrets given, each as a bearer token, in a header of its own, or as the password of Basic authentication. */
  readonly secrets: readonly string[];
  /** The header with a signature, unchanged; null if there is none. */
  readonly signature: string | null;
};

/** A request to the ingest route. */
export type IngestRequest = {
  /** The name in the path; null if no source can have it. */
  readonly source: string | null;
  /** The bytes of the body as they were sent. */
  readonly body: Buffer;
  readonly credentials: Credentials;
};

/** Reads a request, whatever its headers and body are. */
export function readIngestRequest({
  headers,
  pathParameters: parts,
  body,
  isBase64Encoded,
}: APIGatewayProxyEventV2): IngestRequest {
  return {
    source: sourceNamed(parts?.['source'] ?? ''),
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
    credentials: {
      secrets: [...secretsIn(headers['authorization'] ?? ''), headers['x-coldwatch-secret'] ?? ''].filter(
        (secret) => secret !== '',
      ),
      signature: headers['x-coldwatch-signature'] ?? null,
    },
  };
}

/** The gateway passes the name on URL-encoded. */
function sourceNamed(encoded: string): string | null {
  try {
    const name = decodeURIComponent(encoded);
    return pathParameters['source']!.test(name) ? name : null;
  } catch {
    return null;
  }
}

/** A bearer token, or the password of Basic authentication (RFC 7617): what follows the first colon. */
function secretsIn(authorization: string): string[] {
  const [, scheme, given] = /^(Bearer|Basic) +(\S+) *$/i.exec(authorization) ?? [];
  if (given === undefined) return [];
  if (scheme!.toLowerCase() === 'bearer') return [given];
  const pair = Buffer.from(given, 'base64').toString('utf8');
  return pair.includes(':') ? [pair.slice(pair.indexOf(':') + 1)] : [];
}
