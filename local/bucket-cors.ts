import type { IncomingMessage } from 'node:http';
import type { Properties, Resource, Template } from './template.ts';

/** The headers by which a bucket admits a page's request, or a preflight for it; null: it does not. */
export type BucketCors = (
  request: Pick<IncomingMessage, 'method' | 'headers'>,
) => Readonly<Record<string, string>> | null;

type CorsRule = {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
};

/**
 * Reads the rules of a bucket on requests of pages. The first rule counts that has the origin, the method and every
 * header that the page asks for: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export function corsOf(template: Template, bucket: Resource): BucketCors {
  const { cors } = template.properties({
    ...bucket,
    raw: { cors: bucket.raw['CorsConfiguration'] ?? { CorsRules: [] } },
  });
  const rules = (cors as Properties)['CorsRules'] as unknown as readonly CorsRule[];
  return ({ method, headers }) => {
    const { origin } = headers;
    const isPreflight = method === 'OPTIONS';
    const meant = isPreflight ? headers['access-control-request-method'] : method;
    const asked = (headers['access-control-request-headers'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== '');
    const rule = rules.find(
      (each) =>
        each.AllowedOrigins.some((allowed) => isOrigin(allowed, origin)) &&
        each.AllowedMethods.includes(meant ?? '') &&
        asked.every((name) => isAmong(each.AllowedHeaders, name)),
    );
    if (rule === undefined) return null;
    return {
      'access-control-allow-origin': origin!,
      'access-control-allow-methods': rule.AllowedMethods.join(', '),
      'access-control-allow-credentials': 'true',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
      ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
      ...(rule.ExposedHeaders !== undefined && {
        'access-control-expose-headers': rule.ExposedHeaders.join(', '),
      }),
      ...(isPreflight && rule.MaxAge !== undefined && { 'access-control-max-age': String(rule.MaxAge) }),
    };
  };
}

/** The local page has the address of the template without TLS. */
function isOrigin(allowed: string, origin: string | undefined): boolean {
  return origin !== undefined && allowed.replace(/^https:/, 'http:') === origin;
}

function isAmong(allowed: readonly string[] = [], name: string): boolean {
  return allowed.some((each) => each.toLowerCase() === name);
}
