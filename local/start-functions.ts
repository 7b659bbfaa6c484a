import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Concurrency } from './concurrency.ts';
import { delaysShortened } from './delays-shortened.ts';
import { FunctionHost } from './function-host.ts';
import type { LocalFunction } from './local-function.ts';
import { serviceLimits } from './service-limits.ts';
import type { RunCredentials } from './signed-request.ts';
import { NotLocal, type Properties, type Resource, type Template, account, region } from './template.ts';

type FunctionsOptions = {
  /** The credentials with which every function signs its requests. */
  readonly credentials: RunCredentials;
  /** Environment variables that replace those of the template in every function. */
  readonly environment: Readonly<Record<string, string>>;
  /** The certificate of the authority that vouches for the world outside. */
  readonly authority: string;
  readonly logFolder: string;
  /** With how many workers each function starts. */
  readonly warm: number;
  /** Environment variables that are message delays in seconds, and their upper bounds in the local run. */
  readonly secondsAtMost: Readonly<Record<string, number>>;
  readonly notesRequests: boolean;
};

/** Places the functions of the template and starts each with `warm` workers. Returns them by name and by ARN. */
export async function startFunctions(
  template: Template,
  options: FunctionsOptions,
): Promise<Map<string, LocalFunction>> {
  mkdirSync(options.logFolder, { recursive: true });
  const functions = new Map<string, LocalFunction>();
  const hosts: FunctionHost[] = [];
  const concurrency = new Concurrency(serviceLimits.functionsAtOnce.limit);
  const providers = providersOf(template);
  for (const resource of template.ofType('AWS::Lambda::Function')) {
    if (providers.has(resource.logicalId)) continue;
    const host = hostOf(template, resource, options);
    const limited = concurrency.limit(host);
    functions.set(host.name, limited);
    functions.set(host.arn, limited);
    hosts.push(host);
  }
  await Promise.all(hosts.map((host) => host.warm(options.warm)));
  return functions;
}

/** Places a function of the template and returns its host. */
function hostOf(
  template: Template,
  resource: Resource,
  { credentials, environment, authority, logFolder, secondsAtMost, notesRequests }: FunctionsOptions,
): FunctionHost {
  const { logicalId } = resource;
  const name = `${template.stackName}-${logicalId}`;
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  template.place(resource, name, { Arn: arn });
  // Role and log group have no local counterpart; the remaining properties are resolved one by one.
  const { Code, Environment, Handler, Timeout } = resource.raw as Properties & { Environment?: Properties };
  if (Handler !== 'index.handler')
    throw new NotLocal(`${name}: the local run knows index.handler, not ${String(Handler)}`);
  const { variables } = template.properties({
    ...resource,
    raw: { variables: Environment?.['Variables'] ?? {} },
  });
  return new FunctionHost({
    name,
    arn,
    bundle: join(template.assetFolder(String((Code as Properties)['S3Key'])), 'index.mjs'),
    timeoutMs: Number(Timeout) * 1000,
    environment: {
      ...delaysShortened(variables as Record<string, string>, secondsAtMost),
      ...environment,
      // These credentials are valid nowhere else, so nothing that runs here can reach a real account.
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: region,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_LAMBDA_FUNCTION_NAME: name,
      POWERTOOLS_DEV: 'false',
    },
    authority,
    logFile: join(logFolder, `${logicalId}.log`),
    requestsFile: notesRequests ? join(logFolder, `${logicalId}.requests.ndjson`) : null,
  });
}

/** Returns the functions that only create custom resources during a deployment. */
function providersOf(template: Template): ReadonlySet<string> {
  return new Set(
    template.resources.flatMap(({ type, raw }) => {
      const { 'Fn::GetAtt': token } = (raw['ServiceToken'] ?? {}) as { 'Fn::GetAtt'?: [string, string] };
      return type.startsWith('Custom::') && token !== undefined ? [token[0]] : [];
    }),
  );
}
