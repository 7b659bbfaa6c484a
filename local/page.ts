import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Address } from './address.ts';
import { bucketDomain } from './storage.ts';
import { NotLocal, type Properties, type Template } from './template.ts';

/** A file of the page, and how it is cached. */
type PageFile = { readonly path: string; readonly cacheControl: string };

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** Places the distribution of the template at its local address. */
export function placeDistribution(template: Template, address: Address): void {
  for (const resource of template.ofType('AWS::CloudFront::Distribution'))
    template.place(resource, resource.logicalId, { DomainName: new URL(address.url).host });
}

/**
 * Serves the files that the template's distribution serves from a bucket, with its function and headers. Where the
 * headers name a bucket's origin, they name the address of the local `storage`.
 */
export function servePage(template: Template, address: Address, storage: string): void {
  const [distribution] = template.ofType('AWS::CloudFront::Distribution');
  if (distribution === undefined) return;
  for (const type of ['AWS::CloudFront::Function', 'AWS::CloudFront::ResponseHeadersPolicy'])
    for (const resource of template.ofType(type))
      template.place(resource, resource.logicalId, { FunctionARN: resource.logicalId });
  for (const resource of template.ofType('AWS::CloudFront::OriginAccessControl'))
    template.place(resource, resource.logicalId, { Id: resource.logicalId });
  const { DefaultCacheBehavior, Origins } = (distribution.raw as { DistributionConfig: Properties })
    .DistributionConfig as { DefaultCacheBehavior: Properties; Origins: Properties[] };
  const resolved = (raw: Record<string, unknown>): Properties =>
    template.properties({ ...distribution, raw });
  const { behaviour } = resolved({ behaviour: DefaultCacheBehavior }) as { behaviour: Properties };
  const origin = Origins.find(({ Id }) => Id === behaviour['TargetOriginId'])!;
  const files = filesOf(template, String(resolved({ domain: origin['DomainName'] })['domain']));
  const headers = headersOf(template, String(behaviour['ResponseHeadersPolicyId']), storage);
  const rewrite = rewriteOf(template, behaviour);
  address.mount('', (request, response) => answer(files, headers, rewrite, request, response));
}

/** Returns the files that deployments put into the bucket of an origin. */
function filesOf(template: Template, domain: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const resource of template.ofType('Custom::CDKBucketDeployment')) {
    const { SourceObjectKeys, DestinationBucketName, Include, Exclude, SystemMetadata } = resource.raw;
    const { bucket } = template.properties({ ...resource, raw: { bucket: DestinationBucketName } });
    if (bucketDomain(String(bucket)) !== domain) continue;
    const metadata = SystemMetadata as Record<string, string> | undefined;
    for (const key of SourceObjectKeys as string[]) {
      const folder = template.assetFolder(key);
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const name = relative(folder, path).split(sep).join('/');
        // As in `aws s3 sync`, an excluded file may be included again.
        const isExcluded = matches(Exclude as string[] | undefined, name);
        if (isExcluded && !matches(Include as string[] | undefined, name)) continue;
        files.set(`/${name}`, { path, cacheControl: metadata?.['cache-control'] ?? 'no-cache' });
      }
    }
  }
  return files;
}

function matches(patterns: readonly string[] = [], name: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

function headersOf(template: Template, id: string, storage: string): Readonly<Record<string, string>> {
  const policy = template
    .ofType('AWS::CloudFront::ResponseHeadersPolicy')
    .find((each) => each.logicalId === id);
  if (policy === undefined) return {};
  const { ResponseHeadersPolicyConfig: config } = template.properties(policy) as {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: Record<string, Record<string, string>>;
      CustomHeadersConfig: { Items: { Header: string; Value: string }[] };
    };
  };
  const { ContentSecurityPolicy, FrameOptions, ReferrerPolicy } = config.SecurityHeadersConfig;
  return {
    'content-security-policy': template
      .ofType('AWS::S3::Bucket')
      .reduce(
        (sources, bucket) => sources.replace(`https://${bucketDomain(template.refOf(bucket))}`, storage),
        ContentSecurityPolicy!['ContentSecurityPolicy']!,
      ),
    'x-content-type-options': 'nosniff',
    'x-frame-options': FrameOptions!['FrameOption']!,
    'referrer-policy': ReferrerPolicy!['ReferrerPolicy']!,
    ...Object.fromEntries(
      config.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value]),
    ),
  };
}

/** Returns the path rewrite of the distribution's function. */
function rewriteOf(template: Template, behaviour: Properties): (uri: string) => string {
  const associations = (behaviour['FunctionAssociations'] ?? []) as {
    EventType: string;
    FunctionARN: string;
  }[];
  const [association, ...more] = associations;
  if (association === undefined) return (uri) => uri;
  const found = template
    .ofType('AWS::CloudFront::Function')
    .find(({ logicalId }) => logicalId === association.FunctionARN);
  if (more.length > 0 || association.EventType !== 'viewer-request' || found === undefined)
    throw new NotLocal(
      `the distribution has more than a function on viewer-request, which the local run knows`,
    );
  const code = `${String(found.raw['FunctionCode'])};handler({ request: { uri } }).uri`;
  return (uri) => String(runInNewContext(code, { uri }));
}

function answer(
  files: ReadonlyMap<string, PageFile>,
  headers: Readonly<Record<string, string>>,
  rewrite: (uri: string) => string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const file = files.get(rewrite(new URL(request.url!, 'http://localhost').pathname));
  if (file === undefined || !existsSync(file.path)) {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
    response.end('There is no such page.\n');
    return;
  }
  const isText = extname(file.path) in types;
  const content = readFileSync(file.path);
  const encoding = isText ? encodingOf(request.headers['accept-encoding'] ?? '') : null;
  response.writeHead(200, {
    ...headers,
    'content-type': types[extname(file.path)] ?? 'application/octet-stream',
    'cache-control': file.cacheControl,
    ...(encoding !== null && { 'content-encoding': encoding, vary: 'accept-encoding' }),
  });
  response.end(encoding === null ? content : compressed(file.path, content, encoding));
}

type Encoding = 'br' | 'gzip';

/**
 * The encoding that CloudFront chooses, which prefers Brotli:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
function encodingOf(accepted: string): Encoding | null {
  if (/\bbr\b/.test(accepted)) return 'br';
  return accepted.includes('gzip') ? 'gzip' : null;
}

/** CloudFront caches what it has compressed; it does not publish its level, which is taken to be a middle one. */
const brotliLevel = 5;
const compressions = new Map<string, { readonly content: Buffer; readonly result: Buffer }>();

function compressed(path: string, content: Buffer, encoding: Encoding): Buffer {
  const key = `${encoding} ${path}`;
  const known = compressions.get(key);
  if (known?.content.equals(content)) return known.result;
  const result =
    encoding === 'gzip'
      ? gzipSync(content)
      : brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliLevel } });
  compressions.set(key, { content, result });
  return result;
}
